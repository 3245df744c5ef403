// Wrong: everyone's messages look like ours.
// Fails: messages
// Says:  everything is on the right

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = "right";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
