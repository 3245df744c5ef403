// Wrong: the class is on an inner element, which index.css then shows in the middle, and the
// hint "No messages yet" stays.
// Fails: messages
// Says:  The class left is on an element inside of it
// Says:  index.css and the goal want the class on

    // TODO 6 · messages
    const { type, text, username: sender } = data;
    if (type == "chat") {
        chat.insertAdjacentHTML("beforeend", `<div class="row"><output class="bubble"></output></div>`);
        const bubble = chat.lastElementChild.firstElementChild;
        bubble.classList.add(sender == username ? "right" : "left");
        const who = document.createElement("span");
        who.innerText = (sender == username ? "You" : sender) + ":";
        const what = document.createElement("span");
        what.innerText = text;
        bubble.append(timeNow(), who, what);
    }
    // END 6 · messages
