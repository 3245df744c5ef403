// Wrong: does not look at the type: every message with a text and a name is shown as a chat.
// Fails: messages
// Says:  these lines show messages of other types too: compare data.type

    // TODO 6 · messages
    if (data.text && data.username) {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
