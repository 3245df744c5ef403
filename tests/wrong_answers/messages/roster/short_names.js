// Wrong: names longer than 12 characters are cut off in the text itself, so two people can look alike.
// Fails: roster
// Says:  a long text was cut off

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name.length > 12 ? name.slice(0, 12) + "…" : name;
            usersList.append(item);
        }
    }
    // END 5 · roster
