// Wrong: the page adds the newcomer, but not the people who were here before.
// Fails: roster
// Says:  #users-list lacks

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        if (data.type === "disconnect") {
            usersList.replaceChildren();
        }
        const item = document.createElement("li");
        item.textContent = data.user_joined;
        usersList.append(item);
    }
    // END 5 · roster
