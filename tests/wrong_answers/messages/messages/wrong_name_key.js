// Wrong: compares `data.user_joined`, which a chat does not have, so our own messages look like somebody else's.
// Fails: messages
// Says:  everything is on the left: the class depends on the sender.

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.user_joined === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
