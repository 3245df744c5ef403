// Wrong: a stranger's text becomes part of the page.
// Fails: messages
// Says:  use textContent or append, not innerHTML

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.innerHTML = `<strong>${mine ? "You" : data.username}:</strong> ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
