// Wrong: not every server sends the list.
// Fails: roster
// Says:  Look whether it has active_users

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
