// Wrong: only one of HTML's special characters is escaped.
// Fails: messages
// Says:  HTML

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        const escape = (text) => text.replaceAll("<", "&lt;");
        line.className = mine ? "right" : "left";
        line.innerHTML = `${mine ? "You" : escape(data.username)}: ${escape(data.text)}`;
        chat.append(line);
    }
    // END 6 · messages
