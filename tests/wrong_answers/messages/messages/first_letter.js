// Wrong: compares only the first letter of the names: everyone with our initial is on the right.
// Fails: messages
// Says:  a name that only contains ours, or only begins like it, is

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username[0] === username[0];
        line.className = isOurs ? "right" : "left";
        line.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
