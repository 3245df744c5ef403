//! A client's thread, one per connection: its request, then a blocking read loop.
//!
//! In: bytes from the client. Out: events to the broadcaster. After the handshake this thread
//! only reads: two writers on one socket would write into the middle of each other's frames.

use std::io::{self, ErrorKind, Read, Write};
use std::mem;
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use log::{debug, info, warn};
use serde_json::Value;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tungstenite::{Error, Message, WebSocket};

use crate::allowance::{self, Allowance};
use crate::broadcaster::Event;
use crate::heartbeat::Heartbeat;
use crate::room::ClientId;
use crate::tcp::Connection;
use crate::{Settings, http};

/// The longest message, in bytes: pages of text. A longer one closes the connection.
const MAX_MESSAGE: usize = 64 * 1024;

/// Each connection has a read buffer of its own, so a small one, in bytes.
const READ_BUFFER: usize = 1024;

/// When this many events wait in the channel, the room is busy: time for fewer and larger reads.
const BUSY: usize = 8;

/// The `client N` thread, from the connection's first byte to its last.
pub fn client(
    id: ClientId,
    connection: Arc<Connection>,
    events: Sender<(ClientId, Event)>,
    settings: Arc<Settings>,
    is_full: bool,
) {
    match http::welcome(&connection, is_full, settings.head_deadline) {
        Ok(Some(early)) => {
            let (connection, close) = (connection.clone(), Vec::new());
            let (allowance, heartbeat) = (Allowance::default(), Heartbeat::default());
            chat(Wire { id, connection, events, settings, allowance, heartbeat, close }, early);
        }
        Ok(None) => connection.hang_up(Shutdown::Write), // it got the page, or a refusal
        Err(error) => return debug!("{error}"),          // dropping the connection closes it
    }
    connection.linger();
}

/// From the end of the handshake to the end of the connection. `early` are the first bytes, if
/// they came together with the request.
#[inline(never)] // inlined, the handshake's variables stay on the stack: 4 KiB for each client
fn chat(wire: Wire, early: Vec<u8>) {
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0) // a reply goes to `Wire::write` at once
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let mut socket = WebSocket::from_partially_read(wire, early, Role::Server, Some(config));
    if let Err(error) = read_loop(&mut socket) {
        info!("ended: {error}");
        close(&mut socket, &error);
    }
}

/// Reads one message after the other. It never returns `Ok`: every end of a connection is an error.
fn read_loop(socket: &mut WebSocket<Wire>) -> tungstenite::Result<()> {
    let wire = socket.get_ref();
    wire.connection.stream.set_read_timeout(Some(wire.settings.heartbeat))?;
    wire.tell(Event::Connected(wire.connection.clone()))?;
    loop {
        read_message(socket)?;
    }
}

/// Waits for a message, and tells the broadcaster.
fn read_message(socket: &mut WebSocket<Wire>) -> tungstenite::Result<()> {
    let message = socket.read()?;
    let wire = socket.get_mut();
    match message {
        Message::Text(text) => wire.tell_text(&text)?,
        Message::Binary(data) => {
            warn!("Unrecognized message type: binary, {} bytes", data.len());
            wire.pay_for_rare_message(allowance::UNRECOGNIZED)?;
        }
        Message::Pong(payload) => {
            wire.allowance.pay(allowance::SMALL);
            wire.heartbeat.ponged(&payload);
        }
        // The next `read` answers a ping or a Close by itself, through `Wire::write`.
        _ => wire.pay_for_rare_message(allowance::SMALL)?,
    }
    Ok(())
}

/// Tungstenite notices when a client breaks a rule, but does not tell the client. This sends a
/// Close frame with the code for it (RFC 6455, section 7.4.1).
fn close(socket: &mut WebSocket<Wire>, error: &Error) {
    let code = match error {
        Error::Capacity(_) => CloseCode::Size,
        Error::Utf8(_) => CloseCode::Invalid,
        Error::Protocol(_) => CloseCode::Protocol,
        _ => return,
    };
    let _ = socket.close(Some(CloseFrame { code, reason: error.to_string().into() }));
}

/// The connection as tungstenite sees it: reads come from the socket, writes go to the broadcaster.
/// At a Close, tungstenite calls `write` with the answer, `read_loop` ends, and `drop` tells of it.
struct Wire {
    id: ClientId,
    connection: Arc<Connection>,
    events: Sender<(ClientId, Event)>,
    settings: Arc<Settings>,
    allowance: Allowance,
    heartbeat: Heartbeat,
    /// The Close frame that the broadcaster will write last, once there is one.
    close: Vec<u8>,
}

impl Wire {
    /// Waits while the channel is full, so that this client's flood is this client's problem.
    fn tell(&self, event: Event) -> io::Result<()> {
        if self.events.is_full() {
            debug!("waits: the channel is full");
        }
        self.events.send((self.id, event)).map_err(io::Error::other)
    }

    fn tell_text(&mut self, text: &str) -> io::Result<()> {
        debug!("read {} bytes", text.len());
        self.allowance.pay(allowance::values(text));
        // Parsed here, and not by the broadcaster: everyone waits for the broadcaster.
        let data = serde_json::from_str::<Value>(text);
        let work = allowance::work(&data);
        if work > 0 {
            self.pay_for_rare_message(work)?;
        }
        self.tell(Event::Message(text.to_string(), data))
    }

    /// Paying for a flood of these can take minutes. If the connection has ended meanwhile, nobody
    /// needs the rest.
    fn pay_for_rare_message(&mut self, work: usize) -> io::Result<()> {
        self.allowance.pay(work);
        self.connection.check()?;
        self.connection.stream.peer_addr().map(|_| ()) // fails once the connection was reset
    }

    /// Returns how long the client may be silent from now on.
    fn ask_for_ping(&mut self) -> io::Result<Duration> {
        self.tell(Event::Ping)?;
        Ok(self.heartbeat.pinged(self.connection.queued.load(Relaxed), &self.settings))
    }

    /// Nothing came for a while, so this asks for a ping, and waits for an answer. Any bytes will do, a
    /// pong or a message.
    fn read_after_ping(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        debug!("was silent for {:?}: asks for a ping", self.settings.heartbeat);
        let patience = self.ask_for_ping()?;
        let length = self.connection.read_before(Instant::now() + patience, buffer)?;
        self.connection.stream.set_read_timeout(Some(self.settings.heartbeat))?;
        Ok(length)
    }
}

impl Read for Wire {
    /// Here every byte is paid for: a message without end, in fragments, is a flood as well.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.events.len() >= BUSY {
            thread::yield_now(); // then one read gets all that comes meanwhile
        }
        let length = match self.connection.read(self.settings.heartbeat, buffer) {
            Err(error) if error.kind() == ErrorKind::TimedOut => self.read_after_ping(buffer)?,
            result => result?,
        };
        if self.heartbeat.is_due(&self.settings) {
            self.ask_for_ping()?;
        }
        self.allowance.pay(length);
        Ok(length)
    }
}

impl Write for Wire {
    /// Tungstenite hands over pongs and Closes, one whole frame at a time. A pong goes to the
    /// broadcaster at once, and a Close at the end, since nothing may follow it.
    fn write(&mut self, frame: &[u8]) -> io::Result<usize> {
        match frame.first() {
            // The low four bits tell the kind of frame, and 8 is a Close (RFC 6455, section 5.2).
            Some(first) if first & 0x0F == 8 => self.close = frame.to_vec(),
            _ => self.tell(Event::Pong(frame.to_vec()))?,
        }
        Ok(frame.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Wire {
    /// However this thread ends, the room hears of it.
    fn drop(&mut self) {
        let close = mem::take(&mut self.close);
        let _ = self.tell(Event::Left(close)); // an error means that the broadcaster has ended
    }
}
