// The browser's side of the chat room: connects, logs in, sends messages and shows them.
//
//   1  the WebSocket           3  DOM events: what the user does      5  handleServerMessage
//   2  sending to the server   4  UI changes: what the user sees
//
// Start reading at section 3 and follow the function calls.

"use strict";

const connectForm = document.querySelector("#connect-form");
const serverInput = document.querySelector("#server");
const nameForm = document.querySelector("#name-form");
const nameInput = document.querySelector("#name");
const sendForm = document.querySelector("#send-container");
const messageInput = document.querySelector("#message");
const wsStatus = document.querySelector("#ws-status");
const notice = document.querySelector("#notice");
const chat = document.querySelector("#chat");
const usersList = document.querySelector("#users-list");
const newestButton = document.querySelector("#newest");
const leaveButton = document.querySelector("#leave");
const retryButton = document.querySelector("#retry");

const CONNECT_DEADLINE = 10; // seconds; without it, a browser may wait for minutes
const MAX_PAUSE = 15; // seconds between two attempts to reconnect
const MAX_LINES = 1000; // in #chat: in a long lecture, more lines would make the page slow

let ws = null; // the WebSocket, or null while the user wants no connection
let address = ""; // the server's address, such as ws://localhost:8081
let username = ""; // empty until the user sets a name
let wasOpen = false; // has this server ever accepted our connection?
let failures = 0; // lost connections and failed attempts since the server's last message
let retryTimer = 0;
let following = true; // does #chat scroll to each new message?
let lastTop = 0; // the last scroll position of #chat

// 1 The WebSocket ----------------------------------------------------------------------------

// Opens a WebSocket to `address` and adds its event listeners. Throws if the address is invalid.
function openSocket() {
    clearTimeout(retryTimer);
    const socket = new WebSocket(address);
    socket.addEventListener("open", handleOpen);
    socket.addEventListener("message", (event) => {
        failures = 0;
        window.showFrame?.("received", event.data); // in wire.js, if the page has it
    });
    socket.addEventListener("message", handleServerMessage);
    socket.addEventListener("close", handleClose);
    setTimeout(() => {
        if (socket.readyState === WebSocket.CONNECTING) {
            socket.close();
        }
    }, CONNECT_DEADLINE * 1000);
    ws = socket;
}

// The connection is open, for the first time or again after it was lost.
function handleOpen() {
    window.showFrame?.("opened", address);
    showConnection("open", `${wasOpen ? "Connected again" : "Connected"} to ${address}`);
    showNotice("");
    rememberServer();
    if (username) {
        addQuietLine("The connection was lost here; messages sent in the meantime are missing");
        login();
    } else {
        showStep("name");
    }
    wasOpen = true;
}

// The connection ended, or could not be opened: a browser reports both as "close".
function handleClose(event) {
    window.showFrame?.("closed", `code ${event.code} ${event.reason}`);
    if (event.target !== ws) {
        return; // an old socket, which we closed ourselves
    }
    if (wasOpen) {
        showConnection("lost", "Connection lost. Trying to connect again …");
        retryLater();
    } else {
        showConnection("off", "Not connected");
        showNotice(`No answer from ${address}. Is the server running? Is the address right?`);
    }
}

// The pauses grow: 1 to 2 seconds, 2 to 4, 4 to 8, then always 7.5 to 15. They are random, so that
// a whole class does not reconnect at the same moment.
function retryLater() {
    failures += 1;
    const longest = Math.min(2 ** failures, MAX_PAUSE);
    const pause = (longest / 2) * (1 + Math.random());
    retryTimer = setTimeout(openSocket, pause * 1000);
}

// Closes the connection because the user wants to leave, and says goodbye first if it can.
function hangUp() {
    clearTimeout(retryTimer);
    if (username) {
        send({ type: "disconnect", username: username });
    }
    const socket = ws;
    ws = null; // so that handleClose does not try to reconnect
    socket?.close();
}

// 2 Sending to the server --------------------------------------------------------------------

// All texts to the server go through here. Returns false if the page is not connected.
function sendText(text) {
    if (ws?.readyState !== WebSocket.OPEN) {
        return false;
    }
    ws.send(text);
    window.showFrame?.("sent", text);
    showNotice(""); // the old notice no longer applies
    return true;
}

function send(object) {
    return sendText(JSON.stringify(object));
}

function login() {
    send({ type: "login", username: username });
}

// Replaces an emoji that was cut in half: it is not valid Unicode, so the server would refuse it.
function wellFormed(text) {
    return text.toWellFormed?.() ?? text;
}

// 3 DOM events -------------------------------------------------------------------------------

connectForm.addEventListener("submit", (event) => {
    event.preventDefault(); // otherwise the browser reloads the page
    hangUp();
    address = repairAddress(serverInput.value);
    wasOpen = false;
    showNotice("");
    showConnection("connecting", `Connecting to ${address} …`);
    try {
        openSocket();
    } catch {
        showConnection("off", "Not connected");
        showNotice(whyRefused());
    }
});

nameForm.addEventListener("submit", (event) => {
    event.preventDefault();
    username = wellFormed(nameInput.value.trim());
    if (username) {
        login();
        showStep("room");
    } else {
        showNotice("Please type a name.");
    }
});

// The Send button and the Enter key both submit this form.
sendForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = wellFormed(messageInput.value);
    messageInput.focus();
    if (!text.trim()) {
        return;
    }
    if (send({ type: "chat", text: text, username: username })) {
        messageInput.value = "";
        scrollToNewest(); // the sender wants to see the answers
    } else {
        showNotice("Not connected. Your message stays in the box until you can send it.");
    }
});

leaveButton.addEventListener("click", () => {
    hangUp();
    username = "";
    chat.replaceChildren();
    usersList.replaceChildren();
    showNotice("");
    showConnection("off", "Not connected");
    showStep("connect");
});

retryButton.addEventListener("click", retryNow);
window.addEventListener("online", retryNow); // the network is back

function retryNow() {
    if (document.body.dataset.connection === "lost" && ws.readyState === WebSocket.CLOSED) {
        openSocket();
    }
}

newestButton.addEventListener("click", () => {
    scrollToNewest();
    messageInput.focus(); // the button had the focus and is now hidden
});

// Only the user scrolls up: the page itself always scrolls to the end.
chat.addEventListener("scroll", () => {
    const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40; // pixels
    const wentUp = chat.scrollTop < lastTop;
    following = atEnd || (following && !wentUp);
    newestButton.hidden ||= following;
    lastTop = chat.scrollTop;
});

// Keeps the newest message visible when the window shrinks, as it does for a phone's keyboard.
new ResizeObserver(() => keepInSight()).observe(chat);

// The user leaves the page. A browser may keep it in memory: Back then restores its variables.
window.addEventListener("pagehide", hangUp);
window.addEventListener("pageshow", (event) => {
    if (event.persisted && wasOpen && document.body.dataset.step !== "connect") {
        showConnection("lost", "Connecting again …");
        openSocket();
    }
});

// 4 UI changes -------------------------------------------------------------------------------

// Shows one of the page's three steps, "connect", "name" or "room", and focuses its field.
function showStep(step) {
    document.body.dataset.step = step;
    connectForm.hidden = step !== "connect";
    nameForm.hidden = step !== "name";
    for (const id of ["#status", "#chat", "#send-container", "#users"]) {
        document.querySelector(id).hidden = step !== "room";
    }
    document.querySelector("#name-display").textContent = username;
    leaveButton.hidden = step === "connect";
    newestButton.hidden = true;
    focusNext();
}

// Focuses the field that the user fills in at this step.
function focusNext() {
    const fields = { connect: serverInput, name: nameInput, room: messageInput };
    fields[document.body.dataset.step].focus();
}

// Shows the connection's state: index.css uses the word `state`, and users read the sentence.
function showConnection(state, sentence) {
    document.body.dataset.connection = state;
    if (wsStatus.textContent !== sentence) {
        wsStatus.textContent = sentence; // a screen reader would speak the same sentence again
    }
    if (document.activeElement === retryButton && state !== "lost") {
        focusNext(); // the button will be hidden
    }
    retryButton.hidden = state !== "lost";
}

// Shows the user a notice. An empty text removes the old one.
function showNotice(text) {
    notice.textContent = text;
}

// Adds a quiet line between the messages. Screen readers skip it: a whole class may join at once.
function addQuietLine(text) {
    const line = document.createElement("p");
    line.className = "quiet";
    line.setAttribute("aria-live", "off");
    line.textContent = text;
    chat.append(line);
    keepInSight();
}

// Returns a small <time> element with the time of day, to put after a message.
function timeNow() {
    const time = document.createElement("time");
    time.textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return time;
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
        lastTop = chat.scrollTop;
    });
}

// Users copy addresses from a browser or a terminal: http://… and localhost:8081 work too.
function repairAddress(typed) {
    const repaired = typed.trim().replace(/^http(s?):\/\//i, "ws$1://");
    return repaired.includes("://") ? repaired : `ws://${repaired}`;
}

// Explains why the browser refused to open a WebSocket to `address`.
function whyRefused() {
    if (location.protocol === "https:" && address.startsWith("ws://")) {
        return "This page was loaded over https, so it can only connect to wss:// addresses.";
    }
    return `“${address}” is not a valid address. It should look like ws://localhost:8081.`;
}

// Returns the servers used before, or none if the browser stores nothing for this page.
function knownServers() {
    try {
        return localStorage.getItem("chat-servers").split(" ");
    } catch {
        return [];
    }
}

function rememberServer() {
    const servers = new Set([address, ...knownServers()]);
    try {
        localStorage.setItem("chat-servers", [...servers].slice(0, 8).join(" "));
    } catch {
        // The browser stores nothing for this page.
    }
}

// At the start, the page proposes the server that it was loaded from, if there is one. Behind a
// proxy that may be a folder of a site: https://school.example/chat/.
if (location.protocol.startsWith("http")) {
    const folder = location.pathname.replace(/[^/]*$/, "");
    serverInput.value = repairAddress(location.origin + (folder === "/" ? "" : folder));
}
for (const server of new Set([serverInput.value, "ws://localhost:8081", ...knownServers()])) {
    document.querySelector("#known-servers").append(new Option("", server));
}

// 5 handleServerMessage ----------------------------------------------------------------------

// Called for every message from the server; event.data is its text.
function handleServerMessage(event) {
    let data;
    try {
        data = JSON.parse(event.data) ?? {}; // null is valid JSON, but has no keys
    } catch {
        return; // ignore text that is not JSON
    }

    // Login or disconnect: the roster has changed, so show the whole list again.
    // TODO 5 · roster
    // Goal:    when a message of the type "login" or "disconnect" comes, #users-list shows
    //          everyone who is logged in: one <li> for each name, in the order of the message.
    // Now:     the list stays empty; the browser's console shows who is logged in.
    // Facts:   `usersList` is the element #users-list.
    //          `data.active_users` is an array of all names: remove the old ones from the page.
    //          A name is text from a stranger: "<b>walter" must look like that on the page.
    //          (A message without `active_users` should not break the page.)
    // Look up: on MDN: replaceChildren, createElement, textContent, append
    // Write:   8 to 10 lines
    // Check:   cargo test roster
    if (data.active_users) {
        console.log("logged in:", data.active_users);
    }
    // END 5 · roster

    // Chat: add one line, on the right if it is ours, otherwise on the left.
    // TODO 6 · messages
    // Goal:    when a message of the type "chat" comes, #chat gets one more element at its end,
    //          with the sender and the text:   walter: is this working?
    //          Our own message has the class "right", and "You:" instead of the name.
    //          Everyone else's has the class "left".
    // Now:     the browser's console shows the message, but the page does not.
    // Facts:   `chat` is the element #chat. `username` is our own name.
    //          `data.username` is the sender, `data.text` the text. Both come from a stranger:
    //          "<b>hello" must look like that on the page.
    //          `timeNow()` makes a small element with the time, if you want it behind the text.
    // Look up: on MDN: createElement, className, textContent, append
    // Write:   8 to 10 lines
    // Check:   cargo test messages
    if (data.type === "chat") {
        console.log(data.username, "says:", data.text);
    }
    // END 6 · messages

    showTheRest(data);
}

// The parts that are not exercises: joining and leaving, scrolling to the newest message, errors.
function showTheRest(data) {
    if (data.type === "login" || data.type === "disconnect") {
        for (const [name, verb] of [[data.user_joined, "joined"], [data.user_left, "left"]]) {
            if (name) {
                addQuietLine(`${name === username ? "You" : name} ${verb}`);
            }
        }
        document.querySelector("#users-count").textContent = usersList.childElementCount;
    }
    if (data.type === "chat") {
        newestButton.hidden = following;
        keepInSight();
    }
    if (data.error) {
        showNotice(`The server says: ${data.error} (${data.details ?? "no details"})`);
    }
}
