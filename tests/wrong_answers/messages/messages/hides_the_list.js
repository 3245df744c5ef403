// Wrong: each message hides the list of people.
// Fails: messages
// Says:  changed a part of the page outside of #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        usersList.parentElement.hidden = true;
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
