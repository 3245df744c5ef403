// What a screen reader says about the talk.
//
// #announcer is a live region, and #chat is not. If #chat were one, a screen reader would speak each
// message in pieces, and everyone who joins. So the page decides what is said, and says it once.

"use strict";

const announcer = document.querySelector("#announcer");

const GATHERING = 500; // milliseconds: messages that come together are one announcement
const MAX_SENTENCES = 3; // in an announcement; if there are more, the user hears their number

let sentences = []; // waiting to be spoken
let announceTimer = 0;

// Lets a screen reader say this soon, such as "maria: five".
function announce(sentence) {
    if (sentences.length === 0) {
        announcer.textContent = ""; // so that the same sentence is a change again
        announceTimer = setTimeout(speak, GATHERING);
    }
    sentences.push(sentence);
}

function speak() {
    const number = sentences.length;
    announcer.textContent = number > MAX_SENTENCES ? `${number} new messages` : sentences.join("\n");
    sentences = [];
}

// The user has left the room, so the rest need not be heard.
function stopAnnouncing() {
    clearTimeout(announceTimer);
    sentences = [];
    announcer.textContent = "";
}
