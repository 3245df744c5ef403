//! The debug log: a message's whole journey can be told from it, and so can a slow client, a flood
//! and a client that has vanished.

use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::thread;

use chat_server::client::client;
use chat_server::room::ClientId;
use chat_server::tcp::Connection;
use log::{LevelFilter, Log, Metadata, Record};

use crate::Room;
use crate::in_process::{self, SHORT, Settings};
use crate::support::DEADLINE;
use crate::support::client::{Client, chat, room};
use crate::support::frames::{Frame, Raw, TEXT, UPGRADE};
use crate::support::process::eventually;

/// Longer than what a client may send at once, in bytes.
const FLOOD: usize = 300 * 1024;

#[test]
fn the_log_tells_a_messages_whole_journey() {
    let server = Room::open_with(&[("RUST_LOG", "debug")]);
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let chat = chat("walter", &"journey ".repeat(10)).to_string();
    walter.send(&chat);
    walter.expect_text(&chat);
    maria.expect_text(&chat);
    let (length, frame) = (chat.len(), chat.len() + 2); // a short frame has 2 bytes more
    server.wait_for_log(&format!("wrote {frame} bytes to 2 of 2 clients"));
    let log = server.log();
    let mut rest = log.as_str();
    for station in [
        "accept@main] accepted client ".to_string(),
        format!("] read {length} bytes\n"),
        "room@broadcaster] relaying to 2: \"{".to_string(),
        "broadcaster@broadcaster] took 1 of 1 events from the channel\n".to_string(),
        format!("outbox@broadcaster] wrote {frame} bytes to 2 of 2 clients\n"),
    ] {
        let (_, after) = rest.split_once(&station).unwrap_or_else(|| {
            panic!("{station:?} does not come next in the log:\n{rest}");
        });
        rest = after;
    }
}

#[test]
fn the_log_tells_that_a_client_sends_too_much() {
    let server = Room::open_with(&[("RUST_LOG", "debug")]);
    let mut flooder = Raw::login(server.port(), "flooder");
    let half = Frame::new(TEXT, chat("flooder", &"x".repeat(FLOOD / 10)).to_string()).masked();
    flooder.send(&half.repeat(10));
    let line = server.wait_for_log("it sent too much");
    assert!(line.contains("allowance@client "), "{line}");
    assert!(line.contains("] sleeps for "), "{line}");
}

#[test]
fn the_log_tells_that_a_silent_client_gets_a_ping() {
    listen();
    let settings = Settings { heartbeat: SHORT, silence: DEADLINE, ..Settings::default() };
    let server = in_process::Room::open(1, settings);
    let mut silent = Raw::upgrade(server.port());
    silent.try_read_frame("a ping").expect("the connection is still open");
    wait_for_line("was silent for 400ms: asks for a ping");
}

/// Nobody takes anything from this channel.
#[test]
fn the_log_tells_that_a_thread_waits_for_the_channel() {
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
