// Wrong: a name is misspelt, and the console shows an error.
// Fails: messages
// Says:  TypeError: Cannot read properties of undefined (reading 'name')
// Says:  a key is misspelt, or this message does

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        line.className = data.user.name === username ? "right" : "left";
        line.textContent = `${data.user.name}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
