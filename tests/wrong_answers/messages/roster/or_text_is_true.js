// Wrong: the condition is always true, so every chat message empties the list.
// Fails: roster
// Says:  the condition is always true: a text alone, such as

    // TODO 5 · roster
    if (data.type === "login" || "disconnect") {
        const names = data.active_users ?? [];
        usersList.replaceChildren();
        for (const name of names) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
