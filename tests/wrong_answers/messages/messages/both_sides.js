// Wrong: our own messages have both classes.
// Fails: messages
// Says:  both classes

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.classList.add("left");
        if (mine) {
            line.classList.add("right");
        }
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
