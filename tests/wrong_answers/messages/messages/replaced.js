// Wrong: a new message replaces the one before.
// Fails: messages
// Says:  each new message replaces the ones before

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.replaceChildren(line);
    }
    // END 6 · messages
