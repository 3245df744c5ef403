// Wrong: changes the list only if the number of people is another one: a rename is never shown.
// Fails: roster
// Says:  the list only changes when it gets longer or shorter, so a new

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        if (data.active_users.length !== usersList.childElementCount) {
            usersList.replaceChildren();
            for (const name of data.active_users) {
                const item = document.createElement("li");
                item.textContent = name;
                usersList.append(item);
            }
        }
    }
    // END 5 · roster
