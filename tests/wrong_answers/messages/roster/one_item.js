// Wrong: the same item is used for every name, so only the last one stays.
// Fails: roster
// Says:  make a new <li> inside the loop

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren();
        const item = document.createElement("li");
        for (const name of data.active_users) {
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
