//! The broadcaster thread: the only owner of the room and of every client's outbox.
//!
//! In: events from all client threads, through one bounded channel. Out: frames to every client.
//! Since this thread alone decides what happens next, every client sees the same order,
//! and nothing here needs a lock. It never waits for a client, and it never sends into the
//! channel that it reads from: so nothing can deadlock.

use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use log::info;
use serde_json::Value;

use crate::outbox::{Outboxes, PING_TURNS};
use crate::room::{ClientId, Room};

/// How many events may wait: a big course may log in at once. When the channel is full, client
/// threads wait, and so, by TCP, do the clients who send: this is the backpressure.
pub const QUEUE: usize = 1024;

/// After a batch of several events the channel may fill until it holds as many again, but for no
/// longer than this: the next write to each client then carries more. Nobody notices, and a busy
/// room gets by with fewer writes.
const MAX_PAUSE: Duration = Duration::from_micros(500);

/// During a pause, how soon the broadcaster looks whether the channel is full enough.
const GLANCE: Duration = Duration::from_micros(50);

/// How soon a client whose socket was full is tried again.
const RETRY: Duration = Duration::from_millis(5);

/// What happens on a connection, told by its client thread.
pub enum Event {
    /// The handshake is done: from now on only the broadcaster writes to this connection.
    Connected(Arc<TcpStream>),
    /// A text message, and the JSON in it, if it is JSON.
    Message(String, serde_json::Result<Value>),
    /// A frame that the WebSocket protocol demands: a pong, or a Close.
    Reply(Vec<u8>),
    /// The connection has ended, in whatever way. The last event of a client.
    Left,
}

/// Runs for ever: the channel closes only when the program ends.
pub fn run(events: Receiver<(ClientId, Event)>, heartbeat: Duration) {
    let mut room = Room::default();
    let mut outboxes = Outboxes::default();
    let ping_interval = heartbeat / PING_TURNS as u32;
    let mut next_ping = Instant::now() + ping_interval;
    loop {
        let retry = outboxes.has_backlog().then(|| Instant::now() + RETRY);
        let wake = retry.map_or(next_ping, |retry| retry.min(next_ping));
        let batch = match events.recv_deadline(wake) {
            Ok(first) => respond_to_all_waiting(first, &events, &mut room, &mut outboxes),
            Err(RecvTimeoutError::Timeout) => 0,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // A late turn is made up for: who is pinged too rarely, and has nothing to say, seems gone.
        while Instant::now() >= next_ping {
            outboxes.ping_some();
            next_ping += ping_interval;
        }
        outboxes.flush();
        if batch > 1 {
            let_fill(&events, batch);
        }
    }
}

/// Takes the events that wait, at most a channelful, so that one flush serves them all.
/// Returns how many there were.
fn respond_to_all_waiting(
    first: (ClientId, Event),
    events: &Receiver<(ClientId, Event)>,
    room: &mut Room,
    outboxes: &mut Outboxes,
) -> usize {
    let waiting = std::iter::once(first).chain(events.try_iter().take(QUEUE - 1));
    waiting.map(|(id, event)| respond(id, event, room, outboxes)).count()
}

/// Waits for the next batch to become as large as the last one.
fn let_fill(events: &Receiver<(ClientId, Event)>, batch: usize) {
    let end = Instant::now() + MAX_PAUSE;
    while events.len() < batch && Instant::now() < end {
        thread::sleep(GLANCE);
    }
}

fn respond(id: ClientId, event: Event, room: &mut Room, outboxes: &mut Outboxes) {
    match event {
        Event::Connected(stream) => {
            info!("{id} connected");
            outboxes.add(id, stream);
        }
        Event::Message(text, Ok(data)) => room.respond_to_message(id, &text, &data, outboxes),
        Event::Message(_, Err(error)) => {
            room.reply_error(id, "not JSON", &error.to_string(), outboxes);
        }
        Event::Reply(frame) => outboxes.reply(id, &frame),
        Event::Left => {
            room.disconnect(id, outboxes);
            outboxes.remove(id);
        }
    }
    outboxes.flush_if_large();
}
