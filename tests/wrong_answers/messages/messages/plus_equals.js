// Wrong: `textContent +=` turns everything in #chat into one text: no element, no sides, and the quiet lines are lost.
// Fails: messages
// Says:  all messages become one text, as with textContent +=: append an

    // TODO 6 · messages
    if (data.type === "chat") {
        const name = data.username === username ? "You" : data.username;
        chat.textContent += `${name}: ${data.text}\n`;
    }
    // END 6 · messages
