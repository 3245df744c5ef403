// Wrong: `includes` takes walter2 for us if we are walter.
// Fails: messages
// Says:  a name that only contains ours, or only begins like it, is

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username?.includes(username);
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
