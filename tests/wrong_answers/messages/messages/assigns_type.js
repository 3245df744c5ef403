// Wrong: one = assigns, so logins and errors become chat lines with undefined, and the page no longer says who joined.
// Fails: messages
// Says:  one = sets the type, and does not compare it: use ===

    // TODO 6 · messages
    if (data.type = "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
