// Wrong: a long text appears later than a short one, so answers can stand above the question, and the page scrolls too early.
// Fails: messages
// Says:  there is no new element in #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        setTimeout(() => chat.append(line), String(data.text).length * 20); // as if typed
    }
    // END 6 · messages
