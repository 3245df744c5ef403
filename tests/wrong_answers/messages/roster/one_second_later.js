// Wrong: the list follows a second later, and only when no other message came: the count next to the title is always that of the old list.
// Fails: roster
// Says:  #users-list
// Says:  the list comes too late: showTheRest(data) counts it

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        clearTimeout(handleServerMessage.timer);
        handleServerMessage.timer = setTimeout(() => {
            usersList.replaceChildren();
            for (const name of data.active_users) {
                const item = document.createElement("li");
                item.textContent = name;
                usersList.append(item);
            }
        }, 1000);
    }
    // END 5 · roster
