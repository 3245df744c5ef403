//! The outboxes: what waits to be written to each client. Owned by the broadcaster thread.
//!
//! In: messages for clients. Out: at each flush, one write to the socket of every client who got
//! something. Writing never waits; what a client's socket does not take stays in its backlog.

use std::io;
use std::mem;
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

use log::{debug, warn};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::room::{ClientId, Encoded, Outgoing};
use crate::tcp::write_without_waiting;

/// A batch of this many bytes is written before more events are taken. A login sends the whole
/// roster to everyone: without a bound, a thousand of them at once would fill the memory.
const MAX_BATCH: usize = 128 * 1024;

/// A slow consumer is cut off when this many bytes wait for it, on top of what the operating
/// system holds: one that is slow for a moment loses nothing, one that never reads costs 1 MiB.
pub const MAX_BACKLOG: usize = 1024 * 1024;

/// A heartbeat comes in so many turns: to ping ten thousand clients at once takes some 30 ms, in
/// which nobody would hear anything. Each turn also tries those again whose socket was full.
pub const PING_TURNS: usize = 200;

/// A whole ping frame without payload (RFC 6455, section 5.2: FIN, opcode 9).
const PING: [u8; 2] = [0x89, 0];

/// The outboxes of all clients, and the batch of frames that the next flush writes.
#[derive(Default)]
pub struct Outboxes {
    /// Each message stands here once, encoded, whoever gets it.
    batch: Vec<u8>,
    /// By seat number. None: nobody sits there, or the connection is broken.
    outboxes: Vec<Option<Outbox>>,
    /// Those who get something at the next flush: a flush never looks at the thousands who don't.
    waiting: Vec<ClientId>,
    /// Those who were cut off, until the room hears of it.
    cut_off: Vec<ClientId>,
    /// Which of the [`PING_TURNS`] is next.
    ping_turn: usize,
}

/// What waits for one client.
struct Outbox {
    stream: Arc<TcpStream>,
    /// The parts of the batch that are for this client; what everybody gets is one long part.
    parts: Vec<Encoded>,
    /// What an earlier flush could not write, because the socket was full.
    backlog: Vec<u8>,
}

impl Outgoing for Outboxes {
    /// A server's frames are not masked (RFC 6455, section 5.1), so the bytes are the same for
    /// all clients.
    fn encode(&mut self, text: &str) -> Encoded {
        let start = self.batch.len();
        let header = FrameHeader { opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
        let length = text.len() as u64;
        header.format(length, &mut self.batch).expect("writing to a Vec cannot fail");
        self.batch.extend_from_slice(text.as_bytes());
        Encoded { start, end: self.batch.len() }
    }

    fn send(&mut self, to: ClientId, message: Encoded) -> bool {
        let Some(Some(outbox)) = self.outboxes.get_mut(to.0) else { return false };
        if outbox.is_empty() {
            self.waiting.push(to);
        }
        match outbox.parts.last_mut() {
            Some(part) if part.end == message.start => part.end = message.end,
            _ => outbox.parts.push(message),
        }
        true
    }
}

impl Outboxes {
    /// A client has finished its handshake. From now on, this is who writes to `stream`.
    pub fn add(&mut self, id: ClientId, stream: Arc<TcpStream>) {
        if self.outboxes.len() <= id.0 {
            self.outboxes.resize_with(id.0 + 1, || None);
        }
        self.outboxes[id.0] = Some(Outbox { stream, parts: Vec::new(), backlog: Vec::new() });
    }

    /// A connection is over, and the room has heard of it: say the last words, then hang up.
    /// Since the outbox goes too, nothing can follow a Close frame.
    pub fn remove(&mut self, id: ClientId, last_words: &[u8]) {
        if !last_words.is_empty() {
            self.reply(id, last_words);
        }
        let Some(mut outbox) = self.outboxes[id.0].take() else { return };
        if !outbox.is_empty() {
            self.waiting.retain(|&waiting| waiting != id);
            outbox.flush(id, &self.batch);
        }
        // Only our half: its thread reads on for a moment, see `client::linger`.
        let _ = outbox.stream.shutdown(Shutdown::Write);
    }

    /// Sends frames that the reading side of the connection made.
    pub fn reply(&mut self, to: ClientId, frames: &[u8]) {
        let reply = self.add_to_batch(frames);
        self.send(to, reply);
    }

    /// A turn of the heartbeat: pings one seat in [`PING_TURNS`]. Whoever is there answers with a
    /// pong, and the reading side hears it.
    pub fn ping_some(&mut self) {
        let ping = self.add_to_batch(&PING);
        for seat in (self.ping_turn..self.outboxes.len()).step_by(PING_TURNS) {
            self.send(ClientId(seat), ping);
        }
        self.ping_turn = (self.ping_turn + 1) % PING_TURNS;
    }

    fn add_to_batch(&mut self, frames: &[u8]) -> Encoded {
        let start = self.batch.len();
        self.batch.extend_from_slice(frames);
        Encoded { start, end: self.batch.len() }
    }

    /// Keeps a batch within its bound.
    pub fn flush_if_large(&mut self) {
        if self.batch.len() >= MAX_BATCH {
            self.flush();
        }
    }

    /// Writes to each client, once, all that waits for it.
    pub fn flush(&mut self) {
        let Self { batch, outboxes, waiting, cut_off, .. } = self;
        waiting.retain(|&id| {
            let outbox = &mut outboxes[id.0];
            let ended = outbox.take_if(|outbox| !outbox.flush(id, batch));
            cut_off.extend(ended.filter(Outbox::is_too_slow).map(|_| id));
            outbox.as_ref().is_some_and(|outbox| !outbox.is_empty())
        });
        batch.clear();
    }

    /// Who was cut off since the last call.
    pub fn take_cut_off(&mut self) -> Vec<ClientId> {
        mem::take(&mut self.cut_off)
    }
}

impl Outbox {
    fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.backlog.is_empty()
    }

    fn is_too_slow(&self) -> bool {
        self.backlog.len() > MAX_BACKLOG
    }

    /// Returns false when the connection is over: broken, or too slow.
    fn flush(&mut self, id: ClientId, batch: &[u8]) -> bool {
        let result = self.write(batch);
        let waiting = self.backlog.len();
        match result {
            Ok(()) if !self.is_too_slow() => return true,
            Ok(()) => warn!("{id} is cut off: it reads too slowly, {waiting} bytes wait for it"),
            Err(error) => debug!("{id} cannot be written to: {error}"),
        }
        // Its thread, which waits for the client to say something, wakes up and ends. (On Windows
        // it does so when its client has been silent for too long.)
        let _ = self.stream.shutdown(Shutdown::Both);
        false
    }

    /// Writes what the socket takes; the rest becomes the backlog.
    fn write(&mut self, batch: &[u8]) -> io::Result<()> {
        if let [part] = &self.parts[..]
            && self.backlog.is_empty()
        {
            // Nearly always: straight from the batch, which all clients share, to the socket.
            let bytes = &batch[part.start..part.end];
            let written = write_without_waiting(&self.stream, bytes)?;
            self.backlog.extend_from_slice(&bytes[written..]);
        } else {
            for part in &self.parts {
                self.backlog.extend_from_slice(&batch[part.start..part.end]);
            }
            let written = write_without_waiting(&self.stream, &self.backlog)?;
            self.backlog.drain(..written);
        }
        self.parts.clear();
        if self.backlog.is_empty() {
            self.backlog = Vec::new(); // gives the memory back
        }
        Ok(())
    }
}
