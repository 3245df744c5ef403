// Wrong: the sender is behind the text.
// Fails: messages
// Says:  the sender comes first

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = data.text + (mine ? "You" : data.username);
        chat.append(line);
    }
    // END 6 · messages
