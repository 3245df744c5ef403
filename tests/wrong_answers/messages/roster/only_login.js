// Wrong: the list changes only at a login: people who leave stay on it until the next one comes.
// Fails: roster
// Says:  a login changes the list, but a disconnect does not: both bring

    // TODO 5 · roster
    if (data.type === "login" && data.active_users) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
