// The browser's side of the chat room: connects, logs in, sends messages and shows them.
//
//   1  the WebSocket           3  DOM events: what the user does      5  handleServerMessage
//   2  sending to the server   4  UI changes: what the user sees
//
// Start reading at section 3 and follow the function calls; some lead to files such as reconnect.js.

"use strict";

const connectForm = document.querySelector("#connect-form");
const serverInput = document.querySelector("#server");
const nameForm = document.querySelector("#name-form");
const nameInput = document.querySelector("#name");
const sendForm = document.querySelector("#send-container");
const messageInput = document.querySelector("#message");
const chat = document.querySelector("#chat");
const usersList = document.querySelector("#users-list");
const leaveButton = document.querySelector("#leave");

let ws = null; // the WebSocket, or null while the user wants no connection
let address = ""; // the server's address, such as ws://localhost:8081
let username = ""; // empty until the user sets a name
let wasOpen = false; // has this server ever accepted our connection?

// 1 The WebSocket ----------------------------------------------------------------------------

// Opens a WebSocket to `address` and adds its event listeners. Throws if the address is invalid.
function openSocket() {
    forgetRetry();
    ws = new WebSocket(address);
    ws.addEventListener("open", handleOpen);
    ws.addEventListener("message", showMessage); // in wire.js
    ws.addEventListener("close", showClose);
    ws.addEventListener("message", handleServerMessage);
    ws.addEventListener("message", forgetFailures); // in reconnect.js
    ws.addEventListener("close", handleClose);
    endSlowAttempt(ws);
}

// The connection is open, for the first time or again after it was lost.
function handleOpen() {
    showFrame("opened", address);
    showConnection("open", `${wasOpen ? "Connected again" : "Connected"} to ${address}`);
    showNotice("");
    rememberServer(address);
    if (username) {
        addQuietLine("The connection was lost here; messages sent in the meantime are missing");
        login();
    } else {
        showStep("name");
    }
    wasOpen = true;
}

// The connection ended, or could not be opened: a browser reports both as "close".
function handleClose() {
    if (wasOpen) {
        showConnection("lost", "Connection lost. Trying to connect again …");
        takeBackUnconfirmed();
        retryLater();
    } else {
        showConnection("off", "Not connected");
        showFailure(`No answer from ${address}. Is the server running? Is the address right?`);
    }
}

// Closes the connection because the user wants to leave, and says goodbye first if it can.
function hangUp() {
    forgetRetry();
    if (ws) {
        if (username) {
            send({ type: "disconnect", username: username });
        }
        ws.removeEventListener("close", handleClose); // the user does not want to connect again
        ws.close();
        ws = null;
    }
}

// 2 Sending to the server --------------------------------------------------------------------

// All texts to the server go through here. Returns false if the page is not connected.
function sendText(text) {
    if (ws === null || ws.readyState !== WebSocket.OPEN) {
        return false;
    }
    ws.send(text);
    showFrame("sent", text);
    showNotice(""); // the old notice no longer applies
    return true;
}

function send(object) {
    return sendText(JSON.stringify(object));
}

function login() {
    send({ type: "login", username: username });
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
        showFailure(whyRefused(address));
    }
});

nameForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = wellFormed(nameInput.value.trim());
    if (canBeSeen(name)) {
        username = name;
        rememberName(name);
        login();
        showStep("room");
    } else {
        showNotice("Please type a name.");
        nameInput.focus();
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
        setDraft("");
        showUnconfirmed(text);
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
    unconfirmed.replaceChildren();
    stopAnnouncing();
    showNotice("");
    showConnection("off", "Not connected");
    showStep("connect");
});

// 4 UI changes -------------------------------------------------------------------------------

// Shows one of the page's three steps, "connect", "name" or "room".
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

// Focuses what the user needs next at this step.
function focusNext() {
    const connectButton = document.querySelector("#connect");
    const next = { connect: connectButton, name: nameInput, room: messageInput };
    next[document.body.dataset.step].focus();
}

// Shows the connection's state: index.css uses the word `state`, and users read the sentence.
function showConnection(state, sentence) {
    document.body.dataset.connection = state;
    const wsStatus = document.querySelector("#ws-status");
    if (wsStatus.textContent !== sentence) {
        wsStatus.textContent = sentence; // a screen reader would speak the same sentence again
    }
    showRetryButton(state === "lost");
}

// Shows the user a notice. An empty text removes the old one.
function showNotice(text) {
    document.querySelector("#notice").textContent = text;
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
    if (data.type === "login" || data.type === "disconnect") {
        if (Array.isArray(data.active_users)) {
            usersList.replaceChildren();
            for (const name of data.active_users) {
                const item = document.createElement("li");
                item.textContent = name;
                usersList.append(item);
            }
        }
    }

    // Chat: add one line, on the right if it is ours, otherwise on the left.
    if (data.type === "chat") {
        const mine = data.username === username;
        const line = document.createElement("p");
        line.className = mine ? "right" : "left";
        const sender = document.createElement("strong");
        sender.textContent = mine ? "You:" : `${data.username}:`;
        // append() adds a string as text: if someone sends <b>, people see these three characters.
        line.append(sender, " ", data.text, " ", timeNow());
        chat.append(line);
    }

    showTheRest(data);
}

// The parts that are not exercises.
function showTheRest(data) {
    if (data.type === "login" || data.type === "disconnect") {
        showWhoCame(data); // in people.js
    } else if (data.type === "chat") {
        finishMessage(data); // in talk.js
    } else if (data.error) {
        showNotice(`The server says: ${data.error} (${data.details ?? "no details"})`);
    } else {
        console.log("Unrecognized message type:", data);
    }
}
