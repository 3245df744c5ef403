// Wrong: one = assigns: every message counts as ours, and from then on we write under the name of the last sender.
// Fails: messages
// Says:  one = sets the name, and does not compare it: use ===

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        if (username = data.username) {
            line.className = "right";
            line.textContent = "You: " + data.text;
        } else {
            line.className = "left";
            line.textContent = data.username + ": " + data.text;
        }
        chat.append(line);
    }
    // END 6 · messages
