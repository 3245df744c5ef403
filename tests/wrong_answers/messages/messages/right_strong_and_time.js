// Right: a <div> with the name in <strong>, and the time behind the text

    // TODO 6 · messages
    if (data.type === "chat") {
        const isOurs = data.username === username;
        const line = document.createElement("div");
        line.classList.add(isOurs ? "right" : "left");
        const name = document.createElement("strong");
        name.textContent = (isOurs ? "You" : data.username) + ":";
        line.append(name, " ", data.text, " ", timeNow());
        chat.append(line);
    }
    // END 6 · messages
