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
use log::info;
use serde_json::Value;

use crate::outbox::{Outboxes, PING};
use crate::room::{ClientId, Room};
use crate::tcp::Connection;

/// How many events may wait: a big course may log in at once. When the channel is full, the client
/// threads wait, and TCP makes their clients wait too. This is the backpressure.
pub const QUEUE: usize = 1024;

/// How soon the broadcaster tries again to write to a client whose socket was full.
const RETRY: Duration = Duration::from_millis(50);

/// In a busy room it pays to pause: more events gather, and one write to each client carries them
/// all. The pause ends when as many wait as the last time, or after this time.
const MAX_PAUSE: Duration = Duration::from_micros(500);

/// How often the broadcaster looks, during that pause, how many events wait.
const GLANCE: Duration = Duration::from_micros(50);

/// What a client thread tells the broadcaster.
pub enum Event {
    /// The handshake is done: from now on only the broadcaster writes to this connection.
    Connected(Arc<Connection>),
    /// A text message, and the JSON in it, if it is JSON.
    Message(String, serde_json::Result<Value>),
    /// A pong frame, the answer to a ping of the client's.
    Pong(Vec<u8>),
    /// Nothing came for a while. A ping shows whether the client is still there.
    Silent,
    /// The connection has ended: the last event of a client. These are the bytes of the Close frame
    /// that is still to be written, if any.
    Left(Vec<u8>),
}

/// Runs until all client threads and the accept loop have ended: as long as the program.
pub fn broadcast_loop(events: &Receiver<(ClientId, Event)>) {
    let mut broadcaster = Broadcaster::default();
    loop {
        let patience = if broadcaster.outboxes.is_idle() { Duration::MAX } else { RETRY };
        match events.recv_timeout(patience) {
            Ok((id, event)) => broadcaster.respond(id, event),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        // Those that wait behind it, too, so that one flush serves them all.
        let mut batch = 0;
        for (id, event) in events.try_iter().take(QUEUE) {
            broadcaster.respond(id, event);
            batch += 1;
        }
        broadcaster.flush();
        if batch > 0 {
            pause(events, batch);
        }
    }
}

fn pause(events: &Receiver<(ClientId, Event)>, enough: usize) {
    let end = Instant::now() + MAX_PAUSE;
    while events.len() < enough && Instant::now() < end {
        thread::sleep(GLANCE);
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
            // It was cut off, and has left. Nothing that it sent before counts any more.
            _ if !outboxes.has(id) => {}
            Event::Message(text, Ok(data)) => room.respond_to_message(id, &text, &data, outboxes),
            Event::Message(_, Err(error)) => {
                room.reply_error(id, "not JSON", &error.to_string(), outboxes);
            }
            Event::Pong(frame) => outboxes.send_frame(id, &frame),
            Event::Silent => outboxes.send_frame(id, &PING),
            Event::Left(close) => {
                room.disconnect(id, outboxes);
                outboxes.close(id, &close);
            }
        }
        if self.outboxes.is_batch_full() {
            self.flush();
        }
    }

    /// Writes to every client. If some are cut off, the others must hear of that, so there is more
    /// to write.
    fn flush(&mut self) {
        loop {
            let closed = self.outboxes.flush();
            if closed.is_empty() {
                return;
            }
            for id in closed {
                self.room.disconnect(id, &mut self.outboxes);
            }
        }
    }
}
