//! The accept loop, on the main thread: one new thread per connection.
//!
//! In: connections. Out: a thread named `client N` for each, which gets the sending end of the
//! one channel. When descriptors or threads run out, the loop waits until there is room again.

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Weak};
use std::time::Duration;
use std::{mem, thread};

use crossbeam_channel::Sender;
use log::{info, warn};

use crate::broadcaster::{self, Event};
use crate::room::ClientId;
use crate::{Settings, client};

/// How long the accept loop waits when the system has nothing left to give.
const WAIT_FOR_RESOURCES: Duration = Duration::from_millis(100);

/// A client's thread does little: 512 KiB of stack is plenty, also for JSON that is 128 levels
/// deep, which is as deep as serde_json reads.
/// It is address space; memory is used only as far as the thread gets.
const STACK_SIZE: usize = 512 * 1024;

/// So many connections beyond `max_clients` are told why they can't come in.
const TURNED_AWAY_POLITELY: usize = 64;

/// Runs the room on `listener`, for ever.
///
/// # Errors
/// When the broadcaster thread cannot be started, or has ended, which would be a bug and is
/// noticed at the next connection.
pub fn run(listener: TcpListener, settings: Settings) -> io::Result<()> {
    use ErrorKind::{ConnectionAborted, ConnectionReset};
    let (events, queue) = crossbeam_channel::bounded(broadcaster::QUEUE);
    let broadcaster = thread::Builder::new()
        .name("broadcaster".to_string())
        .spawn(move || broadcaster::run(queue, settings.heartbeat))?;
    let settings = Arc::new(settings);
    let mut seats = Vec::new();
    let mut is_out_of_resources = false;
    while !broadcaster.is_finished() {
        let accepted = listener.accept();
        match accepted.and_then(|(stream, _)| admit(stream, &mut seats, &events, &settings)) {
            Ok(()) if mem::take(&mut is_out_of_resources) => info!("there is room again"),
            Ok(()) => {}
            // The client hung up before we took its call: no reason to wait.
            Err(error) if matches!(error.kind(), ConnectionAborted | ConnectionReset) => {}
            Err(error) => {
                if !mem::replace(&mut is_out_of_resources, true) {
                    warn!("no more connections for now: {error}");
                }
                thread::sleep(WAIT_FOR_RESOURCES);
            }
        }
    }
    Err(io::Error::other("the broadcaster thread has ended"))
}

/// Gives a connection a seat and a thread.
fn admit(
    stream: TcpStream,
    seats: &mut Vec<Weak<TcpStream>>,
    events: &Sender<(ClientId, Event)>,
    settings: &Arc<Settings>,
) -> io::Result<()> {
    let stream = Arc::new(stream);
    let id = take_seat(seats, &stream);
    if id.0 > settings.max_clients.saturating_add(TURNED_AWAY_POLITELY) {
        return Ok(()); // dropping the stream closes it
    }
    let (events, settings) = (events.clone(), settings.clone());
    let thread = thread::Builder::new().name(id.to_string()).stack_size(STACK_SIZE);
    thread.spawn(move || client::run(id, stream, events, &settings))?;
    Ok(())
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
