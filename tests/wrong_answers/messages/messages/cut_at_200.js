// Wrong: the text is cut after 200 characters, so nobody can read the end of a long message.
// Fails: messages
// Says:  a long text was cut off

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${String(data.text).substring(0, 200)}`;
        chat.append(line);
    }
    // END 6 · messages
