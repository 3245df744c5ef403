// Wrong: sets the alignment as a style and no class, so the messages have no bubbles, and "No messages yet" stays.
// Fails: messages
// Says:  no message has a class: set className to "left" or "right"

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.style.textAlign = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
