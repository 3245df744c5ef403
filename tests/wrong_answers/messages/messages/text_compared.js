// Wrong: compares the text with our name in place of the sender: only who says our name is "You".
// Fails: messages
// Says:  the text is compared with our name: compare the sender

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.text === username;
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
