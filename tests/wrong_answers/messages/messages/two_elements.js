// Wrong: the sender and the text are in two elements.
// Fails: messages
// Says:  one message needs one element

    // TODO 6 · messages
    if (data.type === "chat") {
        for (const part of [`${data.username === username ? "You" : data.username}: `, data.text]) {
            const line = document.createElement("p");
            line.className = data.username === username ? "right" : "left";
            line.textContent = part;
            chat.append(line);
        }
    }
    // END 6 · messages
