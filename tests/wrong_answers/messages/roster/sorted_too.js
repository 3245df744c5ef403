// Wrong: the names are sorted and no longer in the order of the message.
// Fails: roster
// Says:  the names were sorted, but the message has them in the right

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users.sort()) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
