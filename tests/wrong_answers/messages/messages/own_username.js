// Wrong: the lines declare a username of their own, so everyone's messages look like ours.
// Fails: messages
// Says:  declare a username of their own

    // TODO 6 · messages
    if (data.type === "chat") {
        const username = data.username;
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
