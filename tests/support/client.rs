//! A well-behaved client of the room. It waits with a deadline. If a message does not come, the
//! failure says which client waited for what, and what came instead.

use std::collections::VecDeque;
use std::fmt;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::{Value, json};
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Error, Message, WebSocket};

use super::DEADLINE;

/// How many of the last messages a failure shows.
const LAST_MESSAGES: usize = 8;

/// How much of a message a failure shows, in characters.
const MAX_SHOWN: usize = 300;

/// One connection to the room, with the name for its login.
pub struct Client {
    pub name: String,
    socket: WebSocket<TcpStream>,
    last_messages: VecDeque<String>,
}

/// Connects and logs in one client after the other. Each has then received its own login and all
/// later ones, and nothing else.
pub fn room<const N: usize>(port: u16, names: [&str; N]) -> [Client; N] {
    let mut clients: Vec<Client> = Vec::new();
    for (last, name) in names.iter().enumerate() {
        let mut newcomer = Client::connect(port, name);
        newcomer.send_login(name);
        clients.push(newcomer);
        for client in &mut clients {
            client.expect(&joined(name, &names[..=last]));
        }
    }
    clients.try_into().unwrap_or_else(|_| unreachable!("one client for each name"))
}

/// Proves that no message is on its way to these clients: the first one sends a chat, and that
/// must be the next message of each.
pub fn fence<const N: usize>(clients: [&mut Client; N]) {
    let mut sent = None;
    for client in clients {
        let fence = sent.get_or_insert_with(|| client.send_fence());
        client.expect_text(fence);
    }
}

/// The message that everyone gets when `name` has logged in.
pub fn joined(name: &str, active_users: &[&str]) -> Value {
    json!({ "type": "login", "user_joined": name, "active_users": active_users })
}

/// The message that everyone left gets when `name` has left.
pub fn left(name: &str, active_users: &[&str]) -> Value {
    json!({ "type": "disconnect", "user_left": name, "active_users": active_users })
}

/// A chat message as the page sends it.
pub fn chat(username: &str, text: &str) -> Value {
    json!({ "type": "chat", "text": text, "username": username })
}

impl Client {
    /// Connects, and sends nothing yet. Failures call this client `name`.
    pub fn connect(port: u16, name: &str) -> Client {
        Client::try_connect(port, name)
            .unwrap_or_else(|error| panic!("{name} cannot connect: {error}"))
    }

    /// Connects like `connect`, but the server may refuse.
    pub fn try_connect(port: u16, name: &str) -> Result<Client, Box<dyn std::error::Error>> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        // A handshake that never ends must not hang the test.
        stream.set_read_timeout(Some(DEADLINE))?;
        stream.set_nodelay(true)?;
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}/"), stream)?;
        Ok(Client { name: name.to_string(), socket, last_messages: VecDeque::new() })
    }

    /// Connects, logs in and waits for the room's answer.
    pub fn login(port: u16, name: &str) -> Client {
        let mut client = Client::connect(port, name);
        client.send_login(name);
        client.wait_for("its own login", |message| message["user_joined"] == name);
        client
    }

    pub fn send_login(&mut self, username: &str) {
        self.send_json(&json!({ "type": "login", "username": username }));
    }

    pub fn send_chat(&mut self, text: &str) {
        self.send_json(&chat(&self.name, text));
    }

    pub fn send_json(&mut self, message: &Value) {
        self.send(&message.to_string());
    }

    /// Sends any text as a text message.
    pub fn send(&mut self, text: &str) {
        self.send_message(Message::text(text));
    }

    pub fn send_message(&mut self, message: Message) {
        let name = &self.name;
        self.socket.send(message).unwrap_or_else(|error| panic!("{name} cannot send: {error}"));
    }

    /// Sends a chat message that is different from all others, and returns its text.
    pub fn send_fence(&mut self) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let fence = chat(&self.name, &format!("fence {number}")).to_string();
        self.send(&fence);
        fence
    }

    /// The next message must be equal to this JSON.
    pub fn expect(&mut self, expected: &Value) {
        let message = self.receive(&expected.to_string());
        assert_eq!(message, *expected, "{} got a different message\n{self}", self.name);
    }

    /// The next message must be equal to this text, byte for byte.
    pub fn expect_text(&mut self, expected: &str) {
        let text = self.receive_text(expected);
        assert_eq!(text, expected, "{} got a different message\n{self}", self.name);
    }

    /// The next message must be an error reply.
    pub fn expect_error_reply(&mut self, about: &str) {
        let reply = self.receive(&format!("an error reply about {about}"));
        let is_text = |key: &str| reply[key].as_str().is_some_and(|text| !text.is_empty());
        assert!(
            is_text("error") && is_text("details"),
            "not an error reply about {about}: {reply}"
        );
        assert_eq!(reply["type"], Value::Null, "an error reply has no type: {reply}");
    }

    /// Reads messages until `is_it` accepts one, and returns it.
    pub fn wait_for(&mut self, what: &str, mut is_it: impl FnMut(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let message = self.receive(what);
            if is_it(&message) {
                return message;
            }
            // Other messages must not extend the deadline.
            assert!(start.elapsed() < DEADLINE, "waited {DEADLINE:?} for {what}\n{self}");
        }
    }

    /// The next message, which must be JSON. A failure says that it waited for `what`.
    pub fn receive(&mut self, what: &str) -> Value {
        let text = self.receive_text(what);
        serde_json::from_str(&text).unwrap_or_else(|error| {
            panic!("{} got a text that is not JSON: {error}: {text:?}", self.name)
        })
    }

    /// The next text message. A failure says that it waited for `what`.
    pub fn receive_text(&mut self, what: &str) -> String {
        match self.receive_message(what) {
            Message::Text(text) => text.to_string(),
            other => panic!("{} waited for {}, but got {other:?}\n{self}", self.name, short(what)),
        }
    }

    /// Leaves the roster and closes the connection. When this returns, the room no longer knows it.
    pub fn log_out(mut self) {
        self.send_json(&json!({ "type": "disconnect" }));
        self.close();
    }

    /// The server must close with this code and end the TCP connection.
    pub fn expect_close(&mut self, code: u16) {
        let message = self.receive_message(&format!("a close with {code}"));
        let Message::Close(Some(frame)) = message else {
            panic!("{} waited for a close with {code}, but got {message:?}\n{self}", self.name);
        };
        assert_eq!(frame.code, CloseCode::from(code), "{frame:?}");
        self.expect_end();
    }

    /// Leaves like a closed tab, with a closing handshake.
    pub fn close(mut self) {
        let name = self.name.clone();
        self.socket.close(None).unwrap_or_else(|error| panic!("{name} cannot close: {error}"));
        loop {
            match self.read("the answer to its close") {
                Ok(Message::Close(_)) => break,
                Ok(_) => (),
                Err(error) => panic!("{name} waited for the answer to its close: {error}\n{self}"),
            }
        }
        self.expect_end();
    }

    /// The server must end the connection without another message.
    pub fn expect_end(&mut self) {
        match self.read("the connection's end") {
            Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_)) => (),
            Err(Error::Protocol(_)) => (), // the connection ended without a closing handshake
            other => {
                panic!("{} waited for the connection's end, but got {other:?}\n{self}", self.name)
            }
        }
    }

    /// The TCP socket of this connection, for tests that break it.
    pub fn stream(&self) -> &TcpStream {
        self.socket.get_ref()
    }

    fn receive_message(&mut self, what: &str) -> Message {
        let what = short(what);
        match self.read(&what) {
            Ok(message) => message,
            Err(error) => panic!("{} waited for {what}: {error}\n{self}", self.name),
        }
    }

    /// Reads the next message that is not a ping or a pong. Tungstenite handles those itself.
    fn read(&mut self, what: &str) -> Result<Message, Error> {
        let start = Instant::now();
        loop {
            let left = DEADLINE.saturating_sub(start.elapsed()).max(super::SHORTEST);
            self.stream().set_read_timeout(Some(left))?;
            match self.socket.read() {
                Ok(Message::Ping(_) | Message::Pong(_)) => (),
                Err(error) if is_timeout(&error) => {
                    panic!("{} waited {DEADLINE:?} for {what}\n{self}", self.name)
                }
                other => {
                    self.remember(&other);
                    return other;
                }
            }
        }
    }

    fn remember(&mut self, read: &Result<Message, Error>) {
        if self.last_messages.len() == LAST_MESSAGES {
            self.last_messages.pop_front();
        }
        self.last_messages.push_back(match read {
            Ok(Message::Text(text)) => short(text),
            other => short(&format!("{other:?}")),
        });
    }
}

/// The last messages, for a failure.
impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the last messages to {}:", self.name)?;
        for message in &self.last_messages {
            write!(f, "\n  {message}")?;
        }
        Ok(())
    }
}

/// Whether a read timed out. The error has one of two kinds, depending on the platform.
pub fn is_timeout(error: &Error) -> bool {
    matches!(error, Error::Io(error)
        if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}

fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_string(),
    }
}
