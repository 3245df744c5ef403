// Wrong: the class is on a <span> inside and not on the element in #chat, so the message is neither left nor right.
// Fails: messages
// Says:  The class left is on an element inside of it
// Says:  index.css and the goal want the class on

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const span = document.createElement("span");
        const isOurs = data.username === username;
        span.className = isOurs ? "right" : "left";
        span.textContent = `${isOurs ? "You" : data.username}: ${data.text}`;
        line.append(span);
        chat.append(line);
    }
    // END 6 · messages
