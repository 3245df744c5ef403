// Wrong: compares with what is in the name field now, with its spaces: somebody who typed "walter " sees the own messages on the left.
// Fails: messages
// Says:  everything is on the left: the class depends on the sender.

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === nameInput.value;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
