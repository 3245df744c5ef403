// Wrong: `for … in` gives the places, so the list shows 0, 1, 2 in place of names.
// Fails: roster
// Says:  these are places in the array, not names: for … in goes through

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name in data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
