// "Show the wire": a panel with every frame that the page sends and receives.
//
// client.js calls showFrame for each, and this file calls sendText in client.js.

"use strict";

const MAX_FRAMES = 200; // a lecture is long: older frames are removed
const ARROWS = { sent: "→", received: "←", opened: "●", closed: "○" };

const wirePanel = document.querySelector("#wire");
const wireButton = document.querySelector("#show-wire");
const frames = document.querySelector("#frames");
const rawInput = document.querySelector("#raw");
const wireNote = document.querySelector("#wire-note");

let willScroll = false; // has showFrame already asked for a scroll to the end?

// The panel is hidden at first. It collects frames anyway, so that you can look back.
wireButton.addEventListener("click", () => {
    const open = wirePanel.hidden;
    wirePanel.hidden = !open;
    document.body.dataset.wire = open ? "open" : "closed";
    wireButton.textContent = open ? "Hide the wire" : "Show the wire";
    wireButton.setAttribute("aria-expanded", String(open));
    frames.scrollTop = frames.scrollHeight;
});

// These two listen to the WebSocket: see openSocket in client.js.
function showMessage(event) {
    showFrame("received", event.data);
}

function showClose(event) {
    showFrame("closed", `code ${event.code} ${event.reason}`);
}

// Adds one line to the panel. `direction` is a key of ARROWS; `text` is shown as it is.
function showFrame(direction, text) {
    keepEndInSight();

    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = `${ARROWS[direction]} ${direction}`;

    const time = document.createElement("time");
    time.textContent = new Date().toTimeString().slice(0, 8); // 14:03:59

    const code = document.createElement("code");
    code.textContent = text;

    const copy = document.createElement("button");
    copy.type = "button";
    copy.textContent = "Copy";
    copy.setAttribute("aria-label", `Copy the frame from ${time.textContent}`);
    copy.addEventListener("click", () => copyText(code, wireNote));

    const line = document.createElement("li");
    line.className = direction;
    line.append(kind, " ", time, " ", code, " ", copy);
    frames.append(line);
    if (frames.childElementCount > MAX_FRAMES) {
        frames.firstElementChild.remove();
    }
}

// Scrolls to the newest line, unless the user has scrolled up. At most once each time the browser
// draws the page: reading the scroll position makes it lay out the whole page.
function keepEndInSight() {
    if (willScroll) {
        return;
    }
    willScroll = true;
    const atEnd = frames.scrollHeight - frames.scrollTop - frames.clientHeight < 40; // pixels
    requestAnimationFrame(() => {
        willScroll = false;
        if (atEnd) {
            frames.scrollTop = frames.scrollHeight;
        }
    });
}

// Sends any text, even one that the page itself would never send. The panel shows the answer.
document.querySelector("#raw-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = sendText(rawInput.value);
    wireNote.textContent = sent ? "Sent." : "Not connected. Nothing was sent.";
});
