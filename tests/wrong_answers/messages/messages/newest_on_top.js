// Wrong: a new message goes above the others.
// Fails: messages
// Says:  append each new message at the end

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.prepend(line);
    }
    // END 6 · messages
