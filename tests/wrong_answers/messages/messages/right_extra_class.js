// Right: a second class beside left or right, setAttribute, and insertAdjacentElement

    // TODO 6 · messages
    if (data.type === "chat") {
        var side = "left", sender = data.username;
        if (sender === username) {
            side = "right";
            sender = "You";
        }
        var article = document.createElement("article");
        article.setAttribute("class", "message " + side);
        article.appendChild(document.createTextNode(sender + ": " + data.text));
        chat.insertAdjacentElement("beforeend", article);
    }
    // END 6 · messages
