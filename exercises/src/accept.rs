//! The accept loop, on the main thread: one new thread per connection.
//!
//! In: connections. Out: a thread named `client N` for each, which gets the sending end of the
//! one channel. When descriptors or threads run out, the loop waits until there is room again.

use std::io;
use std::io::ErrorKind::{ConnectionAborted, ConnectionReset};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::Sender;
use log::{info, warn};

use crate::broadcaster::{self, Event};
use crate::room::ClientId;
use crate::{Settings, client};

/// How long the accept loop waits when the system has nothing left to give.
const WAIT_FOR_RESOURCES: Duration = Duration::from_millis(100);

/// A client's thread needs most of its stack for JSON that is 127 levels deep, as deep as serde_json
/// reads: in a debug build half of this, in bytes. A thread that needs more ends the program.
/// It is address space; memory is used only as far as the thread gets.
const STACK_SIZE: usize = 1024 * 1024;

/// So many connections beyond `max_clients` are told why they can't come in.
const TURNED_AWAY_POLITELY: usize = 64;

/// Runs the room on `listener`, for ever.
///
/// # Errors
/// When the broadcaster thread cannot be started, or has ended, which would be a bug and is
/// noticed at the next connection.
pub fn run(listener: TcpListener, settings: Settings) -> io::Result<()> {
    let (events, queue) = crossbeam_channel::bounded(broadcaster::QUEUE);
    let broadcaster = thread::Builder::new()
        .name("broadcaster".to_string())
        .spawn(move || broadcaster::run(queue, settings.heartbeat))?;
    let settings = Arc::new(settings); // a copy on each thread's stack would take a page of memory
    let mut seats = Vec::new();
    while !broadcaster.is_finished() {
        let (stream, _) = until_there_is_room(|| listener.accept());
        let stream = Arc::new(stream);
        let id = take_seat(&mut seats, &stream);
        if id.0 > settings.max_clients.saturating_add(TURNED_AWAY_POLITELY) {
            continue; // dropping the stream closes it
        }
        until_there_is_room(|| start_client(id, &stream, &events, &settings));
    }
    Err(io::Error::other("the broadcaster thread has ended"))
}

fn start_client(
    id: ClientId,
    stream: &Arc<TcpStream>,
    events: &Sender<(ClientId, Event)>,
    settings: &Arc<Settings>,
) -> io::Result<JoinHandle<()>> {
    let (stream, events, settings) = (stream.clone(), events.clone(), settings.clone());
    let thread = thread::Builder::new().name(id.to_string()).stack_size(STACK_SIZE);
    thread.spawn(move || client::run(id, stream, events, &settings))
}

/// Tries until it works. When the system has no descriptor or no thread left, says so once, and
/// waits for those who leave: meanwhile newcomers queue up at the listener (macOS hangs up on them).
fn until_there_is_room<T>(mut attempt: impl FnMut() -> io::Result<T>) -> T {
    let mut is_out_of_resources = false;
    loop {
        match attempt() {
            Ok(done) => {
                if is_out_of_resources {
                    info!("there is room again");
                }
                return done;
            }
            // The client hung up before we took its call: no reason to wait.
            Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionReset) => {}
            Err(error) => {
                if !is_out_of_resources {
                    warn!("no more connections for now: {error}");
                }
                is_out_of_resources = true;
                thread::sleep(WAIT_FOR_RESOURCES);
            }
        }
    }
}

/// Takes the free seat with the lowest number, counted from 1. A seat is free again when nobody
/// holds its stream any more: neither the client's thread nor the broadcaster.
fn take_seat(seats: &mut Vec<Weak<TcpStream>>, stream: &Arc<TcpStream>) -> ClientId {
    let free = seats.iter().position(|seat| seat.strong_count() == 0).unwrap_or(seats.len());
    if free == seats.len() {
        seats.push(Weak::new());
    }
    seats[free] = Arc::downgrade(stream);
    ClientId(free + 1)
}
