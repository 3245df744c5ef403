// Wrong: the page shows the whole JSON.
// Fails: messages
// Says:  the message is shown as JSON

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        line.className = data.username === username ? "right" : "left";
        line.textContent = event.data;
        chat.append(line);
    }
    // END 6 · messages
