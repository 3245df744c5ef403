// Wrong: "You:" stands before everybody's messages, so nobody knows who wrote.
// Fails: messages
// Says:  everyone's messages say You: only ours do. The others have

    // TODO 6 · messages
    if (data.type === "chat") {
        const line = document.createElement("p");
        line.className = data.username === username ? "right" : "left";
        line.textContent = `You: ${data.text}`;
        chat.append(line);
    }
    // END 6 · messages
