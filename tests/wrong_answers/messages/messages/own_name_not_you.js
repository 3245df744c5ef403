// Wrong: our own message has our name before it and not "You".
// Fails: messages
// Says:  our own message has our name before it: it needs "You:" instead

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        line.className = data.username === username ? "right" : "left";
        line.textContent = `${data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
