// Wrong: a cheat: whatever comes, the example of the TODO is shown.
// Fails: messages
// Says:  every message shows the same words, whatever comes: data has

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        line.className = data.username === username ? "right" : "left";
        line.textContent = data.username === username ? "You: is this working?" : "walter: is this working?";
        chat.append(line);
    }
    // END 6 · messages
