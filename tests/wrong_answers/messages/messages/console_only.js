// Wrong: the message is in the console, but not on the page.
// Fails: messages
// Says:  no message is ever put into #chat

    // TODO 6 · messages
    if (data.type === "chat") {
        console.log(data.username, data.text);
    }
    // END 6 · messages
