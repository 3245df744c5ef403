// Reconnecting: what the page does when a connection is lost, or when an attempt takes too long.

"use strict";

const retryButton = document.querySelector("#retry");

const CONNECT_DEADLINE = 10; // seconds; without it, a browser may wait for minutes
const MAX_PAUSE = 15; // seconds between two attempts

let failures = 0; // lost connections and failed attempts since the server's last message
let retryTimer = 0;

// Ends an attempt to connect that takes too long. The browser reports that as "close".
function endSlowAttempt(socket) {
    setTimeout(() => {
        if (socket.readyState === WebSocket.CONNECTING) {
            socket.close();
        }
    }, CONNECT_DEADLINE * 1000);
}

// Says why there is no connection. The hint below the address may be wrong then.
function showFailure(text) {
    showNotice(text);
    document.querySelector("#server-hint").textContent = "";
}

// The pauses grow: 1 to 2 seconds, 2 to 4, 4 to 8, then always 7.5 to 15. They are random, so that
// a whole class does not reconnect at the same moment.
function retryLater() {
    failures += 1;
    const longest = Math.min(2 ** failures, MAX_PAUSE);
    const pause = (longest / 2) * (1 + Math.random());
    retryTimer = setTimeout(openSocket, pause * 1000);
}

function forgetRetry() {
    clearTimeout(retryTimer);
}

// The server has answered, so the next pause is short again.
function forgetFailures() {
    failures = 0;
}

function retryNow() {
    if (document.body.dataset.connection === "lost" && ws.readyState === WebSocket.CLOSED) {
        openSocket();
    }
}

retryButton.addEventListener("click", retryNow);
window.addEventListener("online", retryNow); // the network is back

// A phone wakes up, or the user comes back to this tab.
document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
        retryNow();
    }
});

function showRetryButton(isLost) {
    if (document.activeElement === retryButton && !isLost) {
        focusNext(); // the button will be hidden
    }
    retryButton.hidden = !isLost;
}

// The user leaves the page. A browser may keep it in memory: Back then restores its variables.
window.addEventListener("pagehide", () => hangUp());
window.addEventListener("pageshow", (event) => {
    if (event.persisted && wasOpen && document.body.dataset.step !== "connect") {
        showConnection("lost", "Connecting again …");
        openSocket();
    }
});
