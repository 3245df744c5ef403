// Wrong: a handler that answers only the first message.
// Fails: roster
// Says:  the first list stays

    // TODO 5 · roster
    if (usersList.childElementCount === 0 && data.active_users) {
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
