// Wrong: the message is put into #chat-container, below the send box, and not into #chat.
// Fails: messages
// Says:  no message is ever put into #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        document.querySelector("#chat-container").append(line);
    }
    // END 6 · messages
