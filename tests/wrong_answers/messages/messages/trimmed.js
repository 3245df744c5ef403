// Wrong: spaces at the beginning and end of a text are cut off, so indented code loses the indent of its first line.
// Fails: messages
// Says:  the spaces at the beginning or at the end are gone

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text.trim()}`;
        chat.append(line);
    }
    // END 6 · messages
