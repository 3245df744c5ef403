// What the browser remembers: the servers used before, and this tab's name and draft. Two tabs have
// two names, and closing a tab forgets its name.

"use strict";

const serverField = document.querySelector("#server");
const nameField = document.querySelector("#name");

const MAX_SERVERS = 8;

// Some browsers store nothing for a page that was opened as a file, or in a private window.
function store(storage, key, text) {
    try {
        window[storage].setItem(key, text);
    } catch {
        // Then the page works without it.
    }
}

function stored(storage, key) {
    try {
        return window[storage].getItem(key) ?? "";
    } catch {
        return "";
    }
}

function knownServers() {
    return stored("localStorage", "chat-servers").split(" ").filter((server) => server !== "");
}

function rememberServer(server) {
    const others = knownServers().filter((known) => known !== server);
    const servers = [server, ...others].slice(0, MAX_SERVERS);
    store("localStorage", "chat-servers", servers.join(" "));
}

function rememberName(name) {
    store("sessionStorage", "chat-name", name);
}

// Users copy addresses from a browser or a terminal: http://… and localhost:8081 work too.
function repairAddress(typed) {
    const repaired = typed.trim().replace(/^http(s?):\/\//i, "ws$1://");
    return repaired.includes("://") ? repaired : `ws://${repaired}`;
}

// Explains why the browser refused to open a WebSocket to this address.
function whyRefused(server) {
    if (location.protocol === "https:" && server.startsWith("ws://")) {
        return "This page was loaded over https, so it can only connect to wss:// addresses.";
    }
    return `“${server}” is not a valid address. It should look like ws://localhost:8081.`;
}

// At the start, the page proposes the server that it was loaded from, if there is one. Behind a
// proxy that may be a folder of a site: https://school.example/chat/.
if (location.protocol.startsWith("http")) {
    const folder = location.pathname.replace(/[^/]*$/, "");
    serverField.value = repairAddress(location.origin + (folder === "/" ? "" : folder));
}
for (const server of new Set([serverField.value, "ws://localhost:8081", ...knownServers()])) {
    document.querySelector("#known-servers").append(new Option("", server));
}
nameField.value = stored("sessionStorage", "chat-name");
document.querySelector("#message").value = stored("sessionStorage", "chat-draft");
document.querySelector("#connect").focus();

window.addEventListener("pagehide", () => {
    store("sessionStorage", "chat-draft", document.querySelector("#message").value);
});
