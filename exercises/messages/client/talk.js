// The talk in #chat: quiet lines, times, colors, groups and links. Everything stays text: the only
// elements that come from a message are links to http: and https: addresses.

"use strict";

const GROUP_PAUSE = 2 * 60 * 1000; // milliseconds; after it, a message shows its sender again

// An address, without the period or bracket that may follow it in a sentence.
const LINK = /(https?:\/\/[^\s<>"]*[^\s<>".,:;!?'()[\]{}])/;

let lastMessageTime = 0;

// Called for each chat message, after it is shown.
function finishMessage(data) {
    const mine = data.username === username;
    const line = chat.lastElementChild;
    const isItsLine = line !== null && line.textContent.includes(data.text);
    if (isItsLine && line.matches(".left, .right") && !line.dataset.sender) {
        line.dataset.sender = data.username;
        line.dataset.color = colorOf(String(data.username));
        line.classList.toggle("follows", isInGroup(line));
        makeLinks(line);
        lastMessageTime = Date.now();
    }
    if (mine) {
        confirmMessage(data.text);
    }
    announce(`${mine ? "You" : data.username}: ${data.text}`);
    showNewest();
}

// Whether the line before this one is from the same person, and not old.
function isInGroup(line) {
    const before = line.previousElementSibling;
    const isSamePerson = before !== null && before.dataset.sender === line.dataset.sender;
    return isSamePerson && Date.now() - lastMessageTime < GROUP_PAUSE;
}

// Makes the addresses in a line clickable. Its text stays the same.
function makeLinks(line) {
    for (const node of [...line.childNodes]) {
        if (node.nodeType !== Node.TEXT_NODE) {
            continue;
        }
        // Since LINK has a group, every second part is an address.
        const parts = node.data.split(LINK);
        for (let i = 1; i < parts.length; i += 2) {
            parts[i] = linkTo(parts[i]);
        }
        if (parts.length > 1) {
            node.replaceWith(...parts);
        }
    }
}

function linkTo(url) {
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank"; // in this tab it would end the talk
    link.rel = "noreferrer"; // the other site does not learn where the link was
    link.textContent = url;
    return link;
}

// Adds a quiet line between the messages.
function addQuietLine(text) {
    const line = document.createElement("p");
    line.className = "quiet";
    line.textContent = text;
    chat.append(line);
    keepInSight();
    return line;
}

// Adds the quiet line "maria joined". If several such lines follow each other, index.css shows the
// verb only once: "maria, laura joined".
function addQuietEvent(name, verb) {
    const line = addQuietLine(name === username ? "You" : name);
    const word = document.createElement("span");
    word.className = "verb";
    word.textContent = ` ${verb}`;
    line.append(word);
    line.classList.add(verb === "joined" ? "came" : "went");
}

// Returns a small <time> element with the time of day, to put after a message.
function timeNow() {
    const time = document.createElement("time");
    time.textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return time;
}
