// Wrong: the new list comes below the old one.
// Fails: roster
// Says:  the old names are still there when the new ones come

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
