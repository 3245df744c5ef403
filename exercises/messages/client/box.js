// The message box: its keys, its size, the draft, and messages that are still on their way.
//
// The server sends each message back to its sender. Until then, the page shows it below the talk, in
// a pale color: perhaps nobody has received it yet.

"use strict";

const messageBox = document.querySelector("#message");
const unconfirmed = document.querySelector("#unconfirmed");

const MAX_ROWS = 6;

// Enter sends, Shift+Enter begins a new line. While somebody types Chinese or Japanese, Enter
// chooses a word (isComposing).
messageBox.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        document.querySelector("#send").click();
    }
});

messageBox.addEventListener("input", fitMessageBox);

function setDraft(text) {
    messageBox.value = text;
    fitMessageBox();
}

function fitMessageBox() {
    messageBox.rows = Math.min(messageBox.value.split("\n").length, MAX_ROWS);
}

// Shows a message that was sent and has not come back.
function showUnconfirmed(text) {
    const line = document.createElement("p");
    line.textContent = text;
    unconfirmed.append(line);
}

// Our message has come back from the server.
function confirmMessage(text) {
    for (const line of unconfirmed.children) {
        if (line.textContent === text) {
            line.remove();
            return;
        }
    }
}

// The connection was lost: puts the messages that have not come back into the box again.
function takeBackUnconfirmed() {
    const texts = [];
    for (const line of unconfirmed.children) {
        texts.push(line.textContent);
    }
    if (texts.length > 0) {
        unconfirmed.replaceChildren();
        setDraft([...texts, messageBox.value].join("\n").trim());
        const sentence = "A message did not come back, so perhaps nobody received it. It is in the box again";
        addQuietLine(sentence);
        announce(sentence);
    }
}
