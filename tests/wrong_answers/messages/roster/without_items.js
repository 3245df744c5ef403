// Wrong: the names are lines of one text instead of items.
// Fails: roster
// Says:  the names are there, but not in <li>

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.innerText = data.active_users.join("\n");
    }
    // END 5 · roster
