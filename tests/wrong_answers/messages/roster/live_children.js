// Wrong: removes from a live list while it loops over it: every second old name stays.
// Fails: roster
// Says:  every other one of the old names was removed. While a loop goes

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        for (const old of usersList.children) {
            old.remove();
        }
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
