// Wrong: a new message is put at the top, so the conversation is upside down.
// Fails: messages
// Says:  append each new message at the end of #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.prepend(line);
    }
    // END 6 · messages
