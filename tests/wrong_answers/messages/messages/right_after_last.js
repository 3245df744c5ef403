// Right: appended first and filled later; toggles both classes

    // TODO 6 · messages
    switch (data.type) {
        case "chat": {
            const line = chat.appendChild(document.createElement("p"));
            const mine = username === data.username;
            line.classList.toggle("right", mine);
            line.classList.toggle("left", !mine);
            line.insertAdjacentText("beforeend", mine ? "You" : data.username);
            line.insertAdjacentText("beforeend", ": ");
            line.insertAdjacentText("beforeend", data.text);
            break;
        }
        default:
    }
    // END 6 · messages
