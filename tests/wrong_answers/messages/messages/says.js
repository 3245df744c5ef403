// Wrong: our own messages show our name, and there is no colon behind a name.
// Fails: messages
// Says:  there is no colon behind the sender

    // TODO 6 · messages
    if (data.type === "chat") {
        let side = "left";
        if (data.username === username) {
            side = "right";
        }
        const line = document.createElement("p");
        line.setAttribute("class", `message ${side}`);
        line.innerText = data.username + " says: " + data.text;
        chat.appendChild(line);
    }
    // END 6 · messages
