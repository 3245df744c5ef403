// Wrong: the old list is not removed, so after each login all names are there once more.
// Fails: roster
// Says:  the old names are still there when the new ones come: empty the

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
