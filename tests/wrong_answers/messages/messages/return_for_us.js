// Wrong: the function ends after a message of somebody else, so the page does not scroll.
// Fails: messages
// Says:  a return in these lines ends the whole function

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
        if (!mine) {
            return;
        }
    }
    // END 6 · messages
