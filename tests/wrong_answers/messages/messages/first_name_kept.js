// Wrong: keeps our name from the first message for ever: after Leave and another name, our messages are on the left.
// Fails: messages
// Says:  this is new in #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        window.myName ??= username;
        const line = document.createElement("p");
        const isOurs = data.username === window.myName;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
