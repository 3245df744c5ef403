// Wrong: name and text are two elements in #chat, so each message is two bubbles.
// Fails: messages
// Says:  one message needs one element, with the sender and the text in

    // TODO 6 · messages
    if (data.type === "chat") {
        const side = data.username === username ? "right" : "left";
        const name = document.createElement("p");
        name.className = side;
        name.textContent = (side === "right" ? "You" : data.username) + ": ";
        const text = document.createElement("p");
        text.className = side;
        text.textContent = data.text;
        chat.append(name, text);
    }
    // END 6 · messages
