// Wrong: replaces the <ul> itself: `usersList` is then the old one, so the page shows the first list for ever, and with no count.
// Fails: roster
// Says:  the whole list was replaced. The variable usersList is still

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        const list = document.createElement("ul");
        list.id = "users-list";
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            list.append(item);
        }
        usersList.replaceWith(list);
    }
    // END 5 · roster
