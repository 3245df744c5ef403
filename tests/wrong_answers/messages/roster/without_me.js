// Wrong: our own name is left out, although the list shows everyone who is logged in.
// Fails: roster
// Says:  our own name is left out: everyone is on the list, we are too

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            if (name === username) {
                continue;
            }
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
