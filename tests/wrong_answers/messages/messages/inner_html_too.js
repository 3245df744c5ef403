// Wrong: what somebody writes goes in as HTML: <b>hello becomes bold, and an <img> can run a script in everybody's page.
// Fails: messages
// Says:  a stranger's text was taken for HTML: use textContent or

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.innerHTML = (isOurs ? "You" : data.username) + ": " + data.text;
        chat.append(line);
    }
    // END 6 · messages
