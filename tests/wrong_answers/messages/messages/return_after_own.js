// Wrong: returns after an own message, so the rest is skipped and the page does not scroll to it.
// Fails: messages
// Says:  a return in these lines ends the whole function

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        if (data.username === username) {
            line.className = "right";
            line.textContent = `You: ${data.text}`;
            chat.append(line);
            return;
        }
        line.className = "left";
        line.textContent = `${data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
