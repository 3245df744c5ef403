//! A client's thread, one per connection: its request, then a blocking read loop.
//!
//! In: bytes from the client. Out: events to the broadcaster. After the handshake this thread
//! only reads: two writers on one socket would write into the middle of each other's frames.

use std::{
    convert::Infallible,
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::Sender;
use log::{debug, info, warn};
use tungstenite::{
    Error, Message, WebSocket,
    error::ProtocolError,
    protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
};

use crate::{Settings, broadcaster::Event, http, room::ClientId};

/// The longest message, in bytes: pages of text. A longer one closes the connection.
const MAX_MESSAGE: usize = 64 * 1024;

/// Each connection has a read buffer of its own, so a small one, in bytes.
const READ_BUFFER: usize = 2 * 1024;

/// How fast a client may send in the long run, in bytes per second, and how much at once.
/// Far more than anyone types; few enough that one who floods leaves the others their share.
const RATE: f64 = 1024.0 * 1024.0;

/// What the smallest message counts, in bytes: it costs the room as much as one of this size.
const MIN_COST: usize = 100;

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
    if let Err(error) = serve(id, &stream, events, settings) {
        debug!("{error}");
    }
    linger(&stream);
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
            stream.set_read_timeout(Some(settings.silence))?;
            chat(Wire { id, stream: stream.clone(), events, silence: settings.silence }, early)
        }
        None => stream.shutdown(Shutdown::Write), // it got the page, or a refusal
    }
}

/// From the end of the handshake to the end of the connection. `early` are the first bytes, if
/// they came together with the request.
#[inline(never)] // else its stack lies on top of the handshake's: 4 KiB more for each client
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
    if let Some(code) = close_code(&error) {
        let _ = socket.close(Some(CloseFrame { code, reason: error.to_string().into() }));
    }
    Ok(())
}

/// The read loop: one message after the other becomes an event.
fn read_messages(socket: &mut WebSocket<Wire>) -> tungstenite::Result<Infallible> {
    let mut allowance = Allowance { bytes: RATE, since: Instant::now() };
    loop {
        let message = socket.read()?;
        allowance.spend(message.len());
        match message {
            Message::Text(text) => {
                debug!("read {} bytes", text.len());
                // Parsed here, and not by the broadcaster: everyone waits for the broadcaster.
                let data = serde_json::from_str(&text);
                socket.get_ref().tell(Event::Message(text.to_string(), data))?;
            }
            Message::Binary(data) => {
                warn!("Unrecognized message type: binary, {} bytes", data.len());
            }
            // The next `read` answers a ping or a Close by itself, through `Wire::write`.
            _ => {}
        }
    }
}

/// What a client is told when it breaks the rules (RFC 6455, section 7.4.1). Tungstenite notices,
/// but says nothing to the client.
fn close_code(error: &Error) -> Option<CloseCode> {
    match error {
        Error::Capacity(_) => Some(CloseCode::Size),
        Error::Utf8(_) => Some(CloseCode::Invalid),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(_) => Some(CloseCode::Protocol),
        _ => None,
    }
}

/// The stream as tungstenite sees it: reads come from the socket, writes go to the broadcaster.
struct Wire {
    id: ClientId,
    stream: Arc<TcpStream>,
    events: Sender<(ClientId, Event)>,
    silence: Duration,
}

impl Wire {
    /// Waits while the channel is full, so that this client's flood is this client's problem.
    fn tell(&self, event: Event) -> io::Result<()> {
        let result = self.events.send((self.id, event));
        result.map_err(|_| io::Error::new(ErrorKind::BrokenPipe, "the broadcaster has ended"))
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.events.len() >= BUSY {
            thread::yield_now(); // what comes while the others have their turn is read in one go
        }
        let start = Instant::now();
        loop {
            match (&*self.stream).read(buffer) {
                Err(error) if !is_nothing_yet(&error) => return Err(error),
                Err(_) if start.elapsed() >= self.silence => {
                    let problem = format!("nothing heard for {:?}", self.silence);
                    return Err(io::Error::new(ErrorKind::TimedOut, problem));
                }
                // Just now the broadcaster writes: see `outbox::write_without_waiting`.
                Err(_) => thread::yield_now(),
                read => return read,
            }
        }
    }
}

impl Write for Wire {
    /// Here come pongs and Closes, each whole: tungstenite makes them, the broadcaster writes them.
    fn write(&mut self, frame: &[u8]) -> io::Result<usize> {
        self.tell(Event::Reply(frame.to_vec()))?;
        Ok(frame.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(()) // the reply to a Close is written and never flushed: `write` is all there is
    }
}

impl Drop for Wire {
    /// However this thread ends, the room hears of it.
    fn drop(&mut self) {
        let _ = self.tell(Event::Left);
    }
}

/// A token bucket: how many bytes a client may still send without waiting.
struct Allowance {
    bytes: f64,
    since: Instant,
}

impl Allowance {
    /// Pays for a message, and sleeps until it is paid: TCP then makes the client wait too.
    fn spend(&mut self, bytes: usize) {
        let earned = self.since.elapsed().as_secs_f64() * RATE;
        self.since = Instant::now();
        self.bytes = (self.bytes + earned).min(RATE) - bytes.max(MIN_COST) as f64;
        if self.bytes < 0.0 {
            thread::sleep(Duration::from_secs_f64(-self.bytes / RATE));
        }
    }
}

/// Reads and forgets until the client has closed its side too, or its time is up.
fn linger(stream: &TcpStream) {
    let deadline = Instant::now() + LINGER;
    let mut forgotten = vec![0; 1024];
    while http::read_before(deadline, stream, &mut forgotten).is_ok_and(|length| length > 0) {}
}

/// Whether a read came back with nothing: Unix says `WouldBlock`, Windows says `TimedOut`, and
/// `Interrupted` is what a reader finds who was stopped with Ctrl+Z and goes on.
pub fn is_nothing_yet(error: &io::Error) -> bool {
    use ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), WouldBlock | TimedOut | Interrupted)
}
