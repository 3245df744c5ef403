// Wrong: our own messages are not shown at all, only those of the others.
// Fails: messages
// Says:  only the messages of the others are shown: ours belong there too

    // TODO 6 · messages
    if (data.type === "chat") {
        if (data.username !== username) {
            const line = document.createElement("p");
            line.className = "left";
            line.textContent = `${data.username}: ${data.text}`;
            chat.append(line);
        }
    }
    // END 6 · messages
