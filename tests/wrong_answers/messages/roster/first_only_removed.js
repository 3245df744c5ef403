// Wrong: removes only the first old name, so all other names are there twice after the next login.
// Fails: roster
// Says:  the old names are still there when the new ones come: empty the

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        if (usersList.firstChild) {
            usersList.firstChild.remove();
        }
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
