// Wrong: one <li> is made before the loop and moved each time, so the list has only the last name.
// Fails: roster
// Says:  only the last name stays: the list is emptied for each name, or

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        const item = document.createElement("li");
        for (const name of data.active_users) {
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
