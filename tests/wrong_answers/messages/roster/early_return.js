// Wrong: returns for every message without active_users, so chat messages and errors never appear.
// Fails: roster
// Says:  a return in these lines ends the whole function

    // TODO 5 · roster
    if (!data.active_users) {
        return;
    }
    usersList.replaceChildren();
    for (const name of data.active_users) {
        const item = document.createElement("li");
        item.textContent = name;
        usersList.append(item);
    }
    // END 5 · roster
