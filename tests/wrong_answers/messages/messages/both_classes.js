// Wrong: our own messages keep the class left and get right in addition.
// Fails: messages
// Says:  one class must replace the other: set className, or toggle both

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        line.className = "left";
        let name = data.username;
        if (name === username) {
            line.classList.add("right");
            name = "You";
        }
        line.textContent = `${name}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
