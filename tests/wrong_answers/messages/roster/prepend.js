// Wrong: each name is put before the others, so the list is upside down.
// Fails: roster
// Says:  the names are in reverse order

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.prepend(item);
        }
    }
    // END 5 · roster
