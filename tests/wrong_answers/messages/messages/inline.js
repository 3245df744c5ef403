// Wrong: a <span> is no block, so index.css does not move it, and the page shows it in the middle.
// Fails: messages
// Says:  a message has the class, but not the place
// Says:  index.css moves only an element that is a

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("span");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
