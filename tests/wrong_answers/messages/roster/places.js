// Wrong: the loop goes over the places in the list: 0, 1, 2.
// Fails: roster
// Says:  for … of goes through the names

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren();
        for (const name in data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
