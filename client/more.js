// The menu "More": the room's address for others, and the talk as a text file.

"use strict";

const invitation = document.querySelector("#invitation");
const moreNote = document.querySelector("#more-note");

// The page is where the server is: http://… for ws://…, https://… for wss://….
document.querySelector("#more").addEventListener("toggle", () => {
    const isLocal = /^wss?:\/\/(localhost|127\.)/.test(address);
    invitation.textContent = address.replace("ws", "http");
    moreNote.textContent = isLocal ? "It works only on this computer." : "";
});

document.querySelector("#copy-invitation").addEventListener("click", () => {
    copyText(invitation, moreNote);
});

document.querySelector("#save-talk").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([talkAsText()], { type: "text/plain" }));
    link.download = "chat.txt";
    link.click(); // the browser forgets this text when the page is closed
    moreNote.textContent = "Saved as chat.txt.";
});

function talkAsText() {
    let text = "";
    for (const line of chat.children) {
        text += line.textContent + "\n";
    }
    return text;
}

// Only pages from https:, localhost or a file may use the clipboard.
// On other pages, this function selects the text, and the user presses Ctrl+C.
async function copyText(element, note) {
    try {
        await navigator.clipboard.writeText(element.textContent);
        note.textContent = "Copied.";
    } catch {
        getSelection().selectAllChildren(element);
        note.textContent = "The text is selected. Press Ctrl+C (⌘C on a Mac) to copy it.";
    }
}
