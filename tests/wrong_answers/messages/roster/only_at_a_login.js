// Wrong: a name stays on the page after a leave.
// Fails: roster
// Says:  a login changes the list, but a disconnect does not

    // TODO 5 · roster
    if (data.type === "login") {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
