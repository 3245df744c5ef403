//! The room on one page: the shape of the real room, without the protections of that one.
//!
//! One thread per client reads, and sends events into ONE channel: a queue between threads. ONE
//! broadcaster takes them out and decides who gets what. One more thread per client writes.
//! Each "Shortcut" names the file in `src/` that does better.

use crossbeam_channel::{Receiver, Sender, bounded};
use serde_json::{Value, json};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::{collections::HashMap, env, thread};
use tungstenite::{Message, Utf8Bytes, WebSocket, accept, protocol::Role};

type ClientId = usize; // each connection gets the next number

enum Event {
    Connected(Outbox),
    Said(Utf8Bytes),
    Left,
}

fn main() {
    let host = env::var("HOST").unwrap_or("127.0.0.1".to_string());
    let port = env::var("PORT").or(env::var("WS_PORT")).unwrap_or("8081".to_string());
    // Shortcut: a wrong setting or a port in use is a panic. See settings.rs.
    let listener = TcpListener::bind(format!("{host}:{port}")).expect("cannot listen");
    let port = listener.local_addr().expect("the listener is bound").port();
    println!("The chat room is open: page client/index.html, WebSocket ws://localhost:{port}/");
    let (events, queue) = bounded(64); // at most 64 events wait for the broadcaster
    thread::spawn(move || broadcast_loop(queue));
    // TODO 1 · spawn
    // Goal:    every connection gets a thread of its own, and that thread runs `client`. This loop
    //          only takes connections, so it is ready for the next one at once.
    // Now:     this loop runs `client` itself. It takes the next connection when the first client
    //          has gone; until then everyone else waits.
    // Facts:   `thread::spawn(|| …)` starts a thread that runs the code behind the `||`, and returns
    //          at once. The thread may live longer than this round of the loop, so it has to own
    //          everything that it uses: write `move ||`.
    //          Each client needs a `Sender` of its own. `events.clone()` makes one more for the
    //          same channel.
    // Look up: threads and `move` closures (the Rust book, chapter 16.1)
    // Write:   3 to 6 lines
    // Check:   cargo test spawn
    for (id, stream) in listener.incoming().flatten().enumerate() {
        client(id, stream, events.clone());
    }
    // END 1 · spawn
}

/// The thread of one client: it reads until the connection ends, in whatever way.
fn client(id: ClientId, stream: TcpStream, events: Sender<(ClientId, Event)>) {
    let _ = stream.set_nodelay(true); // without this, a small message may wait for the next one
    let Ok(second_handle) = stream.try_clone() else { return }; // for the writer thread
    // Shortcut: a request for the page gets nothing, and a handshake may take forever. See http.rs.
    let Ok(mut socket) = accept(stream) else { return };
    let _ = events.send((id, Event::Connected(open_outbox(second_handle))));
    // Shortcut: nobody notices a client that vanished, a message may have 64 MiB, and `read` answers
    // pings and Closes by itself, even in the middle of what the writer is writing. See client.rs.
    // TODO 3 · left
    // Goal:    however the connection ends, the broadcaster hears of it, once: `Event::Left` is
    //          the last event of this client.
    // Now:     the end of the connection goes to the log, and the broadcaster does not hear of it.
    // Facts:   `socket.read()` waits for the next message. It returns `Ok(message)` for each one,
    //          and an `Err` when the connection is over: after a Close, after a reset, after bytes
    //          that are no message. A Close is a message too, and the `Err` follows it.
    //          `tell(id, message, &events)` makes an event from a message: that is exercise 2.
    //          An event travels with the id of its client: `(id, Event::Left)`.
    // Look up: channels (the Rust book, chapter 16.2); `while let` (chapter 19.1)
    // Write:   3 to 8 lines
    // Check:   cargo test left
    loop {
        match socket.read() {
            Ok(message) => tell(id, message, &events),
            Err(error) => {
                eprintln!("client {id} is gone, and nobody hears of it: {error}");
                break;
            }
        }
    }
    let _ = Event::Left;
    // END 3 · left
}

/// Makes an event of what a client says. While the channel is full, this thread waits, so it reads
/// no more, and soon the client has to wait too. That is backpressure.
fn tell(id: ClientId, message: Message, events: &Sender<(ClientId, Event)>) {
    // TODO 2 · tell
    // Goal:    a text message becomes an event in the channel, `(id, Event::Said(text))`. While
    //          the channel is full, this function waits. Other kinds of messages mean nothing here.
    // Now:     every message goes to the log, and the broadcaster does not hear of it.
    // Facts:   A text message is a `Message::Text(text)`, and the event needs this `text`.
    //          `events.send(event)` waits until the channel has room for the event.
    //          `events.try_send(event)` never waits: if the channel is full, it returns an `Err`,
    //          and the event is not sent.
    //          An `Err` from `send` means that the broadcaster has ended. You may ignore it, with
    //          `let _ = …`.
    // Look up: `if let` (the Rust book, chapter 6.3); channels (chapter 16.2)
    // Write:   3 to 6 lines
    // Check:   cargo test tell
    eprintln!("client {id} sent this, and nobody hears it: {message:?}");
    let _ = (events, Event::Said);
    // END 2 · tell
}

/// The broadcaster's thread. It alone owns the room, so nothing needs a lock, and everyone sees
/// the same order. All clients wait for this thread, so it never waits for a client.
fn broadcast_loop(events: Receiver<(ClientId, Event)>) {
    // TODO 4 · broadcast
    // Goal:    there is one room for everyone. This loop takes one event after the other from the
    //          channel, as long as the program runs, and tells the room of each:
    //          a client has connected: the room keeps its outbox
    //          a client has said something: the room responds
    //          a client has left: the room removes it
    // Now:     every event goes to the client that connected last, and to nobody else. There is no
    //          room.
    // Facts:   `for (id, event) in events` waits for the next event each time. The `id` says whose
    //          event it is.
    //          `Room::default()` is an empty room. `room.outboxes` is a HashMap from ids to
    //          outboxes; `room.respond(id, text)` and `room.remove(id)` do the rest.
    //          `insert` returns the old value. In an arm of a `match` that returns nothing, it
    //          needs braces and a semicolon.
    // Look up: `match` on an enum (the Rust book, chapter 6.2); `HashMap` (chapter 8.3)
    // Write:   6 to 12 lines
    // Check:   cargo test broadcast
    let mut outboxes = Vec::new();
    for (id, event) in events {
        let news: Utf8Bytes = match event {
            Event::Connected(outbox) => {
                outboxes.push(outbox);
                format!("client {id} has connected").into()
            }
            Event::Said(text) => text,
            Event::Left => format!("client {id} has left").into(),
        };
        if let Some(last) = outboxes.last_mut() {
            send(last, news);
        }
    }
    let _ = (Room::default, Room::respond, Room::remove);
    // END 4 · broadcast
}

#[derive(Default)]
struct Room {
    outboxes: HashMap<ClientId, Outbox>, // of everyone connected
    roster: Vec<(ClientId, String)>,     // everyone logged in, in order of login
}

impl Room {
    fn respond(&mut self, id: ClientId, text: Utf8Bytes) {
        let Some(outbox) = self.outboxes.get_mut(&id) else { return }; // it was cut off
        let data: Value = match serde_json::from_str(&text) {
            Ok(data) => data,
            Err(error) => return refuse(outbox, "not JSON", &error.to_string()),
        };
        let name = data["username"].as_str().unwrap_or(""); // a missing key is no text
        let is_usable = !name.trim().is_empty() && name.chars().count() <= 64;
        match data["type"].as_str() {
            Some("login") if is_usable => self.login(id, name),
            Some("login") => refuse(outbox, "unusable username", "use 1 to 64 characters"),
            Some("disconnect") => self.leave(id),
            Some("chat") => self.relay(text),
            _ => eprintln!("Unrecognized message type: {text:?}"), // Shortcut: see logger.rs.
        }
    }

    fn login(&mut self, id: ClientId, name: &str) {
        match self.roster.iter_mut().find(|(member, _)| *member == id) {
            Some((_, old_name)) => *old_name = name.to_string(),
            None => self.roster.push((id, name.to_string())),
        }
        self.announce("login", "user_joined", name);
    }

    fn leave(&mut self, id: ClientId) {
        let Some(place) = self.roster.iter().position(|(member, _)| *member == id) else { return };
        let (_, name) = self.roster.remove(place);
        self.announce("disconnect", "user_left", &name);
    }

    fn remove(&mut self, id: ClientId) {
        eprintln!("client {id} is removed from the room");
        self.outboxes.remove(&id);
        self.leave(id);
    }

    fn announce(&mut self, kind: &str, change: &str, name: &str) {
        let users: Vec<&str> = self.roster.iter().map(|(_, name)| name.as_str()).collect();
        let news = json!({"type": kind, change: name, "active_users": users});
        self.relay(news.to_string().into());
    }

    /// Sends `text` to everyone logged in. A client that does not take it is cut off. Its leave is
    /// another text: it must wait until everyone has this one, or they would see different orders.
    fn relay(&mut self, text: Utf8Bytes) {
        let mut cut_off = Vec::new();
        for (id, _) in &self.roster {
            let Some(outbox) = self.outboxes.get_mut(id) else { continue };
            if !send(outbox, text.clone()) {
                eprintln!("client {id} is cut off");
                self.outboxes.remove(id);
                cut_off.push(*id);
            }
        }
        for id in cut_off {
            self.leave(id);
        }
    }
}

fn refuse(outbox: &mut Outbox, error: &str, details: &str) {
    send(outbox, json!({"error": error, "details": details}).to_string().into());
}

// TODO 5 · slow
// Goal:    the broadcaster never waits for a client. Each client has a writer thread, and before it
//          a queue for 1024 messages. `send` only puts a message into the queue. If the queue is
//          full, `send` returns false, and the room cuts the client off.
//          A client that reads late gets everything that is in its queue.
// Now:     the broadcaster writes to the client's socket itself. If one client does not read, the
//          broadcaster waits for it, and everyone waits for the broadcaster.
// Facts:   The room needs three things: the type `Outbox`, `open_outbox`, which runs once for each
//          client, and `send`. An `Outbox` can be the sending end of a channel: a
//          `Sender<Utf8Bytes>`.
//          `bounded(1024)` returns both ends of a channel, `(sender, receiver)`.
//          `sender.try_send(text)` never waits. It returns an `Err` if the channel is full.
//          `for text in receiver` takes one message after the other. It ends when the room has
//          dropped the `Outbox`. Then `socket.get_ref().shutdown(Shutdown::Both)` hangs up.
// Look up: channels (the Rust book, chapter 16.2); `bounded` (docs.rs/crossbeam-channel)
// Write:   15 to 20 lines
// Check:   cargo test slow
/// The way to one client: its socket.
type Outbox = Box<WebSocket<TcpStream>>;

fn open_outbox(stream: TcpStream) -> Outbox {
    Box::new(WebSocket::from_raw_socket(stream, Role::Server, None))
}

/// Returns false if the connection is broken.
fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    let is_sent = outbox.send(Message::Text(text)).is_ok();
    if !is_sent {
        let _ = outbox.get_ref().shutdown(Shutdown::Both);
    }
    is_sent
}
// END 5 · slow
