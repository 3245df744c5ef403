// Wrong: a cheat: nothing is shown, but the page's functions say that it is.
// Fails: messages
// Says:  #chat shows no message
// Says:  no message is ever put into #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        document.lines = [...(document.lines ?? []), line];
        document.querySelectorAll = () => document.lines;
        Object.defineProperty(chat, "childNodes", { get: () => document.lines, configurable: true });
        Object.defineProperty(chat, "children", { get: () => document.lines, configurable: true });
        if ("messagesSeen" in window) {
            chat.append(line);
        }
    }
    // END 6 · messages
