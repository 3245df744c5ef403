// The page's half of the chat room: it connects, logs in, sends what you type and shows what comes.
//
//   1  the web socket          3  DOM events: what the user does      5  handleServerMessage
//   2  sending to the server   4  UI changes: what the user sees
//
// A good way to read it: start with section 3 and follow the function calls.

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

const CONNECT_DEADLINE = 10; // seconds; a browser alone would wait for minutes
const LONGEST_PAUSE = 15; // seconds between two tries to reconnect
const MOST_LINES = 1000; // in #chat: a page that only ever grows gets slow in a long lecture

let ws = null; // the web socket, or null when the user wants none
let address = ""; // the server's, such as ws://localhost:8081
let username = ""; // empty until the user has set one
let wasOpen = false; // did this server ever let us in?
let failures = 0; // lost connections and vain tries since the server last said something
let retryTimer = 0;
let following = true; // does the reader want the newest message in sight?
let lastTop = 0; // where #chat was scrolled to

// 1 The web socket ---------------------------------------------------------------------------

// Opens a web socket to `address` and says who listens to what happens on it.
// Throws when the address makes no sense.
function openSocket() {
    clearTimeout(retryTimer);
    const socket = new WebSocket(address);
    socket.addEventListener("open", handleOpen);
    socket.addEventListener("message", (event) => {
        failures = 0;
        window.showFrame?.("received", event.data); // in wire.js, if it is there
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

// The server let us in: for the first time, or again after the connection was lost.
function handleOpen() {
    window.showFrame?.("opened", address);
    showConnection("open", `${wasOpen ? "Connected again" : "Connected"} to ${address}`);
    showNotice("");
    rememberServer();
    if (username) {
        addQuietLine("The connection was lost here; what was said meanwhile is missing");
        login();
    } else {
        showStep("name");
    }
    wasOpen = true;
}

// The connection ended, or never came to be: a browser reports both as "close".
function handleClose(event) {
    window.showFrame?.("closed", `code ${event.code} ${event.reason}`);
    if (event.target !== ws) {
        return; // an old one: we hung up ourselves
    }
    if (wasOpen) {
        showConnection("lost", "Connection lost. Trying to connect again …");
        retryLater();
    } else {
        showConnection("off", "Not connected");
        showNotice(`Nobody answers at ${address}. Is the server running, the address right?`);
    }
}

// The pauses grow: 1 to 2 seconds, 2 to 4, 4 to 8, then 7.5 to 15. They are random, so that
// a whole class does not knock at the same moment when the server comes back.
function retryLater() {
    failures += 1;
    const longest = Math.min(2 ** failures, LONGEST_PAUSE);
    const pause = (longest / 2) * (1 + Math.random());
    retryTimer = setTimeout(openSocket, pause * 1000);
}

// Ends the connection because the user wants it, and says goodbye if that is still possible.
function hangUp() {
    clearTimeout(retryTimer);
    if (username) {
        send({ type: "disconnect", username: username });
    }
    const socket = ws;
    ws = null; // so that handleClose does not take it for a loss
    socket?.close();
}

// 2 Sending to the server --------------------------------------------------------------------

// Everything that leaves the page goes through here. Returns whether it could go.
function sendText(text) {
    if (ws?.readyState !== WebSocket.OPEN) {
        return false;
    }
    ws.send(text);
    window.showFrame?.("sent", text);
    showNotice(""); // what it said was about something older
    return true;
}

function send(object) {
    return sendText(JSON.stringify(object));
}

function login() {
    send({ type: "login", username: username });
}

// Half an emoji (what is left when one is cut in the middle) is not Unicode: the server refuses it.
function wellFormed(text) {
    return text.toWellFormed?.() ?? text;
}

// 3 DOM events -------------------------------------------------------------------------------

connectForm.addEventListener("submit", (event) => {
    event.preventDefault(); // a browser would load the page anew
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
        showNotice("A name needs at least one letter.");
    }
});

// The Send button and the Enter key both end up here.
sendForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = wellFormed(messageInput.value);
    messageInput.focus();
    if (!text.trim()) {
        return;
    }
    if (send({ type: "chat", text: text, username: username })) {
        messageInput.value = "";
        scrollToNewest(); // whoever speaks wants to see the answer
    } else {
        showNotice("Not connected: your message stays in the box until you can send it.");
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
    messageInput.focus(); // the button is gone: the focus must go somewhere
});

// Only a reader scrolls up: the page itself always goes to the end.
chat.addEventListener("scroll", () => {
    const atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40; // pixels
    const wentUp = chat.scrollTop < lastTop;
    following = atEnd || (following && !wentUp);
    newestButton.hidden ||= following;
    lastTop = chat.scrollTop;
});

// A phone's keyboard comes up, the window gets smaller: the newest message stays in sight.
new ResizeObserver(() => keepInSight()).observe(chat);

// The page goes away. A browser may keep it, and Back brings it to life with its old variables.
window.addEventListener("pagehide", hangUp);
window.addEventListener("pageshow", (event) => {
    if (event.persisted && wasOpen && document.body.dataset.step !== "connect") {
        showConnection("lost", "Connecting again …");
        openSocket();
    }
});

// 4 UI changes -------------------------------------------------------------------------------

// The page has three steps: "connect", "name" and "room". Shows one, and puts the cursor there.
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

// Puts the cursor into the field that wants to be filled in now.
function focusNext() {
    const fields = { connect: serverInput, name: nameInput, room: messageInput };
    fields[document.body.dataset.step].focus();
}

// The connection's state: a word for index.css, and a sentence for people.
function showConnection(state, sentence) {
    document.body.dataset.connection = state;
    if (wsStatus.textContent !== sentence) {
        wsStatus.textContent = sentence; // a screen reader speaks it, so not twice the same
    }
    if (document.activeElement === retryButton && state !== "lost") {
        focusNext(); // the button goes away
    }
    retryButton.hidden = state !== "lost";
}

// Something that the user should know; an empty text takes the old one away.
function showNotice(text) {
    notice.textContent = text;
}

// One quiet line between the messages. No screen reader speaks it: in a class people come and go.
function addQuietLine(text) {
    const line = document.createElement("p");
    line.className = "quiet";
    line.setAttribute("aria-live", "off");
    line.textContent = text;
    chat.append(line);
    keepInSight();
}

// A small <time> element with the time of day, to stand beside a message.
function timeNow() {
    const time = document.createElement("time");
    time.textContent = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return time;
}

// #chat has changed. Shows its end, but leaves a reader alone who has scrolled up.
function keepInSight() {
    if (following) {
        while (chat.childElementCount > MOST_LINES) {
            chat.firstElementChild.remove();
        }
        scrollToNewest();
    }
}

// Once per picture on the screen, however many messages came since the last one.
function scrollToNewest() {
    following = true;
    newestButton.hidden = true;
    requestAnimationFrame(() => {
        chat.scrollTop = chat.scrollHeight;
        lastTop = chat.scrollTop;
    });
}

// People copy addresses from a browser or a terminal: http://… and localhost:8081 are meant well.
function repairAddress(typed) {
    const repaired = typed.trim().replace(/^http(s?):\/\//i, "ws$1://");
    return repaired.includes("://") ? repaired : `ws://${repaired}`;
}

// The browser would not even try to connect. Why?
function whyRefused() {
    if (location.protocol === "https:" && address.startsWith("ws://")) {
        return "A page that came over https may connect to wss:// addresses only.";
    }
    return `“${address}” is not the address of a server. One looks like ws://localhost:8081.`;
}

// The servers that were used before; none where the browser has no memory for this page.
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
        // then the next visit starts without it
    }
}

// At the start: proposes the server that the page came from, if it came from one.
if (location.protocol.startsWith("http")) {
    serverInput.value = repairAddress(location.origin);
}
for (const server of new Set([serverInput.value, "ws://localhost:8081", ...knownServers()])) {
    document.querySelector("#known-servers").append(new Option("", server));
}

// 5 handleServerMessage ----------------------------------------------------------------------

// Called for every message that comes from the server; event.data is its text.
function handleServerMessage(event) {
    let data;
    try {
        data = JSON.parse(event.data) ?? {}; // (the JSON text null is not an object)
    } catch {
        return; // not JSON, so not for us
    }

    // Login or disconnect: the roster changed. Show all of it anew.
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

    // Chat: one more line, ours on the right, everyone else's on the left.
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

// What is not an exercise: who came or went, the newest message in sight, and error replies.
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
