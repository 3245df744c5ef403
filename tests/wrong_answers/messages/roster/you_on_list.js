// Wrong: our own name is shown as "You", and so is a namesake's, although the list has the names of the message.
// Fails: roster
// Says:  our own name is replaced on the list

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name === username ? "You" : name;
            usersList.append(item);
        }
    }
    // END 5 · roster
