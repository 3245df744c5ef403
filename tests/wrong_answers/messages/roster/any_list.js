// Wrong: a list in a message of any type is shown, so everybody can make up a list.
// Fails: roster
// Says:  the list of any message is shown

    // TODO 5 · roster
    if (data.active_users !== undefined) {
        while (usersList.firstChild) {
            usersList.removeChild(usersList.firstChild);
        }
        for (let i = 0; i < data.active_users.length; i++) {
            usersList.appendChild(document.createElement("li"));
            usersList.lastChild.appendChild(document.createTextNode(data.active_users[i]));
        }
    }
    // END 5 · roster
