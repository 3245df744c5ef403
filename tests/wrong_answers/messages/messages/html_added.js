// Wrong: innerHTML += makes all elements anew, so a screen reader reads all of them again.
// Fails: messages
// Says:  innerHTML +=

    // TODO 6 · messages
    if (data.type === "chat") {
        const mine = data.username === username;
        const safe = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
        const name = mine ? "You" : safe(data.username);
        chat.innerHTML += `<p class="${mine ? "right" : "left"}">${name}: ${safe(data.text)}</p>`;
    }
    // END 6 · messages
