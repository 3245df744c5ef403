// Wrong: the names are <p> elements inside the <ul>, so a screen reader finds a list without items.
// Fails: roster
// Says:  the names are there, but not in <li>: each name needs an

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("p");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
