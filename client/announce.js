// What a screen reader says about the talk.
//
// #announcer is a live region, and #chat is not. If #chat were one, a screen reader would speak each
// message in pieces, and everyone who joins. So the page decides what is said, and says it once.

"use strict";

const announcer = document.querySelector("#announcer");

const GATHERING = 500; // milliseconds: messages that come together are one announcement
const STANDING = 2000; // milliseconds; a busy screen reader reads late what stands here
const MAX_SENTENCES = 3; // in an announcement; if there are more, the user hears their number

let sentences = []; // waiting to be spoken
let announceTimer = 0; // not 0 while an announcement waits or stands

// Lets a screen reader say this soon, such as "maria: five".
function announce(sentence) {
    sentences.push(sentence);
    if (announceTimer === 0) {
        announceTimer = setTimeout(speak, GATHERING);
    }
}

function speak() {
    const number = sentences.length;
    announcer.textContent = number > MAX_SENTENCES ? `${number} new messages` : sentences.join("\n");
    sentences = [];
    announceTimer = setTimeout(endAnnouncement, STANDING);
}

// Empties the announcer, so that even the same sentence is a change the next time.
function endAnnouncement() {
    announcer.textContent = "";
    announceTimer = sentences.length > 0 ? setTimeout(speak, GATHERING) : 0;
}

// The user has left the room and need not hear the rest.
function stopAnnouncing() {
    clearTimeout(announceTimer);
    sentences = [];
    endAnnouncement();
}
