// Wrong: an element is appended for every message, but only a chat message fills it.
// Fails: messages
// Says:  only a message of the type "chat" belongs there

    // TODO 6 · messages
    const line = document.createElement("p");
    if (data.type === "chat") {
        const mine = data.username === username;
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
    }
    chat.append(line);
    // END 6 · messages
