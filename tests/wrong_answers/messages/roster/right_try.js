// Right: a try in place of a check for active_users: without it nothing changes

    // TODO 5 · roster
    if (/^(login|disconnect)$/.test(data.type)) {
        try {
            const items = [];
            for (const name of data.active_users) {
                const li = document.createElement("li");
                li.textContent = name;
                li.title = name;
                items.push(li);
            }
            usersList.replaceChildren(...items);
        } catch (error) {
            console.warn("no list in this message", error);
        }
    }
    // END 5 · roster
