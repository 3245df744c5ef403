// Wrong: names go in as HTML: <b>walter becomes bold, and a stranger can put elements and scripts into the page.
// Fails: roster
// Says:  the name was taken for HTML. A stranger may choose any name:

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        usersList.replaceChildren();
        for (const name of data.active_users) {
            const item = document.createElement("li");
            item.innerHTML = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
