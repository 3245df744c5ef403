// Wrong: everything that looks like a tag is removed, so who asks about <b>hello</b> seems to ask about hello.
// Fails: messages
// Says:  whatever looks like a tag of HTML was removed

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`.replace(/<[^>]*>/g, "");
        chat.append(line);
    }
    // END 6 · messages
