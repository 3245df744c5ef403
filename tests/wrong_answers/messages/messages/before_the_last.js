// Wrong: inserts in front of the last element, so each message stands above the one that came before it.
// Fails: messages
// Says:  append each new message at the end of #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.insertBefore(line, chat.lastElementChild);
    }
    // END 6 · messages
