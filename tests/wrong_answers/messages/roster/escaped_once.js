// Wrong: `replace` with a text changes only the first < and >, so the second tag in a name is still HTML.
// Fails: roster
// Says:  the name was taken for HTML, and not all special characters in

    // TODO 5 · roster
    if ((data.type === "login" || data.type === "disconnect") && Array.isArray(data.active_users)) {
        let html = "";
        for (const name of data.active_users) {
            html += "<li>" + name.replace("<", "&lt;").replace(">", "&gt;") + "</li>";
        }
        usersList.innerHTML = html;
    }
    // END 5 · roster
