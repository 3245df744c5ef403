// Wrong: the page sorts the names, but the server has ordered them already.
// Fails: roster
// Says:  the right names in another order
// Says:  the names were sorted, but the message has

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren();
        for (const name of data.active_users.sort()) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
