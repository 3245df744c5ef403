// Wrong: adds who joined and removes who left in place of showing the list: a newcomer does not see the people who were there before, and a rename adds a name.
// Fails: roster
// Says:  only the one who joined or left is handled: the list in the

    // TODO 5 · roster
    if (data.type === "login" && data.user_joined) {
        const item = document.createElement("li");
        item.textContent = data.user_joined;
        usersList.append(item);
    }
    if (data.type === "disconnect") {
        for (const item of [...usersList.children]) {
            if (item.textContent === data.user_left) {
                item.remove();
            }
        }
    }
    // END 5 · roster
