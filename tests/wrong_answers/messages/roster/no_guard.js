// Wrong: a login without active_users throws an error, so the rest of the message is lost: the page does not say who joined.
// Fails: roster
// Says:  Look whether it has active_users

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        const items = [];
        for (let i = 0; i < data.active_users.length; i++) {
            const item = document.createElement("li");
            item.textContent = data.active_users[i];
            items.push(item);
        }
        usersList.replaceChildren(...items);
    }
    // END 5 · roster
