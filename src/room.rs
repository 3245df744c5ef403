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
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
    }

    /// A client says who it is. A second login renames it and keeps its place.
    fn login(&mut self, id: ClientId, data: &Value, out: &mut impl Outgoing) {
        let Some(username) = usable_username(data) else {
            let details = format!("username must be a text of 1 to {MAX_USERNAME} characters");
            return self.reply_error(id, "unusable username", &details, out);
        };
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        info!("{id} is {}, {} logged in", quote(username), self.roster.len());
    }

    /// A client says goodbye, or its connection has ended. Often both happen, one after the
    /// other: then the leave has been announced already.
    pub fn disconnect(&mut self, id: ClientId, out: &mut impl Outgoing) {
        let Some(place) = self.roster.iter().position(|member| member.id == id) else { return };
        let username = self.roster.remove(place).username;
        info!("{} left, {} logged in", quote(&username), self.roster.len());
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
    }

    /// Sends `text` to everyone logged in.
    fn relay(&self, text: &str, out: &mut impl Outgoing) {
        debug!("relaying to {}: {}", self.roster.len(), quote(text));
        let message = out.encode(text);
        for member in &self.roster {
            out.send(member.id, message);
        }
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
