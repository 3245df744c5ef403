// Wrong: a stranger's name becomes part of the page.
// Fails: roster
// Says:  use textContent, not innerHTML

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.innerHTML = data.active_users.map((name) => `<li>${name}</li>`).join("");
    }
    // END 5 · roster
