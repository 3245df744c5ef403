// Wrong: no type is login and disconnect at once, so the list stays empty.
// Fails: roster
// Says:  no type is "login" and "disconnect" at once: use || (or)

    // TODO 5 · roster
    if (data.type === "login" && data.type === "disconnect") {
        usersList.replaceChildren();
        for (const name of data.active_users ?? []) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
