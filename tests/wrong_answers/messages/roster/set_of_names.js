// Wrong: a Set has each name once, so of two people called walter only one is shown.
// Fails: roster
// Says:  each name is there only once, as in a Set. Two people may have

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of new Set(data.active_users)) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
