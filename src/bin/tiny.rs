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
    for (id, stream) in listener.incoming().flatten().enumerate() {
        let events = events.clone();
        // Shortcut: no limit, and when the system has no more to give, this loop spins. See accept.rs.
        thread::spawn(move || client(id, stream, events));
    }
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
    while let Ok(message) = socket.read() {
        tell(id, message, &events); // Shortcut: at any speed. See allowance.rs.
    }
    let _ = events.send((id, Event::Left));
}

/// Makes an event of what a client says. While the channel is full, this thread waits, so it reads
/// no more, and soon the client has to wait too. That is backpressure.
fn tell(id: ClientId, message: Message, events: &Sender<(ClientId, Event)>) {
    if let Message::Text(text) = message {
        let _ = events.send((id, Event::Said(text)));
    }
}

/// The broadcaster's thread. It alone owns the room, so nothing needs a lock, and everyone sees
/// the same order. All clients wait for this thread, so it never waits for a client.
fn broadcast_loop(events: Receiver<(ClientId, Event)>) {
    let mut room = Room::default();
    for (id, event) in events {
        match event {
            Event::Connected(outbox) => _ = room.outboxes.insert(id, outbox),
            Event::Said(text) => room.respond(id, text),
            Event::Left => room.remove(id),
        }
    }
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

/// The way to one client: a channel to its writer thread.
type Outbox = Sender<Utf8Bytes>;

/// Shortcut: a thread for each client, a write for each message, and when a client is cut off, its
/// threads stay until it hangs up. See outbox.rs.
fn open_outbox(stream: TcpStream) -> Outbox {
    let (outbox, queue) = bounded(1024); // so a writer thread may be late for a moment
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    thread::spawn(move || {
        for text in queue {
            if socket.send(Message::Text(text)).is_err() {
                break;
            }
        }
        let _ = socket.get_ref().shutdown(Shutdown::Both); // then the client's thread ends too
    });
    outbox
}

/// Never waits. Returns false if the queue is full: the client reads too slowly. (If the connection
/// is broken, the client's own thread soon tells, after the last words that it has read.)
fn send(outbox: &mut Outbox, text: Utf8Bytes) -> bool {
    !outbox.try_send(text).is_err_and(|error| error.is_full())
}
