// "Show the wire": a panel with every frame that the page sent and received.
//
// client.js calls showFrame, and this file calls sendText of client.js.
// Without this file the page works all the same.

"use strict";

const MOST_FRAMES = 200; // older ones go; a lecture is long
const ARROWS = { sent: "→", received: "←", opened: "●", closed: "○" };

const wirePanel = document.querySelector("#wire");
const wireButton = document.querySelector("#show-wire");
const frames = document.querySelector("#frames");
const rawInput = document.querySelector("#raw");
const wireNote = document.querySelector("#wire-note");

let willScroll = false; // is a scroll to the end on its way?

// Off at the start; frames are noted down all the same, so that one can look back.
wireButton.hidden = false;
wireButton.addEventListener("click", () => {
    wirePanel.hidden = !wirePanel.hidden;
    wireButton.textContent = wirePanel.hidden ? "Show the wire" : "Hide the wire";
    wireButton.setAttribute("aria-expanded", String(!wirePanel.hidden));
    frames.scrollTop = frames.scrollHeight;
});

// Adds one line. `direction` is a key of ARROWS, `text` what went over the wire.
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
    copy.setAttribute("aria-label", `Copy the frame of ${time.textContent}`);
    copy.addEventListener("click", () => copyText(code));

    const line = document.createElement("li");
    line.className = direction;
    line.append(kind, " ", time, " ", code, " ", copy);
    frames.append(line);
    if (frames.childElementCount > MOST_FRAMES) {
        frames.firstElementChild.remove();
    }
}

// Scrolls to the newest line, unless the reader has scrolled up. Once per picture on the screen:
// to ask where the list is scrolled to makes the browser lay out the whole page.
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

// Browsers give the clipboard only to pages from https:, localhost or a file.
// Elsewhere the text is selected, and Ctrl+C does the rest.
async function copyText(element) {
    try {
        await navigator.clipboard.writeText(element.textContent);
        wireNote.textContent = "Copied.";
    } catch {
        getSelection().selectAllChildren(element);
        wireNote.textContent = "Selected: press Ctrl+C (⌘C on a Mac) to copy.";
    }
}

// Sends what the page itself never would. What the server answers appears in the list.
document.querySelector("#raw-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const sent = sendText(rawInput.value);
    wireNote.textContent = sent ? "Sent." : "Not connected: nothing was sent.";
});
