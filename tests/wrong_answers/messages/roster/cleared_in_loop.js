// Wrong: the list is emptied for each name, so only the last person is shown.
// Fails: roster
// Says:  only the last name stays: the list is emptied for each name, or

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        for (const name of data.active_users) {
            usersList.replaceChildren();
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
