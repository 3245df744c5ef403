// Right: our own messages show our name too.

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
