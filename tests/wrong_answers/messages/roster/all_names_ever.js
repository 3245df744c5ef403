// Wrong: collects all names in a Set that is kept between messages, so people who have left stay on the list.
// Fails: roster
// Says:  this is everyone who was ever there, once each

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        handleServerMessage.names ??= new Set();
        for (const name of data.active_users) {
            handleServerMessage.names.add(name);
        }
        usersList.replaceChildren();
        for (const name of handleServerMessage.names) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
