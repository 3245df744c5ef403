// Wrong: our own messages are on the left and everyone else's on the right.
// Fails: messages
// Says:  left and right are swapped: our own messages are on the right

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        if (data.username === username) {
            line.className = "left";
            line.textContent = "You: " + data.text;
        } else {
            line.className = "right";
            line.textContent = data.username + ": " + data.text;
        }
        chat.append(line);
    }
    // END 6 · messages
