// Wrong: something other than a time follows the text.
// Fails: messages
// Says:  a message has other words

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text} (${data.text.length} letters)`;
        chat.append(line);
    }
    // END 6 · messages
