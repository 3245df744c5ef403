// Wrong: the list never gets empty, and the page hangs at a login.
// Fails: roster
// Says:  the page hangs
// Says:  a loop in these lines never ends

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.append(document.createElement("li"));
        while (usersList.childElementCount > 0) {
            usersList.append(usersList.firstElementChild);
        }
    }
    // END 5 · roster
