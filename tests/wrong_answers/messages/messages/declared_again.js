// Wrong: data is declared twice, so the browser does not run the file.
// Fails: messages
// Says:  client.js cannot be read
// Says:  look at that line, and at the one

    // TODO 6 · messages
    const data = JSON.parse(event.data);
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        line.textContent = `${mine ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
