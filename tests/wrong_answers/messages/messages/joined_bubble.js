// Wrong: a second message of the same sender is added to the last bubble, so it is no element of its own.
// Fails: messages
// Says:  an older element of #chat was changed

    // TODO 6 · messages
    if (data.type === "chat") {
        const isOurs = data.username === username;
        const side = isOurs ? "right" : "left";
        const last = chat.lastElementChild;
        if (last?.className === side && last.dataset.from === data.username) {
            last.append("\n" + data.text);
        } else {
            const line = document.createElement("p");
            line.className = side;
            line.dataset.from = data.username;
            line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
            chat.append(line);
        }
    }
    // END 6 · messages
