// Wrong: there is no colon between name and text, so "walter is late" may be said by walter or about him.
// Fails: messages
// Says:  a colon is missing between the sender and the text

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = (isOurs ? "You" : data.username) + " " + data.text;
        chat.append(line);
    }
    // END 6 · messages
