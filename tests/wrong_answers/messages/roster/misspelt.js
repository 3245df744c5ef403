// Wrong: the key is misspelt: nothing is shown, and the console shows an error.
// Fails: roster
// Says:  TypeError: data.activeUsers is not iterable
// Says:  a key is misspelt, or this message does

    // TODO 5 · roster
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren();
        for (const name of data.activeUsers) {
            const item = document.createElement("li");
            item.textContent = name;
            usersList.append(item);
        }
    }
    // END 5 · roster
