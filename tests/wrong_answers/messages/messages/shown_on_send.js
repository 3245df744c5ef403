// Wrong: our message is shown when we press Send, and again when it comes from the server.
// Fails: messages
// Says:  #chat changed before the server sent anything

    // TODO 6 · messages
    const show = (name, side, text) => {
        const line = document.createElement("p");
        line.className = side;
        line.textContent = `${name}: ${text}`;
        chat.append(line);
    };
    messageInput.oninput = () => { sendForm.dataset.text = messageInput.value; };
    sendForm.onsubmit = () => show("You", "right", sendForm.dataset.text);
    if (data.type === "chat") {
        const mine = data.username === username;
        show(mine ? "You" : data.username, mine ? "right" : "left", data.text);
    }
    // END 6 · messages
