// Wrong: a login has no text to trim.
// Fails: messages
// Says:  TypeError: Cannot read properties of undefined (reading 'trim')
// Says:  a key is misspelt, or this message does

    // TODO 6 · messages
    data.text = data.text.trim();
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
