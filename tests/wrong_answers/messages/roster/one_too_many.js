// Wrong: the loop runs once too often, so there is always somebody called undefined, or an empty item, at the end.
// Fails: roster
// Says:  there is one too many at the end: the loop runs once too often

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (let i = 0; i <= data.active_users.length; i++) {
            const item = document.createElement("li");
            item.textContent = data.active_users[i];
            usersList.append(item);
        }
    }
    // END 5 · roster
