// Wrong: one element is kept and filled again, so each message overwrites the one before.
// Fails: messages
// Says:  an older element of #chat was changed

    // TODO 6 · messages
    if (data.type === "chat") {
        handleServerMessage.line ??= document.createElement("p");
        const line = handleServerMessage.line;
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
