// Wrong: every message is taken for a chat message.
// Fails: messages
// Says:  only a message of the type "chat" belongs there
// Says:  these lines show messages of other types too

    // TODO 6 · messages
    const mine = data.username === username;
    const line = document.createElement("p");
    line.className = mine ? "right" : "left";
    line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
    chat.append(line);
    // END 6 · messages
