// The people: their colors, and the lines about who came and who left.

"use strict";

const usersCount = document.querySelector("#users-count");

const COLORS = 8; // index.css has as many

// Called for each login and each disconnect, after the roster is shown.
function showWhoCame(data) {
    if (data.user_joined) {
        addQuietEvent(data.user_joined, "joined");
    }
    if (data.user_left) {
        addQuietEvent(data.user_left, "left");
    }
    usersCount.textContent = usersList.childElementCount;
    for (const item of usersList.children) {
        item.dataset.color = colorOf(item.textContent);
        item.classList.toggle("invisible", !canBeSeen(item.textContent));
    }
    warnOfNamesake(data);
}

// The page knows its own messages by their name.
function warnOfNamesake(data) {
    const names = Array.isArray(data.active_users) ? data.active_users : [];
    const namesakes = names.filter((name) => name === username);
    if (namesakes.length > 1 && data.user_joined === username) {
        showNotice(`Somebody else is called ${username}, too. Each of you sees the other's messages as “You”.`);
    }
}

// The number of a person's color: the same name has the same color on every page.
function colorOf(name) {
    let sum = 0;
    for (const letter of name) {
        sum = (sum * 31 + letter.codePointAt(0)) % 65521;
    }
    return sum % COLORS;
}

// Whether a text has a letter, a digit or a sign. Spaces and characters without width do not count.
function canBeSeen(text) {
    return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}

// Replaces an emoji that was cut in half: it is not valid Unicode, so the server would refuse it.
function wellFormed(text) {
    return text.toWellFormed?.() ?? text;
}
