// Wrong: a handler that answers only the first message.
// Fails: messages
// Says:  only the first message is shown

    // TODO 6 · messages
    if (data.type === "chat") {
        if (chat.querySelector(".left, .right")) {
            return;
        }
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
