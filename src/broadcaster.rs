//! The broadcaster thread: the only owner of the room and of every client's outbox.
//!
//! In: events from all client threads, through one bounded channel. Out: frames to every client.
//! Since this thread alone decides what happens next, every client sees the same order,
//! and nothing here needs a lock. It never waits for a client, and it never sends into the channel
//! that it reads from: were that full, it would wait for itself, for ever. That is a deadlock.

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

/// In a busy room it pays to wait a moment: more events gather, and one write to each client
/// carries them all. It ends when as many have gathered as the last time, or after this time.
const MAX_PAUSE: Duration = Duration::from_micros(500);

/// During that pause, how soon the broadcaster looks whether enough have gathered.
const GLANCE: Duration = Duration::from_micros(50);

/// What happens on a connection, told by its client thread.
pub enum Event {
    /// The handshake is done: from now on only the broadcaster writes to this connection.
    Connected(Arc<TcpStream>),
    /// A text message, and the JSON in it, if it is JSON.
    Message(String, serde_json::Result<Value>),
    /// Frames that the WebSocket protocol demands: pongs.
    Reply(Vec<u8>),
    /// The connection has ended, in whatever way, and this is still to be written: a Close frame,
    /// or nothing. The last event of a client.
    Left(Vec<u8>),
}

/// Runs for ever: the channel closes only when the program ends.
pub fn run(events: Receiver<(ClientId, Event)>, heartbeat: Duration) {
    let mut room = Room::default();
    let mut outboxes = Outboxes::default();
    let ping_interval = heartbeat / PING_TURNS as u32;
    let mut next_ping = Instant::now() + ping_interval;
    loop {
        let batch = match events.recv_deadline(next_ping) {
            Ok(first) => respond_to_all_waiting(first, &events, &mut room, &mut outboxes),
            Err(RecvTimeoutError::Timeout) => 0,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // A late turn is made up for: who is pinged too rarely, and has nothing to say, seems gone.
        while Instant::now() >= next_ping {
            outboxes.ping_some();
            next_ping += ping_interval;
        }
        outboxes.flush(); // this also tries those again whose socket was full
        for id in outboxes.take_cut_off() {
            room.disconnect(id, &mut outboxes); // now: its thread may notice late
        }
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
        Event::Reply(frames) => outboxes.reply(id, &frames),
        Event::Left(last_words) => {
            room.disconnect(id, outboxes);
            outboxes.remove(id, &last_words);
        }
    }
    outboxes.flush_if_large();
}
