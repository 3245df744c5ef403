// Wrong: all old messages of the same sender get the class of a quiet line, so they lose their side as soon as the next one comes.
// Fails: messages
// Says:  an older element of #chat was changed

    // TODO 6 · messages
    if (data.type === "chat") {
        for (const old of chat.querySelectorAll(".left, .right")) {
            old.className = "quiet";
        }
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
