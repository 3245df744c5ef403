// Right: the time comes first, and the name and the text are elements of their own.

    // TODO 6 · messages
    const { type, text, username: sender } = data;
    if (type == "chat") {
        chat.insertAdjacentHTML("beforeend", `<div class="bubble"></div>`);
        const bubble = chat.lastElementChild;
        bubble.classList.add(sender == username ? "right" : "left");
        const who = document.createElement("span");
        who.innerText = (sender == username ? "You" : sender) + ":";
        const what = document.createElement("span");
        what.innerText = text;
        bubble.append(timeNow(), who, what);
    }
    // END 6 · messages
