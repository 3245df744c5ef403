// Right: the old items are removed one by one, and a loop counts through the new ones.

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && data.active_users !== undefined) {
        while (usersList.firstChild) {
            usersList.removeChild(usersList.firstChild);
        }
        for (let i = 0; i < data.active_users.length; i++) {
            usersList.appendChild(document.createElement("li"));
            usersList.lastChild.appendChild(document.createTextNode(data.active_users[i]));
        }
    }
    // END 5 · roster
