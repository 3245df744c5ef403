// Right: goes through the names from the end and puts each one first: the order is right again

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && data.active_users?.length >= 0) {
        usersList.textContent = "";
        for (let i = data.active_users.length - 1; i >= 0; i--) {
            const li = document.createElement("li");
            li.textContent = data.active_users[i];
            usersList.insertBefore(li, usersList.firstChild);
        }
    }
    // END 5 · roster
