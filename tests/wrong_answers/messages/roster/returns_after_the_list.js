// Wrong: the function ends after the list, so nobody reads who joined, and nobody is counted.
// Fails: roster
// Says:  a return in these lines ends the whole function

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren();
        for (const name of data.active_users ?? []) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
        return;
    }
    // END 5 · roster
