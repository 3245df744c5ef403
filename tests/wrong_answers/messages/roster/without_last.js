// Wrong: the loop ends one too early: the person who came last is not on the list.
// Fails: roster
// Says:  the last name is always missing

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (let i = 0; i < data.active_users.length - 1; i++) {
            const item = document.createElement("li");
            item.textContent = data.active_users[i];
            usersList.append(item);
        }
    }
    // END 5 · roster
