// Wrong: the side alternates from message to message, which looks right only while two people take turns.
// Fails: messages
// Says:  the sides alternate: they depend on the sender

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const count = chat.querySelectorAll(".left, .right").length;
        line.className = count % 2 === 0 ? "right" : "left";
        line.textContent = `${data.username === username ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
