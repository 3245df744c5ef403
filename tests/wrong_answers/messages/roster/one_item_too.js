// Wrong: all names stand in one <li> with commas in place of one each, so the count next to the title is always 1.
// Fails: roster
// Says:  all names are in one <li>: each name needs an element of its

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        const item = document.createElement("li");
        item.textContent = data.active_users.join(", ");
        usersList.replaceChildren(item);
    }
    // END 5 · roster
