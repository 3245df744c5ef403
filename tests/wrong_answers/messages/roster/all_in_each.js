// Wrong: each item shows the whole list.
// Fails: roster
// Says:  each <li> shows the whole list

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = data.active_users;
            usersList.append(item);
        }
    }
    // END 5 · roster
