// Wrong: `JSON.stringify` puts quotes around each name, and backslashes into it.
// Fails: roster
// Says:  there are quotes around each name that do not belong to it

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = JSON.stringify(name);
            usersList.append(item);
        }
    }
    // END 5 · roster
