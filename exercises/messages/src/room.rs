//! The room: who is here, and what each message does. No sockets, no threads.
//!
//! In: messages from clients, and news that a client left. Out: messages to clients, through
//! [`Outgoing`].
//! The broadcaster thread calls this, one event after the other, so nothing here needs a lock.

use std::fmt;

use log::{debug, info, warn};
use serde_json::{Value, json};

/// The longest username, in characters: it has to fit into everybody's list.
pub const MAX_USERNAME: usize = 64;

/// How much of a client's text a log line quotes, in characters.
const MAX_QUOTE: usize = 80;

/// Which connection, as in the thread name `client 7`. Numbers count up and are never used again,
/// so nothing that an old client left behind can hit a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientId(pub usize);

/// A message that is ready to be sent, to any number of clients. (The numbers tell the outboxes where
/// its bytes are.)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoded {
    pub start: usize,
    pub end: usize,
}

/// What the room needs to send messages: the clients' outboxes, or a list in a test.
pub trait Outgoing {
    /// Makes a text frame of `text`, once, however many clients will get it.
    fn encode(&mut self, text: &str) -> Encoded;

    /// Puts a message into one client's outbox. Never waits. Returns false if that connection is
    /// broken: the message is lost, and the room is about to hear that the client left.
    fn send(&mut self, to: ClientId, message: Encoded) -> bool;
}

/// Someone who is logged in.
struct Member {
    id: ClientId,
    username: String,
}

/// The state of the chat room.
#[derive(Default)]
pub struct Room {
    /// Everyone logged in, in order of login. A connection has at most one entry.
    roster: Vec<Member>,
}

impl Room {
    /// A client sent `text`; `data` is the JSON in it. A chat goes on as `text`, byte for byte.
    pub fn respond_to_message(
        &mut self,
        from: ClientId,
        text: &str,
        data: &Value,
        out: &mut impl Outgoing,
    ) {
        // TODO 4 · chat
        // Goal:    a message of the type "chat" goes to everyone on the roster, as it came.
        //          A message of another type, or without a type, goes to nobody. It is only logged,
        //          as a warning, with its text:  Unrecognized message type: "…"
        // Now:     both go back to their sender, and to nobody else.
        // Facts:   `text` is the message as it came, `data` is the JSON in it. If you turn `data`
        //          into text again, it may look different: relay `text`.
        //          `self.relay(text, out)` sends a text to everyone on the roster.
        //          `quote(text)` makes a text short and safe for the log.
        // Look up: `match` (the Rust book, chapter 6.2); the macro `warn!` (crate log)
        // Write:   two arms instead of the last one, 2 to 6 lines; the first two arms stay
        // Check:   cargo test chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            _ => {
                let message = out.encode(text);
                out.send(from, message);
            }
        }
        // END 4 · chat
    }

    /// A client says who it is. A second login renames it and keeps its place.
    fn login(&mut self, id: ClientId, data: &Value, out: &mut impl Outgoing) {
        let Some(username) = usable_username(data) else {
            let details = format!("username must be a text of 1 to {MAX_USERNAME} characters");
            return self.reply_error(id, "unusable username", &details, out);
        };
        // TODO 2 · login
        // Goal:    everyone on the roster, the newcomer too, gets
        //          {"type": "login", "user_joined": "walter", "active_users": ["maria", "walter"]}
        //          A client that logs in again keeps its place and gets its new name there.
        // Now:     each login adds a new entry to the roster, and the message is relayed as it
        //          came.
        // Facts:   `username` is the new name. Two people may have the same name, but never the
        //          same `id`.
        //          `self.active_users()` is the list for the message, as it is at that moment.
        //          `self.relay(&text, out)` sends a text to everyone on the roster.
        //          `json!({"type": "login", …})` makes JSON, and `.to_string()` its text.
        // Look up: `Iterator::find` with `iter_mut()` and a closure (chapter 13.1), or a plain
        //          `for` loop; the macro `serde_json::json!`
        // Write:   8 to 12 lines
        // Check:   cargo test login
        self.roster.push(Member { id, username: username.to_string() });
        self.relay(&data.to_string(), out);
        // END 2 · login
        info!("{id} is {}, {} logged in", quote(username), self.roster.len());
    }

    /// A client says goodbye, or its connection has ended. Often both happen, one after the
    /// other: then the leave has been announced already.
    pub fn disconnect(&mut self, id: ClientId, out: &mut impl Outgoing) {
        // TODO 3 · disconnect
        // Goal:    the client is taken off the roster, and everyone left there gets
        //          {"type": "disconnect", "user_left": "walter", "active_users": ["maria"]}
        //          If the client is not on the roster, nothing happens.
        // Now:     a client that leaves stays on the roster.
        // Facts:   This runs when the message comes, and again when the connection has ended.
        //          Announce the name on the roster, whatever name the message has.
        //          `self.roster.remove(place)` returns the Member that it takes out.
        //          `self.active_users()` and `self.relay(&text, out)` help as in exercise 2.
        // Look up: `Iterator::position` with a closure (the Rust book, chapter 13.1), or a loop over
        //          the places; `let … else { return; }` (chapter 6.3)
        // Write:   8 to 12 lines
        // Check:   cargo test disconnect
        if self.roster.iter().any(|member| member.id == id) {
            info!("{id} left, still listed: {:?}", self.active_users());
        }
        let _ = out;
        // END 3 · disconnect
    }

    /// Sends `text` to everyone logged in.
    fn relay(&self, text: &str, out: &mut impl Outgoing) {
        debug!("relaying to {}: {}", self.roster.len(), quote(text));
        // TODO 1 · relay
        // Goal:    `text` goes to everyone on the roster.
        // Now:     only the client that logged in last gets it.
        // Facts:   `self.roster` is a Vec<Member>, in order of login; a Member has an `id`.
        //          `out.encode(text)` makes a message of the text. One is enough for all clients.
        //          `out.send(id, message)` is false if that client's connection is broken.
        //          Do not stop then: the others still want their message.
        // Look up: `for` loops over a Vec by reference (the Rust book, chapter 8.1)
        // Write:   3 to 5 lines
        // Check:   cargo test relay
        let message = out.encode(text);
        if let Some(last) = self.roster.last() {
            out.send(last.id, message);
        }
        // END 1 · relay
    }

    /// Everyone's username, in order of login.
    fn active_users(&self) -> Vec<&str> {
        self.roster.iter().map(|member| member.username.as_str()).collect()
    }

    /// Tells one client, and nobody else, that the room cannot use its message.
    pub fn reply_error(&self, to: ClientId, error: &str, details: &str, out: &mut impl Outgoing) {
        warn!("{to} sent a message we cannot use: {error}, {details}");
        let message = out.encode(&json!({ "error": error, "details": details }).to_string());
        out.send(to, message);
    }
}

/// The username of a login, if it is a text of 1 to [`MAX_USERNAME`] characters and not blank.
fn usable_username(data: &Value) -> Option<&str> {
    let username = data["username"].as_str()?;
    let is_usable = !username.trim().is_empty() && username.chars().count() <= MAX_USERNAME;
    is_usable.then_some(username)
}

/// A client's text for the log: in quotes, with control characters escaped, and never long.
pub fn quote(text: &str) -> String {
    let mut escaped = text.escape_debug();
    let start: String = escaped.by_ref().take(MAX_QUOTE).collect(); // the rest stays in `escaped`
    match escaped.next() {
        Some(_) => format!("\"{start}\"… ({} bytes)", text.len()),
        None => format!("\"{start}\""),
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "client {}", self.0)
    }
}
