// Wrong: the items go into #users, not into #users-list, so the list is empty and the items below it are never removed.
// Fails: roster
// Says:  nothing was ever put into the list

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            document.querySelector("#users").append(item);
        }
    }
    // END 5 · roster
