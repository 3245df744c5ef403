// Right: one call of replaceChildren with all new elements

    // TODO 5 · roster
    if (["login", "disconnect"].includes(data.type) && data.active_users) {
        usersList.replaceChildren(...data.active_users.map((name) =>
            Object.assign(document.createElement("li"), { textContent: name })));
    }
    // END 5 · roster
