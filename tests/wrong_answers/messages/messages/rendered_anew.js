// Wrong: all messages are made anew each time, so a screen reader reads all of them again.
// Fails: messages
// Says:  older messages are gone
// Says:  all messages are made anew each time, as

    // TODO 6 · messages
    if (data.type === "chat") {
        handleServerMessage.all ??= [];
        handleServerMessage.all.push(data);
        chat.replaceChildren(...handleServerMessage.all.map((old) => {
            const mine = old.username === username;
            const line = document.createElement("p");
            line.className = mine ? "right" : "left";
            line.textContent = `${mine ? "You" : old.username}: ${old.text}`;
            return line;
        }));
    }
    // END 6 · messages
