// Wrong: reads `data.message`, a key that no message has, so every text is undefined.
// Fails: messages
// Says:  undefined is shown instead of the text: data has no such key.

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.message}`;
        chat.append(line);
    }
    // END 6 · messages
