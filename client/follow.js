// Following the talk: #chat scrolls to each new message, unless the user has scrolled up to read.
// While the tab is in the background, its title counts the new messages.

"use strict";

const newestButton = document.querySelector("#newest");

const NEAR_THE_END = 40; // pixels
const MAX_LINES = 1000; // in #chat: in a long lecture, more lines would make the page slow
const TITLE = document.title;

let following = true; // does #chat scroll to each new message?
let scrolledTo = 0; // where this file has scrolled to
let unread = 0; // messages since the tab went into the background

// A new message is in #chat.
function showNewest() {
    newestButton.hidden = following;
    keepInSight();
    if (document.hidden) {
        unread += 1;
        document.title = `(${unread}) ${TITLE}`;
    }
}

// Scrolls to the end after #chat has changed, unless the user has scrolled up to read.
function keepInSight() {
    if (following) {
        while (chat.childElementCount > MAX_LINES) {
            chat.firstElementChild.remove();
        }
        scrollToNewest();
    }
}

// Scrolls when the browser next draws the page: scrolling for each message would be slow.
function scrollToNewest() {
    following = true;
    newestButton.hidden = true;
    requestAnimationFrame(() => {
        chat.scrollTop = chat.scrollHeight;
        scrolledTo = chat.scrollTop;
    });
}

// At the end, the page follows. Above, it stops only if the user has scrolled up: the end may also
// have moved down because new messages came.
function handleScroll() {
    const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_THE_END;
    const wentUp = chat.scrollTop < scrolledTo;
    if (atEnd) {
        following = true;
        newestButton.hidden = true;
    } else if (wentUp) {
        following = false;
    }
    scrolledTo = chat.scrollTop;
}

document.querySelector("#chat").addEventListener("scroll", handleScroll);

newestButton.addEventListener("click", () => {
    scrollToNewest();
    messageInput.focus(); // the button had the focus and is now hidden
});

// Keeps the newest message visible when the window shrinks, as it does for a phone's keyboard.
new ResizeObserver(() => keepInSight()).observe(document.querySelector("#chat"));

document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
        unread = 0;
        document.title = TITLE;
    }
});
