// Wrong: the page shows the text, but not the sender.
// Fails: messages
// Says:  the sender is missing

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        line.className = data.username === username ? "right" : "left";
        line.textContent = data.text;
        chat.append(line);
    }
    // END 6 · messages
