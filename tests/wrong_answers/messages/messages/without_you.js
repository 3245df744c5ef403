// Wrong: our own messages do not show that they are ours.
// Fails: messages
// Says:  our own message needs "You:" before the text

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = mine ? data.text : `${data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
