// Wrong: Walter and walter are two people, but the messages of both are shown as ours.
// Fails: messages
// Says:  capitals matter: a name in another case is somebody else.

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = String(data.username).toLowerCase() === username.toLowerCase();
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
