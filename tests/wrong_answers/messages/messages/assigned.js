// Wrong: one = sets the type instead of comparing it.
// Fails: messages
// Says:  one = sets the type

    // TODO 6 · messages
    if (data.type = "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
