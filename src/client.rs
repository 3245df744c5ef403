//! A client's thread, one per connection: its request, then a blocking read loop.
//!
//! In: bytes from the client. Out: events to the broadcaster. After the handshake this thread
//! only reads: two writers on one socket would write into the middle of each other's frames.

use std::convert::Infallible;
use std::io::{self, Read, Write};
use std::mem;
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
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
use crate::room::ClientId;
use crate::{Settings, http, tcp};

/// The longest message, in bytes: pages of text. A longer one closes the connection.
const MAX_MESSAGE: usize = 64 * 1024;

/// Each connection has a read buffer of its own, so a small one, in bytes.
const READ_BUFFER: usize = 2 * 1024;

/// With so many events in the channel the room is busy: time for fewer and larger reads.
const BUSY: usize = 8;

/// How long a connection that has ended may go on sending. Closing it at once would make TCP
/// answer with a reset, and a reset can overtake the Close frame or the page that we sent last.
const LINGER: Duration = Duration::from_secs(2);

/// The whole life of a `client N` thread.
pub fn run(
    id: ClientId,
    stream: Arc<TcpStream>,
    events: Sender<(ClientId, Event)>,
    settings: &Settings,
) {
    match serve(id, &stream, events, settings) {
        Ok(()) => linger(&stream),
        Err(error) => debug!("{error}"), // dropping the stream closes it
    }
}

fn serve(
    id: ClientId,
    stream: &Arc<TcpStream>,
    events: Sender<(ClientId, Event)>,
    settings: &Settings,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let is_full = id.0 > settings.max_clients;
    match http::welcome(stream, is_full, settings.head_deadline)? {
        Some(early) => {
            let (stream, silence) = (stream.clone(), settings.silence);
            let (allowance, reply) = (Allowance::default(), Vec::new());
            chat(Wire { id, stream, events, silence, allowance, reply }, early)
        }
        None => stream.shutdown(Shutdown::Write), // it got the page, or a refusal
    }
}

/// From the end of the handshake to the end of the connection. `early` are the first bytes, if
/// they came together with the request.
#[inline(never)] // inlined, the handshake's variables stay on the stack: 4 KiB for each client
fn chat(wire: Wire, early: Vec<u8>) -> io::Result<()> {
    wire.tell(Event::Connected(wire.stream.clone()))?;
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0) // a reply goes to `Wire::write` at once
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let mut socket = WebSocket::from_partially_read(wire, early, Role::Server, Some(config));
    let Err(error) = read_messages(&mut socket);
    info!("ended: {error}");
    // RFC 6455, section 7.4.1. Tungstenite notices a broken rule, but says nothing to the client.
    let code = match &error {
        Error::Capacity(_) => CloseCode::Size,
        Error::Utf8(_) => CloseCode::Invalid,
        Error::Protocol(_) => CloseCode::Protocol,
        _ => return Ok(()),
    };
    let _ = socket.close(Some(CloseFrame { code, reason: error.to_string().into() }));
    Ok(())
}

/// The read loop: one message after the other becomes an event. It ends with an error only, also
/// when all is well: nothing is ever `Infallible`, so there is no `Ok`.
fn read_messages(socket: &mut WebSocket<Wire>) -> tungstenite::Result<Infallible> {
    loop {
        let message = socket.read()?;
        match message {
            Message::Text(text) => {
                debug!("read {} bytes", text.len());
                socket.get_mut().allowance.pay(allowance::values(&text));
                // Parsed here, and not by the broadcaster: everyone waits for the broadcaster.
                let data = serde_json::from_str::<Value>(&text);
                if !data.as_ref().is_ok_and(|data| data["type"] == "chat") {
                    socket.get_mut().pay_for_rare_message()?;
                }
                socket.get_ref().tell(Event::Message(text.to_string(), data))?;
            }
            Message::Binary(data) => {
                warn!("Unrecognized message type: binary, {} bytes", data.len());
                socket.get_mut().pay_for_rare_message()?;
            }
            // The next `read` answers a ping or a Close by itself, through `Wire::write`.
            _ => _ = socket.get_mut().allowance.pay(allowance::SMALL),
        }
    }
}

/// The stream as tungstenite sees it: reads come from the socket, writes go to the broadcaster.
struct Wire {
    id: ClientId,
    stream: Arc<TcpStream>,
    events: Sender<(ClientId, Event)>,
    silence: Duration,
    allowance: Allowance,
    /// What tungstenite has answered, until it goes to the broadcaster.
    reply: Vec<u8>,
}

impl Wire {
    /// Waits while the channel is full, so that this client's flood is this client's problem.
    fn tell(&self, event: Event) -> io::Result<()> {
        self.events.send((self.id, event)).map_err(io::Error::other)
    }

    /// A flood of these takes long. An error says that the client has hung up meanwhile: then the
    /// rest need not be heard.
    fn pay_for_rare_message(&mut self) -> io::Result<()> {
        if self.allowance.pay(allowance::RARE) {
            self.stream.peer_addr()?;
        }
        Ok(())
    }
}

impl Read for Wire {
    /// Here every byte is paid for: a message without end, in fragments, is a flood as well.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.reply.is_empty() {
            let pongs = mem::take(&mut self.reply);
            self.tell(Event::Reply(pongs))?;
        }
        if self.events.len() >= BUSY {
            thread::yield_now(); // what comes while the others have their turn is read in one go
        }
        let length = tcp::read_before(Instant::now() + self.silence, &self.stream, buffer)?;
        self.allowance.pay(length);
        Ok(length)
    }
}

impl Write for Wire {
    /// Here come pongs and Closes: tungstenite makes them, the broadcaster writes them. It gets a
    /// pong before the next read, and a Close, after which nothing is read, with the last event.
    fn write(&mut self, frame: &[u8]) -> io::Result<usize> {
        self.reply.extend_from_slice(frame);
        Ok(frame.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Wire {
    /// However this thread ends, the room hears of it.
    fn drop(&mut self) {
        let last_words = mem::take(&mut self.reply);
        let _ = self.tell(Event::Left(last_words));
    }
}

/// Reads and forgets until the client has closed its side too, or its time is up.
fn linger(stream: &TcpStream) {
    let deadline = Instant::now() + LINGER;
    let mut forgotten = vec![0; 1024];
    while tcp::read_before(deadline, stream, &mut forgotten).is_ok_and(|length| length > 0) {
        thread::sleep(Duration::from_millis(1)); // no faster than anyone may send
    }
}
