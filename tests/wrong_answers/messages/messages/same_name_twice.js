// Wrong: both exercises declare item, so the browser does not run the file.
// Fails: messages
// Says:  Identifier 'item' has already been declared
// Says:  look at that line, and at the one

    // TODO 5 · roster
    const item = (name) => Object.assign(document.createElement("li"), { textContent: name });
    if (data.type === "login" || data.type === "disconnect") {
        usersList.replaceChildren(...(data.active_users ?? []).map(item));
    }
    // END 5 · roster

    // TODO 6 · messages
    const item = document.createElement("p");
    if (data.type === "chat") {
        const mine = data.username === username;
        item.className = mine ? "right" : "left";
        item.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(item);
    }
    // END 6 · messages
