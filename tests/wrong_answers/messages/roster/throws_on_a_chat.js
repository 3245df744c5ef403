// Wrong: the condition is always true, but a chat message brings no list.
// Fails: roster
// Says:  TypeError: Cannot read properties of undefined (reading 'map')
// Says:  the condition is always true: a text alone

    // TODO 5 · roster
    if (data.type === "login" || "disconnect") {
        usersList.replaceChildren(...data.active_users.map((name) => {
            const item = document.createElement("li");
            item.textContent = name;
            return item;
        }));
    }
    // END 5 · roster
