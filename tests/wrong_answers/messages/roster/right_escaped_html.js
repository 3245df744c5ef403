// Right: builds HTML, but with every special character of a name escaped

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        const escape = (name) => String(name)
            .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
        const html = data.active_users?.map((name) => `<li>${escape(name)}</li>`).join("");
        if (html !== undefined) {
            usersList.innerHTML = html;
        }
    }
    // END 5 · roster
