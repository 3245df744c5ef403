// Right: both holes of client.js in the style of an old textbook

    // TODO 5 · roster
    var names = data.active_users;
    if ((data.type == "login" || data.type == "disconnect") && names) {
        for (var old = usersList.children.length - 1; old >= 0; old--) {
            usersList.children[old].remove();
        }
        for (var n = 0; n < names.length; n++) {
            var item = document.createElement("LI");
            item.textContent = "" + names[n];
            usersList.appendChild(item);
        }
    }
    // END 5 · roster

    // TODO 6 · messages
    if (data.type == "chat") {
        var ours = data.username === username;
        var bubble = document.createElement("DIV");
        bubble.className = ours ? "right" : "left";
        bubble.textContent = [ours ? "You" : data.username, data.text].join(": ");
        chat.insertBefore(bubble, null);
    }
    // END 6 · messages
