// Wrong: all names are in one line, as one text.
// Fails: roster
// Says:  each name needs an element of its own

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.textContent = data.active_users.join(", ");
    }
    // END 5 · roster
