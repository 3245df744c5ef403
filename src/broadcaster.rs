//! The broadcaster thread: the only owner of the room and of every client's outbox.
//!
//! In: events from all client threads, through one bounded channel. Out: frames to every client.
//! Since this thread alone decides what happens next, every client sees the same order,
//! and nothing here needs a lock. It never waits for a client, and it never sends into the channel
//! that it reads from. If that were full, the thread would wait for itself forever: a deadlock.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use log::{debug, info};
use serde_json::Value;

use crate::outbox::Outboxes;
use crate::room::{ClientId, Room};
use crate::tcp::Connection;

/// How many events may wait: a big course may log in at once. When the channel is full, the client
/// threads wait, and TCP makes their clients wait too. This is the backpressure.
pub const QUEUE: usize = 1024;

/// How soon the broadcaster tries again to write to a client whose socket was full.
const RETRY: Duration = Duration::from_millis(50);

/// In a busy room a short pause saves work: more events gather, and one write to each client carries
/// them all. It ends when as many wait as were taken the last time, and after this time at the latest.
/// Without it, a room of 30 delivers a third less.
const MAX_PAUSE: Duration = Duration::from_micros(500);

/// What a client thread tells the broadcaster.
pub enum Event {
    /// The handshake is done: from now on only the broadcaster writes to this connection.
    Connected(Arc<Connection>),
    /// A text message, and the JSON in it, if it is JSON.
    Message(String, serde_json::Result<Value>),
    /// The client has sent a ping, and this is the pong frame for it.
    Pong(Vec<u8>),
    /// It is time for a ping: is the client still there, and how much has it read?
    Ping,
    /// The connection has ended: the last event of a client. If a Close frame is still to be written,
    /// these are its bytes.
    Left(Vec<u8>),
}

/// Runs until all client threads and the accept loop have ended: as long as the program.
pub fn broadcast_loop(events: &Receiver<(ClientId, Event)>) {
    let mut broadcaster = Broadcaster::default();
    loop {
        let patience = if broadcaster.outboxes.is_idle() { Duration::MAX } else { RETRY };
        let first = match events.recv_timeout(patience) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // That event, if there is one, and all others that wait already: one flush can serve them all.
        let mut taken = 0;
        for (id, event) in first.into_iter().chain(events.try_iter().take(QUEUE)) {
            broadcaster.respond(id, event);
            taken += 1;
        }
        debug!("took {taken} of {} events from the channel", taken + events.len());
        broadcaster.flush();
        if taken > 1 {
            pause(events, taken);
        }
    }
}

fn pause(events: &Receiver<(ClientId, Event)>, enough: usize) {
    let end = Instant::now() + MAX_PAUSE;
    while events.len() < enough && Instant::now() < end {
        thread::sleep(MAX_PAUSE / 10);
    }
}

#[derive(Default)]
struct Broadcaster {
    room: Room,
    outboxes: Outboxes,
}

impl Broadcaster {
    fn respond(&mut self, id: ClientId, event: Event) {
        let Self { room, outboxes } = self;
        match event {
            Event::Connected(connection) => {
                info!("{id} connected");
                outboxes.open(id, connection);
            }
            // A client that was cut off has left already. What it had sent before counts no more.
            _ if !outboxes.has(id) => {}
            Event::Message(text, Ok(data)) => room.respond_to_message(id, &text, &data, outboxes),
            Event::Message(_, Err(error)) => {
                room.reply_error(id, "not JSON", &error.to_string(), outboxes);
            }
            Event::Pong(frame) => outboxes.send_frame(id, &frame),
            Event::Ping => outboxes.ping(id),
            Event::Left(close) => {
                room.disconnect(id, outboxes);
                outboxes.close(id, &close);
            }
        }
        if self.outboxes.is_batch_full() {
            self.flush();
        }
    }

    /// Writes to every client. If a client is cut off, the others must hear of that, so there is more
    /// to write.
    fn flush(&mut self) {
        let mut closed = self.outboxes.flush();
        while let Some(id) = closed.pop() {
            self.room.disconnect(id, &mut self.outboxes);
            if closed.is_empty() || self.outboxes.is_batch_full() {
                closed.extend(self.outboxes.flush());
            }
        }
    }
}
