// Wrong: plain quotes show the placeholders unchanged.
// Fails: messages
// Says:  needs backticks around it

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = mine ? 'You: ${data.text}' : '${data.username}: ${data.text}';
        chat.append(line);
    }
    // END 6 · messages
