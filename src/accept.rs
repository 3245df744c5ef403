//! The accept loop, on the main thread: one new thread per connection.
//!
//! In: connections. Out: a thread named `client N` for each, which gets the sending end of the
//! one channel. When descriptors or threads run out, the loop waits until there is room again.

use std::io;
use std::io::ErrorKind::{ConnectionAborted, ConnectionReset};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::Sender;
use log::{debug, info, warn};

use crate::Settings;
use crate::broadcaster::{self, Event, broadcast_loop};
use crate::client::client;
use crate::room::ClientId;
use crate::tcp::Connection;

/// How long the accept loop waits when the system has nothing left to give.
const WAIT_FOR_RESOURCES: Duration = Duration::from_millis(100);

/// A client's thread needs most of its stack for JSON that is 127 levels deep, as deep as serde_json
/// reads: in a debug build half of this, in bytes. A thread that needs more ends the program.
/// It is address space; memory is used only as far as the thread gets.
const STACK_SIZE: usize = 1024 * 1024;

/// This many connections beyond `max_clients` still get a 503; any more are simply closed.
const MAX_REFUSED: usize = 64;

/// Opens the room on `listener`: starts the broadcaster, then accepts connections forever.
///
/// # Errors
/// When the broadcaster thread cannot be started, or has ended. That would be a bug, and this
/// thread notices it at the next connection.
pub fn run(listener: TcpListener, settings: Settings) -> io::Result<()> {
    let (events, queue) = crossbeam_channel::bounded(broadcaster::QUEUE);
    let broadcaster = thread::Builder::new().name("broadcaster".to_string());
    let broadcaster = broadcaster.spawn(move || broadcast_loop(&queue))?;
    accept_loop(&listener, &events, settings, &broadcaster);
    Err(io::Error::other("the broadcaster thread has ended"))
}

fn accept_loop(
    listener: &TcpListener,
    events: &Sender<(ClientId, Event)>,
    settings: Settings,
    broadcaster: &JoinHandle<()>,
) {
    let settings = Arc::new(settings); // a copy on each thread's stack would take a page of memory
    let seat = Arc::new(()); // every connection holds a clone of it, so its count tells how many
    let mut number = 0;
    while !broadcaster.is_finished() {
        let (stream, _) = wait_for_resources(|| listener.accept());
        let others = Arc::strong_count(&seat) - 1;
        if others >= settings.max_clients.saturating_add(MAX_REFUSED) {
            continue; // dropping the stream closes it
        }
        let is_full = others >= settings.max_clients;
        number += 1;
        debug!("accepted {}", ClientId(number));
        let connection = Arc::new(Connection::new(stream, seat.clone()));
        wait_for_resources(|| {
            start_client(ClientId(number), &connection, events, &settings, is_full)
        });
    }
}

fn start_client(
    id: ClientId,
    connection: &Arc<Connection>,
    events: &Sender<(ClientId, Event)>,
    settings: &Arc<Settings>,
    is_full: bool,
) -> io::Result<JoinHandle<()>> {
    let (connection, events, settings) = (connection.clone(), events.clone(), settings.clone());
    let thread = thread::Builder::new().name(id.to_string()).stack_size(STACK_SIZE);
    thread.spawn(move || client(id, connection, events, settings, is_full))
}

/// Tries until it works. When the system has no descriptor or no thread left, it logs that once and
/// waits for clients to leave. Meanwhile newcomers queue up at the listener (macOS drops them).
fn wait_for_resources<T>(mut attempt: impl FnMut() -> io::Result<T>) -> T {
    let mut is_out_of_resources = false;
    loop {
        match attempt() {
            Ok(done) => {
                if is_out_of_resources {
                    info!("there is room again");
                }
                return done;
            }
            // The client hung up before it was accepted: no reason to wait.
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
