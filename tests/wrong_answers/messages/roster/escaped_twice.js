// Wrong: textContent is safe already; with < replaced, the list shows &lt;b>walter.
// Fails: roster
// Says:  special characters in the name were replaced, such as < by

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.textContent = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
            usersList.append(item);
        }
    }
    // END 5 · roster
