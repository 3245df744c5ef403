// Wrong: our messages are on the left, everyone else's on the right.
// Fails: messages
// Says:  left and right are swapped

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "left" : "right";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
