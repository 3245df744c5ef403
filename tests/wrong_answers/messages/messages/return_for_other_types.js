// Wrong: the function ends for a message of another type, so nobody reads who joined.
// Fails: messages
// Says:  a return in these lines ends the whole function

    // TODO 6 · messages
    if (data.type !== "chat") {
        return;
    }
    const mine = data.username === username;
    const line = document.createElement("p");
    line.className = mine ? "right" : "left";
    line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
    chat.append(line);
    // END 6 · messages
