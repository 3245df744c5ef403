//! The broadcaster thread: the only owner of the room and of every client's outbox.
//!
//! In: events from all client threads, through one bounded channel. Out: frames to every client.
//! Since this thread alone decides what happens next, every client sees the same order,
//! and nothing here needs a lock. It never waits for a client, and it never sends into the channel
//! that it reads from. If that channel were full, the thread would wait for itself forever: a deadlock.

use std::iter;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use log::info;
use serde_json::Value;

use crate::outbox::Outboxes;
use crate::room::{ClientId, Room};
use crate::tcp::Connection;

/// How many events may wait: a big course may log in at once. When the channel is full, the client
/// threads wait, and TCP makes their clients wait too. This is the backpressure.
pub const QUEUE: usize = 1024;

/// How soon the broadcaster tries again to write to a client whose socket was full.
const RETRY: Duration = Duration::from_millis(50);

/// In a busy room it pays to wait a moment: more events gather, and one write to each client
/// carries them all. The pause ends when as many wait as the last time, or after this time.
const MAX_PAUSE: Duration = Duration::from_micros(500);

/// During that pause, how often the broadcaster checks how many events wait.
const GLANCE: Duration = Duration::from_micros(50);

/// What a client thread tells the broadcaster.
pub enum Event {
    /// The handshake is done: from now on only the broadcaster writes to this connection.
    Connected(Arc<Connection>),
    /// A text message, and the JSON in it, if it is JSON.
    Message(String, serde_json::Result<Value>),
    /// A pong frame, the answer to the client's ping.
    Pong(Vec<u8>),
    /// Nothing came for a while: send a ping, to see whether the client is still there.
    Silent,
    /// The connection has ended. A Close frame may still have to be written: these are its bytes.
    /// This is the last event of a client.
    Left(Vec<u8>),
}

/// Takes events until the last client thread and the accept loop have ended, which is never.
pub fn broadcast_loop(events: &Receiver<(ClientId, Event)>) {
    let mut broadcaster = Broadcaster::default();
    loop {
        let patience = if broadcaster.outboxes.are_waiting() { RETRY } else { Duration::MAX };
        let batch = match events.recv_timeout(patience) {
            Ok(first) => broadcaster.respond_to_all(first, events),
            Err(RecvTimeoutError::Timeout) => 0,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        broadcaster.flush();
        if batch > 1 {
            let_events_gather(events, batch);
        }
    }
}

fn let_events_gather(events: &Receiver<(ClientId, Event)>, enough: usize) {
    let end = Instant::now() + MAX_PAUSE;
    while events.len() < enough && Instant::now() < end {
        thread::sleep(GLANCE);
    }
}

/// All that the broadcaster thread owns.
#[derive(Default)]
struct Broadcaster {
    room: Room,
    outboxes: Outboxes,
}

impl Broadcaster {
    /// Responds to the first event and to all that wait behind it, at most a channelful, so that one
    /// flush serves them all. Returns how many there were.
    fn respond_to_all(
        &mut self,
        first: (ClientId, Event),
        events: &Receiver<(ClientId, Event)>,
    ) -> usize {
        let mut count = 0;
        for (id, event) in iter::once(first).chain(events.try_iter()).take(QUEUE) {
            self.respond(id, event);
            if self.outboxes.is_batch_full() {
                self.flush();
            }
            count += 1;
        }
        count
    }

    fn respond(&mut self, id: ClientId, event: Event) {
        match event {
            Event::Connected(connection) => {
                info!("{id} connected");
                self.outboxes.open(id, connection);
            }
            // It was cut off and has left. Nothing that it sent before counts any more.
            _ if !self.outboxes.is_open(id) => {}
            Event::Message(text, Ok(data)) => {
                self.room.respond_to_message(id, &text, &data, &mut self.outboxes);
            }
            Event::Message(_, Err(error)) => {
                self.room.reply_error(id, "not JSON", &error.to_string(), &mut self.outboxes);
            }
            Event::Pong(frame) => self.outboxes.send_frame(id, &frame),
            Event::Silent => self.outboxes.ping(id),
            Event::Left(close) => {
                self.room.disconnect(id, &mut self.outboxes);
                self.outboxes.close(id, &close);
            }
        }
    }

    /// Writes to all clients. A client that is cut off leaves the room, and the others must hear
    /// of that: so there may be more to write.
    fn flush(&mut self) {
        let mut ended = self.outboxes.flush();
        while !ended.is_empty() {
            for id in ended {
                self.room.disconnect(id, &mut self.outboxes);
            }
            ended = self.outboxes.flush();
        }
    }
}
