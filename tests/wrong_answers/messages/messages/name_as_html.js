// Wrong: the text is safe, but the name goes in as HTML, so somebody called <b>walter is shown as bold walter.
// Fails: messages
// Says:  a stranger's text was taken for HTML: use textContent or

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        const isOurs = data.username === username;
        line.className = isOurs ? "right" : "left";
        line.innerHTML = `<strong>${isOurs ? "You" : data.username}:</strong> `;
        line.append(data.text);
        chat.append(line);
    }
    // END 6 · messages
