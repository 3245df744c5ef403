// Wrong: the class is set on #chat itself, so all messages get the side of the newest one.
// Fails: messages
// Says:  no message has a class: set className to "left" or "right"

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        chat.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
