// Right: removes the old ones in a while loop, from the end, and uses text nodes

    // TODO 5 · roster
    if (data.active_users !== undefined && (data.type === "disconnect" || data.type === "login")) {
        while (usersList.lastChild) {
            usersList.removeChild(usersList.lastChild);
        }
        data.active_users.forEach(function (name) {
            var li = document.createElement("li");
            li.appendChild(document.createTextNode(name));
            usersList.appendChild(li);
        });
    }
    // END 5 · roster
