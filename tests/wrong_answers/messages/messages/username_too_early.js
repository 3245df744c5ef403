// Wrong: a username declared later in the block hides the page's one, and cannot be read yet.
// Fails: messages
// Says:  It hides the page's username

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const { text, username } = data;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : username}: ${text}`;
        chat.append(line);
    }
    // END 6 · messages
