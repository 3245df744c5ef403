// The glass room: a picture of the threads of a chat server, drawn from its debug log.
//
//   1  the lines of the log         3  drawing the picture       5  the clock and the controls
//   2  what each line changes       4  messages that travel      6  the connection
//
// The page is an ordinary client of a chat room in which `glass` says each line. README, "Watching
// the threads", explains the lines. Start reading at section 2.

"use strict";

const CHANNEL_BOUND = 1024; // events; QUEUE in src/broadcaster.rs
const MAX_BACKLOG = 1024 * 1024; // bytes; in src/outbox.rs
const NEAR = 0.6; // of a bound: from here on a bar is red
const KEPT_TIME = 5 * 60 * 1000; // milliseconds of replay
const MAX_EVENTS = 100_000; // during a flood, these are less than five minutes
const MAX_FLIGHTS = 120; // at once: more would make the page slow, and nobody could follow them
const FLIGHT = 450; // milliseconds; the real journey takes less than one
const SENTENCE_STAYS = [500, 1500, 3000]; // milliseconds, for each level
const FEW = 6; // clients: a row for each
const MANY = 60; // clients: more of them get a small square each

const find = (selector) => document.querySelector(selector);
const flights = find("#flights");
const timeBar = find("#time");

// 1 The lines of the log ----------------------------------------------------------------------

// "1764153600123456 DEBUG [chat_server::client@client 3] read 66 bytes": the time in microseconds,
// the level, the module, the thread and the text. Some programs write only the text.
const LINE = /^(?:(\d{1,17}) )?(?:[A-Z]+ +\[[^\]@]*@([^\]]+)\] )?(.*)$/;

let events = []; // the lines of the last minutes, in order
let older = []; // lines from before, without the debug lines
let base = newPicture(); // the picture before the first of the events

// Makes an event of a line: its time in milliseconds, and the first rule that fits its text.
function readLine(line) {
    const [, time, thread, text] = LINE.exec(line);
    const at = time ? Number(time) / 1000 : newest() + 1;
    const rule = RULES.find(([pattern]) => pattern.test(text));
    return { at, thread, text, line, rule };
}

function newest() {
    return events.at(-1)?.at ?? 0;
}

// Adds lines at the end. After a lost connection, some of them are not new.
function addLines(text) {
    for (const line of text.split("\n").filter(Boolean)) {
        const event = readLine(line);
        if (event.at > newest()) {
            events.push(event);
        }
    }
    const firstKept = events.findIndex((event) => event.at >= newest() - KEPT_TIME);
    forget(events.splice(0, Math.max(firstKept, events.length - MAX_EVENTS, 0)));
}

function forget(oldest) {
    for (const event of oldest) {
        apply(base, event);
        settle(base, event.at);
    }
    older.push(...oldest.map((event) => event.line).filter((line) => !line.includes(" DEBUG ")));
    [base.travels, upTo] = [[], upTo - oldest.length];
    if (upTo < 0) {
        seek(events[0].at); // the time that was shown is not kept any more
    }
}

// 2 What each line changes -------------------------------------------------------------------

// Everything that the page shows at one moment.
function newPicture() {
    return {
        clients: new Map(), // from "client 3" to what is known of it
        inChannel: 0, // events
        accepting: "waits for a connection",
        broadcaster: { doing: "", until: 0 },
        batches: [], // of the last second, each as [time, events]
        relays: [], // of the last second, each as [time, deliveries]
        receivers: new Set(), // the clients that the next write is for
        travels: [], // messages that begin to travel now, each as [from, to, label]
        line: "",
        sentence: "Nothing has happened yet.",
        level: 0, // of the sentence
        saidAt: 0,
    };
}

// For each kind of line: a pattern, how important it is (0, 1 or 2), and a function that changes
// the picture and returns a sentence. Its last arguments are the words that the pattern finds.
const RULES = [
    [/^(?:accepted )?(client \d+)(?: connected)?$/, 0, (picture, event, name) => {
        clientIn(picture, name);
        picture.accepting = `waits. Last: ${name}`;
        return `The accept loop has started the thread of ${name}.`;
    }],
    [/^(client \d+) is "(.*)", (\d+) logged in/, 0, (picture, event, name, user, count) => {
        clientIn(picture, name).user = user;
        return `${name} is ${user}. ${count} logged in.`;
    }],
    [/^read (\d+) bytes/, 0, (picture, { at, thread }, bytes) => {
        act(picture, thread, "reading", `read ${size(bytes)}`, at + FLIGHT);
        picture.travels.push([thread, "channel", size(bytes)]);
        return `${thread} has read a message of ${size(bytes)}.`;
    }],
    [/^waits: the channel is full/, 1, (picture, { at, thread }) => {
        act(picture, thread, "blocked", "channel full", at + 1000);
        return `The channel is full, so ${thread} waits for the broadcaster.`;
    }],
    [/^sleeps for (\d+) ms/, 1, (picture, { at, thread }, time) => {
        act(picture, thread, "sleeping", "sleeps", at + Math.max(time, 300));
        return `${thread} sleeps, because its client sends too much.`;
    }],
    [/^was silent for (\w+)/, 2, (picture, { at, thread }, time) => {
        act(picture, thread, "pinging", "asks for a ping", at + 3000);
        picture.receivers.add(thread);
        return `${thread} has heard nothing for ${time}, and asks for a ping.`;
    }],
    [/^ended|^answered (?!101)/, 0, (picture, { at, thread, text }) => {
        act(picture, thread, "ended", "has ended", at + 2000);
        return `${thread}: ${text}.`;
    }],
    [/^relaying to (\d+): \W*type\W+(\w+)/, 0, (picture, { at }, count, type) => {
        picture.relays.push([at, Number(count)]);
        picture.broadcaster = { doing: `relays a ${type} to ${count}`, until: at + FLIGHT };
        picture.travels.push(["channel", "broadcaster", type]);
        for (const client of picture.clients.values()) {
            if (client.user && !isOver(client)) {
                picture.receivers.add(client.name);
            }
        }
        return `The broadcaster relays a ${type} message to ${count}.`;
    }],
    [/^took ([1-9]\d*) of (\d+) events/, 0, (picture, { at }, taken, all) => {
        picture.inChannel = all - taken;
        picture.batches.push([at, Number(taken)]);
        picture.broadcaster = { doing: `took ${taken} of ${all} events`, until: at + FLIGHT };
        return `The broadcaster took ${taken} of ${all} events from the channel.`;
    }],
    [/^wrote (\d+) bytes to ([1-9]\d*) of (\d+)/, 0, (picture, { at }, bytes, count, all) => {
        const names = picture.receivers.size > MANY ? ["outboxes"] : picture.receivers;
        for (const name of names) {
            picture.travels.push(["broadcaster", name, size(bytes)]);
        }
        picture.receivers.clear();
        picture.broadcaster = { doing: `wrote ${size(bytes)} to ${count}`, until: at + FLIGHT };
        return `The broadcaster wrote ${size(bytes)} to ${count} of ${all} clients.`;
    }],
    [/^(\d+) bytes wait for (client \d+)/, 2, (picture, event, bytes, name) => {
        clientIn(picture, name).backlog = Number(bytes);
        return bytes > 0 ? `${name} is slow: ${size(bytes)} wait for it.` : `${name} caught up.`;
    }],
    [/^(client \d+) is (cut off|removed)/, 2, (picture, { at }, name, what) => {
        act(picture, name, "gone", what, at + 5000);
        return `${name} is ${what}${what === "cut off" ? ": it reads too slowly" : ""}.`;
    }],
    [/^"(.*)" left, (\d+) logged in/, 1, (picture, event, user, count) => {
        const clients = [...picture.clients.values()].filter((client) => !isOver(client));
        Object.assign(clients.find((client) => client.user === user) ?? {}, { user: "" });
        return `${user} has left the room. ${count} logged in.`;
    }],
    [/^started (.*)/, 0, (picture, event, program) => {
        Object.assign(picture, newPicture());
        return `${program} has started.`;
    }],
    [/^Unrecognized|we cannot use|^dropped|panicked| has ended/, 2, (picture, event) => event.text],
];

// The client with this name. One that is mentioned for the first time gets its place.
function clientIn(picture, name) {
    if (!picture.clients.has(name)) {
        picture.clients.set(name, { name, user: "", backlog: 0, until: 0 });
    }
    return picture.clients.get(name);
}

// The client's thread does something until a time. Then it waits again, or leaves the picture. In
// a flood it sleeps and reads in turn, a thousand times a second: then the picture shows the sleep.
function act(picture, name, state, doing, until) {
    const client = clientIn(picture, name);
    const isFlood = client.state === "sleeping" && state === "reading";
    if (client.state !== "gone" && !isFlood) {
        Object.assign(client, { state, doing, until });
    }
}

function isOver({ state }) {
    return state === "gone" || state === "ended";
}

// A number of bytes for people.
function size(bytes) {
    return bytes < 1000 ? `${bytes} B` : `${Math.round(bytes / 1000)} kB`;
}

function apply(picture, event) {
    const { at, text, line, rule } = event;
    picture.line = line;
    picture.inChannel += Number(/^(read|ended|answered 101|was silent)/.test(text));
    if (rule) {
        const [pattern, level, change] = rule;
        say(picture, at, level, change(picture, event, ...pattern.exec(text).slice(1)));
    }
}

// A sentence stays long enough to be read, unless something more important happens.
function say(picture, saidAt, level, sentence) {
    const isDue = saidAt > picture.saidAt + SENTENCE_STAYS[picture.level];
    if (sentence && (isDue || level === 2 || level > picture.level)) {
        Object.assign(picture, { sentence, level, saidAt });
    }
}

// Ends everything that was to last until this time.
function settle(picture, now) {
    picture.batches = picture.batches.filter(([at]) => at > now - 1000);
    picture.relays = picture.relays.filter(([at]) => at > now - 1000);
    for (const client of picture.clients.values()) {
        if (client.until <= now && isOver(client)) {
            picture.clients.delete(client.name);
        } else if (client.until <= now) {
            act(picture, client.name, "waiting", "waits", Infinity);
        }
    }
    if (picture.broadcaster.until <= now) {
        picture.broadcaster = { doing: "waits for an event", until: Infinity };
    }
}

// 3 Drawing the picture ----------------------------------------------------------------------

const places = new Map(); // from a client's name to its two elements, and what they show now

function draw() {
    const { clients, inChannel, batches, relays } = picture;
    for (const [name, { thread, outbox }] of places) {
        if (!clients.has(name)) {
            thread.remove();
            outbox.remove();
            places.delete(name);
        }
    }
    clients.forEach(drawClient);
    document.body.dataset.size =
        clients.size <= FEW ? "few" : clients.size <= MANY ? "many" : "crowd";
    document.querySelectorAll(".count").forEach((element) => setText(element, clients.size));
    setText(find("#accept .doing"), picture.accepting);
    setText(find("#broadcaster .doing"), picture.broadcaster.doing);
    setText(find("#channel .doing"), `${inChannel} of ${CHANNEL_BOUND} events`);
    find("#channel .fill").style.width = `${(100 * inChannel) / CHANNEL_BOUND}%`;
    find("#channel").dataset.state = inChannel > NEAR * CHANNEL_BOUND ? "near" : "";
    setText(find("#sentence"), picture.sentence);
    setText(find("#line"), picture.line.replace(/^\d+ /, ""));
    setText(find("#events-per-second"), sum(batches));
    setText(find("#deliveries-per-second"), sum(relays));
    setText(find("#events-per-batch"), (sum(batches) / (batches.length || 1)).toFixed(1));
}

function sum(list) {
    return list.reduce((total, [, count]) => total + count, 0);
}

// Draws a client's thread and its outbox, unless they show the same already.
function drawClient(client) {
    const { name, user, state, doing, backlog } = client;
    const place = places.get(name) ?? addPlace(name);
    const look = [user, state, doing, backlog].join();
    if (place.look === look) {
        return;
    }
    const { thread, outbox } = Object.assign(place, { look });
    const full = backlog / MAX_BACKLOG;
    const fill = full > NEAR ? "near" : full > 0 ? "slow" : "empty";
    thread.dataset.state = state;
    outbox.dataset.state = isOver(client) ? state : fill;
    [thread, outbox].forEach((item) => setText(item.querySelector(".user"), user));
    setText(thread.querySelector(".doing"), doing);
    const content = full > 0 ? `${size(backlog)} wait` : "empty";
    setText(outbox.querySelector(".doing"), isOver(client) ? doing : content);
    outbox.querySelector(".fill").style.width = `${100 * full}%`;
}

function addPlace(name) {
    const place = {};
    for (const kind of ["thread", "outbox"]) {
        place[kind] = find(`#${kind}-template`).content.firstElementChild.cloneNode(true);
        place[kind].title = name;
        setText(place[kind].querySelector(".name"), name);
        find(`#${kind}-list`).append(place[kind]);
    }
    places.set(name, place);
    return place;
}

function setText(element, text) {
    if (element.textContent !== String(text)) {
        element.textContent = text;
    }
}

// 4 Messages that travel ---------------------------------------------------------------------

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

// All legs of a journey begin within a millisecond. The later ones are drawn later.
function flyAll() {
    for (const [from, to, label] of picture.travels.splice(0)) {
        const leg = to === "channel" ? 0 : to === "broadcaster" ? 1 : 2;
        const start = places.get(from)?.thread ?? document.getElementById(from);
        const end = places.get(to)?.outbox ?? document.getElementById(to);
        if (start && end && !stillness.matches && flights.childElementCount < MAX_FLIGHTS) {
            fly(start, end, label, isPaused ? 0 : leg * FLIGHT); // a step shows one leg, at once
        }
    }
}

function fly(start, end, label, delay) {
    const frame = flights.getBoundingClientRect();
    const [from, to] = [start, end].map((element) => {
        const box = element.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2 - frame.x, box.y + box.height / 2 - frame.y];
        return `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    });
    const dot = document.createElement("span");
    dot.className = "flight";
    dot.textContent = label;
    flights.append(dot);
    const steps = { transform: [from, to, to], opacity: [1, 1, 0], offset: [0, 0.9, 1] };
    const flight = dot.animate(steps, { duration: FLIGHT, delay, easing: "ease-in-out" });
    flight.playbackRate = isSlow ? 0.1 : 1;
    flight.onfinish = () => dot.remove();
}

// 5 The clock and the controls ---------------------------------------------------------------

let picture = newPicture(); // the picture at the time that is shown
let upTo = 0; // how many of the events are in it
let now = 0; // the time that is shown
let isLive = true; // does the picture follow the newest line?
let isPaused = false;
let isSlow = false;
let clockAhead = -Infinity; // the server's clock minus the one of this page
let lastFrame = performance.now();

// Called each time the browser draws the page.
function drawFrame(time) {
    requestAnimationFrame(drawFrame);
    const end = Math.max(newest(), isConnected ? time + clockAhead : 0);
    if (isLive) {
        now = end;
    } else if (!isPaused) {
        now = Math.min(end, now + (time - lastFrame) * (isSlow ? 0.1 : 1));
        isLive = now === end && isConnected;
    }
    lastFrame = time;
    catchUp();
    settle(picture, now);
    draw();
    flyAll();
    drawControls();
}

function catchUp() {
    for (; events[upTo]?.at <= now; upTo += 1) {
        apply(picture, events[upTo]);
    }
}

// Goes to another time. The picture is made anew from the base, and nothing flies.
function seek(time) {
    picture = structuredClone(base);
    [upTo, now] = [0, time];
    catchUp();
    picture.travels = [];
    flights.replaceChildren();
}

function drawControls() {
    const start = events[0]?.at ?? 0;
    timeBar.max = newest() - start;
    timeBar.value = now - start;
    const seconds = Math.round((newest() - now) / 1000);
    setText(find("#shown"), isLive ? "now" : `${seconds} s before the end`);
    timeBar.setAttribute("aria-valuetext", find("#shown").textContent);
    setText(find("#pause"), isPaused ? "Play" : "Pause");
    find("#slow").setAttribute("aria-pressed", isSlow);
    find("#live").setAttribute("aria-pressed", isLive);
}

function run(paused, slow, live) {
    [isPaused, isSlow, isLive] = [paused, slow, live];
    for (const flight of flights.getAnimations({ subtree: true })) {
        flight.playbackRate = paused ? 0 : slow ? 0.1 : 1;
    }
}

find("#pause").addEventListener("click", () => run(!isPaused, isSlow, false));
find("#slow").addEventListener("click", () => run(isPaused, !isSlow, false));
find("#live").addEventListener("click", () => run(false, false, true));
find("#step").addEventListener("click", () => {
    run(true, isSlow, false);
    picture.saidAt = 0; // the sentence is about this step
    now = events[upTo]?.at ?? now;
});
timeBar.addEventListener("input", () => {
    run(true, isSlow, false);
    seek(events[0].at + Number(timeBar.value));
});

// The browser follows this link after the click, and saves the file.
find("#save").addEventListener("click", (click) => {
    const lines = [...older, ...events.map((event) => event.line)];
    click.target.href = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`]));
});

find("#load").addEventListener("change", async (change) => {
    const [file] = change.target.files;
    const text = await file.text();
    [events, older, base] = [[], [], newPicture()];
    addLines(text);
    replay(`The recording ${file.name}`);
});

// Plays a recording from its beginning. Nothing new comes from the server.
function replay(name) {
    ws?.close();
    [ws, isConnected] = [null, false];
    setText(find("#ws-status"), name);
    run(false, isSlow, false);
    seek(events[0]?.at ?? 0);
}

// 6 The connection ---------------------------------------------------------------------------

const host = location.protocol.startsWith("http") ? location.host : "localhost:8082";
let ws = null;
let isConnected = false;
let isReady = false; // has the page heard everything that happened before it came?
let isListening = false; // to what happened before

function connect() {
    ws = new WebSocket(`ws://${host}`);
    ws.addEventListener("open", () => {
        [isConnected, isReady, isListening] = [true, false, false];
        setText(find("#ws-status"), `Connected to ${host}`);
        ws.send(JSON.stringify({ type: "login", username: "watcher" }));
    });
    ws.addEventListener("message", ({ target, data }) => target === ws && hear(JSON.parse(data)));
    ws.addEventListener("close", (event) => {
        if (event.target === ws) {
            [isConnected, isLive] = [false, false];
            setText(find("#ws-status"), `No connection to ${host}. You can load a recording.`);
            setTimeout(() => ws && connect(), 2000);
        }
    });
}

// Called for each message. Those with a part tell newcomers what happened before.
function hear({ type, text, part, of, recording }) {
    if (type !== "chat" || (part && isReady)) {
        return;
    }
    isListening ||= part === 1;
    if (isListening) {
        addLines(text);
        clockAhead = Math.max(clockAhead, newest() - performance.now());
    }
    if (isListening && part === of && part) {
        [isReady, isLive] = [true, true];
        if (recording) {
            replay("A recording");
        }
    }
}

connect();
requestAnimationFrame(drawFrame);
