//! The lines of the log about the heartbeat and the full channel, which take a room inside the
//! test's own process.

use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

use chat_server::Settings;
use chat_server::client::client;
use chat_server::room::ClientId;
use chat_server::tcp::Connection;
use log::{LevelFilter, Log, Metadata, Record};

use crate::Outcome;
use crate::support::DEADLINE;
use crate::support::frames::{Raw, UPGRADE};
use crate::support::process::eventually;

/// A heartbeat that is short enough to wait for.
const SHORT: Duration = Duration::from_millis(400);

pub fn the_log_tells_that_a_silent_client_gets_a_ping() -> Outcome {
    listen();
    let settings = Settings { heartbeat: SHORT, silence: DEADLINE, ..Settings::default() };
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || chat_server::run(listener, settings));
    let mut silent = Raw::upgrade(port);
    silent.try_read_frame("a ping").expect("the connection is still open");
    wait_for_line("was silent for 400ms: asks for a ping");
    Ok(())
}

/// Nobody takes anything from this channel.
pub fn the_log_tells_that_a_thread_waits_for_the_channel() -> Outcome {
    listen();
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let (events, queue) = crossbeam_channel::bounded(1);
    let (stream, mut walter) = {
        let stream = TcpStream::connect(address).expect("somebody listens");
        (listener.accept().expect("somebody connects").0, Raw { stream })
    };
    let connection = Arc::new(Connection::new(stream, Arc::new(())));
    let thread = thread::spawn(move || {
        client(ClientId(7), connection, events, Arc::new(Settings::default()), false);
    });
    walter.send(UPGRADE.as_bytes());
    walter.expect_upgraded();
    walter.send_text("the channel is full of the handshake");
    wait_for_line("waits: the channel is full");
    drop(queue);
    drop(walter);
    thread.join().expect("the client's thread does not panic");
    Ok(())
}

/// These lines are kept: the other rooms in this process log much more.
const KEPT: [&str; 2] = [": asks for a ping", "waits: "];

/// The lines of the rooms in this process.
static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Listener;

impl Log for Listener {
    fn enabled(&self, _: &Metadata) -> bool {
        true
    }

    fn log(&self, record: &Record) {
        let line = record.args().to_string();
        if KEPT.iter().any(|kept| line.contains(kept)) {
            HEARD.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    }

    fn flush(&self) {}
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_boxed_logger(Box::new(Listener)).expect("nobody else listens");
        log::set_max_level(LevelFilter::Debug);
    });
}

fn wait_for_line(line: &str) {
    let heard = || HEARD.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let came = eventually(DEADLINE, || heard().iter().any(|it| it == line));
    assert!(came, "no line {line:?} within {DEADLINE:?}, only {:#?}", heard());
}
