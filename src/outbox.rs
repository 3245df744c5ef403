//! The outboxes: what waits to be written to each client. Owned by the broadcaster thread.
//!
//! In: messages for clients. Out: at each flush, a write to the socket of every client that got
//! something. Writing never waits; what a client's socket does not take stays in its backlog.

use std::collections::BTreeMap;
use std::io;
use std::mem;
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

use log::{debug, warn};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::heartbeat;
use crate::room::{ClientId, Encoded, Outgoing};
use crate::tcp::{Connection, LINGER};

/// A batch of this many bytes is written before more events are taken. A login sends the whole
/// roster to everyone: without a bound, a thousand of them at once would fill the memory.
const MAX_BATCH: usize = 128 * 1024;

/// A slow consumer is cut off when more than this many bytes wait for it, on top of what the
/// operating system holds. So a client that is slow for a moment loses nothing, and one that never
/// reads costs about 1 MiB.
pub const MAX_BACKLOG: usize = 1024 * 1024;

/// The outboxes of all clients, and the batch of frames that the next flush writes.
#[derive(Default)]
pub struct Outboxes {
    /// Each message is in here once, encoded, however many clients get it.
    batch: Vec<u8>,
    /// Everyone connected. In a room of 100, this costs 5 % less processor time than a `HashMap`.
    outboxes: BTreeMap<ClientId, Outbox>,
    /// The clients for which something waits, so that a flush skips everyone else.
    waiting: Vec<ClientId>,
}

/// What waits for one client.
struct Outbox {
    connection: Arc<Connection>,
    /// The parts of the batch that are for this client. Messages for everybody make one long part.
    parts: Vec<Encoded>,
    /// What an earlier flush could not write, because the socket was full.
    backlog: Vec<u8>,
    /// Nothing more can be written. The client's thread soon reads the end too.
    is_broken: bool,
    /// Set when the connection has ended: how long the client may still read what waits for it.
    closes_at: Option<Instant>,
}

impl Outgoing for Outboxes {
    /// A server's frames are not masked (RFC 6455, section 5.1), so the bytes are the same for
    /// all clients.
    fn encode(&mut self, text: &str) -> Encoded {
        let start = self.batch.len();
        let header = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
        header.format(text.len() as u64, &mut self.batch).expect("writing to a Vec cannot fail");
        self.batch.extend_from_slice(text.as_bytes());
        Encoded { start, end: self.batch.len() }
    }

    fn send(&mut self, to: ClientId, message: Encoded) -> bool {
        let Some(outbox) = self.outboxes.get_mut(&to) else { return false };
        if outbox.is_empty() {
            self.waiting.push(to);
        }
        match outbox.parts.last_mut() {
            // Directly behind the last part: that one becomes longer.
            Some(part) if part.end == message.start => part.end = message.end,
            _ => outbox.parts.push(message),
        }
        !outbox.is_broken
    }
}

impl Outboxes {
    /// A client has finished its handshake. From now on, only this writes to the connection.
    pub fn open(&mut self, id: ClientId, connection: Arc<Connection>) {
        let (parts, backlog, is_broken, closes_at) = (Vec::new(), Vec::new(), false, None);
        self.outboxes.insert(id, Outbox { connection, parts, backlog, is_broken, closes_at });
    }

    /// Whether this client has an outbox: one that was cut off has none.
    pub fn has(&self, id: ClientId) -> bool {
        self.outboxes.contains_key(&id)
    }

    /// Sends a frame that is encoded already.
    pub fn send_frame(&mut self, to: ClientId, frame: &[u8]) {
        let start = self.batch.len();
        self.batch.extend_from_slice(frame);
        self.send(to, Encoded { start, end: self.batch.len() });
    }

    /// Sends a ping with the number of bytes that were queued before it.
    pub fn ping(&mut self, to: ClientId) {
        let Some(outbox) = self.outboxes.get(&to) else { return };
        let ping = heartbeat::ping(outbox.connection.queued.load(Relaxed));
        self.send_frame(to, &ping);
    }

    /// A connection has ended, and the room knows it. The client still gets everything that waits for
    /// it, then the Close frame, if there is one, as far as it reads on within the time of [`LINGER`].
    pub fn close(&mut self, id: ClientId, close_frame: &[u8]) {
        self.send_frame(id, close_frame); // even without one: the next flush must look at this client
        if let Some(outbox) = self.outboxes.get_mut(&id) {
            outbox.closes_at = Some(Instant::now() + LINGER);
        }
    }

    /// True if nothing waits: no client's socket was full at the last flush.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    pub fn is_batch_full(&self) -> bool {
        self.batch.len() >= MAX_BATCH
    }

    /// Writes to each client all that waits for it. Returns the clients whose outboxes are closed
    /// now.
    pub fn flush(&mut self) -> Vec<ClientId> {
        let mut closed = Vec::new();
        let all = self.waiting.len();
        for id in mem::take(&mut self.waiting) {
            let Some(outbox) = self.outboxes.get_mut(&id) else { continue };
            if outbox.flush(id, &self.batch) {
                self.outboxes.remove(&id);
                closed.push(id);
            } else if !outbox.is_empty() {
                self.waiting.push(id);
            }
        }
        let done = all - self.waiting.len();
        debug!("wrote {} bytes to {done} of {all} clients", self.batch.len());
        self.batch.clear();
        closed
    }
}

impl Outbox {
    fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.backlog.is_empty()
    }

    /// Writes what the socket takes; the rest becomes the backlog. Returns true if this was the last
    /// time: the client is cut off, or its connection has ended and all is written, or the time is up.
    fn flush(&mut self, id: ClientId, batch: &[u8]) -> bool {
        let before = self.backlog.len();
        if self.write(batch).is_err() {
            self.is_broken = true;
            self.backlog.clear();
            self.connection.hang_up(Shutdown::Both);
        }
        self.parts.clear();
        let waiting = self.backlog.len();
        if waiting == 0 {
            self.backlog = Vec::new(); // gives the memory back
        }
        if waiting != before {
            debug!("{waiting} bytes wait for {id}");
        }
        if waiting > MAX_BACKLOG {
            warn!("{id} is cut off: it reads too slowly, {waiting} bytes wait for it");
            self.connection.cut_off();
            return true;
        }
        match self.closes_at {
            Some(deadline) if waiting == 0 || Instant::now() > deadline => {
                self.connection.hang_up(Shutdown::Write);
                true
            }
            _ => false,
        }
    }

    /// The backlog first, then each part of the batch.
    fn write(&mut self, batch: &[u8]) -> io::Result<()> {
        if !self.backlog.is_empty() {
            let written = self.connection.write_without_waiting(&self.backlog)?;
            self.backlog.drain(..written);
        }
        for part in &self.parts {
            let mut bytes = &batch[part.start..part.end];
            self.connection.queued.fetch_add(bytes.len(), Relaxed);
            if self.backlog.is_empty() {
                let written = self.connection.write_without_waiting(bytes)?;
                bytes = &bytes[written..];
            }
            self.backlog.extend_from_slice(bytes);
        }
        Ok(())
    }
}
