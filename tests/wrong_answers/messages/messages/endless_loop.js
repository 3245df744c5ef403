// Wrong: the page hangs at the first message.
// Fails: messages
// Says:  the page hangs
// Says:  a loop in these lines never ends

    // TODO 6 · messages
    if (data.type === "chat") {
        let child = chat.firstElementChild;
        while (child === chat.firstElementChild) {
            child = chat.firstElementChild;
        }
    }
    // END 6 · messages
