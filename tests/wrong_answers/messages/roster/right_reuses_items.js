// Right: changes the texts of the items that are there, and adds or removes the difference

    // TODO 5 · roster
    const isRosterMessage = data.type === "login" || data.type === "disconnect";
    if (isRosterMessage && Array.isArray(data.active_users)) {
        const names = data.active_users;
        while (usersList.children.length > names.length) {
            usersList.lastElementChild.remove();
        }
        while (usersList.children.length < names.length) {
            usersList.append(document.createElement("li"));
        }
        names.forEach((name, i) => {
            usersList.children[i].textContent = name;
        });
    }
    // END 5 · roster
