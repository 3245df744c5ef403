// Wrong: every message opens a box that the user has to close.
// Fails: messages
// Says:  #chat shows no message
// Says:  no message is ever put into #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        alert(`${data.username}: ${data.text}`);
    }
    // END 6 · messages
