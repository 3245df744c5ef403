// Wrong: the element is appended for every message, and filled for chat messages only.
// Fails: messages
// Says:  only "chat" is something that was said

    // TODO 6 · messages
    const line = document.createElement("p");
    if (data.type === "chat") {
        const mine = data.username === username;
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
    }
    chat.append(line);
    // END 6 · messages
