// Right: insertAdjacentHTML with name and text escaped

    // TODO 6 · messages
    if (data.type === "chat") {
        const safe = (value) => String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
        const [side, name] = data.username === username ? ["right", "You"] : ["left", data.username];
        chat.insertAdjacentHTML("beforeend", `<p class="${side}">${safe(name)}: ${safe(data.text)}</p>`);
    }
    // END 6 · messages
