// Wrong: removes every <li> of the page, also the frames in the wire panel, which is empty after each login.
// Fails: roster
// Says:  removed what is in the wire's list, #frames

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        document.querySelectorAll("li").forEach((old) => old.remove());
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
