// Wrong: one sees what was said, and not by whom.
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
