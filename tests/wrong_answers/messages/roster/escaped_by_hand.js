// Wrong: only one of HTML's special characters is escaped.
// Fails: roster
// Says:  the name was taken for HTML

    // TODO 5 · roster
    if (data.active_users) {
        const items = data.active_users.map((name) => `<li>${name.replaceAll("<", "&lt;")}</li>`);
        usersList.innerHTML = items.join("");
    }
    // END 5 · roster
