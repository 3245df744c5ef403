// Wrong: each new list removes everything from #chat.
// Fails: roster
// Says:  changed what was in #chat

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        chat.replaceChildren();
        usersList.replaceChildren();
        for (const name of data.active_users ?? []) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
