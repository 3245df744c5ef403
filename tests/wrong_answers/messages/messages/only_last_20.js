// Wrong: removes old lines as soon as there are more than 20, so the conversation before is lost.
// Fails: messages
// Says:  older elements of #chat were removed or replaced

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
        while (chat.childElementCount > 20) {
            chat.firstElementChild.remove();
        }
    }
    // END 6 · messages
