// Wrong: the names are lines of one text and not <li> elements, so they run together and the count is 0.
// Fails: roster
// Says:  the names are there, but not in <li>: each name needs an

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.textContent = data.active_users.join("\n");
    }
    // END 5 · roster
