//! The heartbeat: a client that answers the pings stays, and a silent client is disconnected.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::in_process::{Room, Settings};
use crate::support::DEADLINE;
use crate::support::client::{Client, chat, fence, joined, left};
use crate::support::frames::{Frame, PONG, Raw, TEXT, UPGRADE};

/// Hosting platforms cut connections that have been idle for this long.
const PLATFORM_TIMEOUT: Duration = Duration::from_secs(55);

#[test]
fn the_heartbeat_comes_before_a_hosting_platform_cuts_the_connection() {
    let settings = Settings::default();
    assert!(settings.heartbeat * 2 < PLATFORM_TIMEOUT, "{settings:?}");
    assert!(settings.silence >= settings.heartbeat * 2, "{settings:?}");
}

#[test]
fn a_client_that_does_not_answer_pings_leaves_the_roster() {
    let server = open(3);
    let mut maria = Client::login(server.port(), "maria");
    let mut walter = Raw::login(server.port(), "walter");
    maria.expect(&joined("walter", &["maria", "walter"]));
    read_ping(&mut walter);
    maria.expect(&left("walter", &["maria"]));
    expect_pings_and_the_end(walter);
    fence([&mut maria]);
}

#[test]
fn a_silent_visitor_who_never_logged_in_is_disconnected_too() {
    let server = open(1);
    expect_pings_and_the_end(Raw::upgrade(server.port()));
}

#[test]
fn everyone_in_a_large_room_is_pinged() {
    let clients = 210;
    let server = open_with(clients, DEADLINE);
    let mut silent: Vec<Raw> = (0..clients).map(|_| Raw::upgrade(server.port())).collect();
    for (number, raw) in silent.iter_mut().enumerate() {
        let ping = raw.try_read_frame("a ping");
        assert!(matches!(&ping, Ok(ping) if ping.is_heartbeat()), "client {number}: {ping:?}");
    }
}

#[test]
fn a_client_that_answers_pings_stays() {
    stays(&Frame::new(PONG, ""));
}

#[test]
fn a_client_that_talks_instead_stays_too() {
    stays(&Frame::new(TEXT, json!({ "type": "nothing in particular" }).to_string()));
}

/// Walter sends `answer` after each ping. He must stay while two silent clients log in and leave,
/// one after the other: no silent client could stay that long.
fn stays(answer: &Frame) {
    let server = open(3);
    let mut walter = Raw::login(server.port(), "walter");
    for other in ["first", "second"] {
        let _silent = Raw::login(server.port(), other);
        let other_left = Frame::new(TEXT, left(other, &["walter"]).to_string());
        let start = Instant::now();
        loop {
            let frame = walter.try_read_frame("a ping, or the leave of the other client");
            let frame = frame.unwrap_or_else(|error| panic!("walter's connection ended: {error}"));
            if frame == other_left {
                break;
            }
            if frame.is_heartbeat() {
                walter.send_frame(answer);
            }
            assert!(start.elapsed() < DEADLINE, "{other} is still there after {DEADLINE:?}");
        }
    }
}

/// What a client has read long ago does not count: when it vanishes, it leaves as soon as anybody
/// else. Only pings show what it has read, so a client that talks is pinged, too.
#[test]
fn a_client_that_vanishes_after_a_long_talk_leaves_in_time() {
    let server = open(2);
    let mut maria = Client::login(server.port(), "maria");
    let mut walter = Raw::login(server.port(), "walter");
    let start = Instant::now();
    let (mut read, mut pings) = (0, 0);
    while read < 300_000 || pings < 2 {
        assert!(start.elapsed() < DEADLINE, "{pings} pings for a client that talks, read {read}");
        // He says the next chat when the last one has come back, so he is never silent for long.
        let long = Frame::new(TEXT, chat("walter", &"x".repeat(8_000)).to_string());
        walter.send_frame(&long);
        loop {
            let frame = walter.try_read_frame("his own chat").expect("he is connected");
            if !frame.is_heartbeat() {
                assert_eq!(frame, long);
                break;
            }
            walter.send_frame(&Frame::new(PONG, frame.payload));
            pings += 1;
        }
        read += long.payload.len();
    }
    expect_pings_and_the_end(walter);
    maria.wait_for("walter's leave", |message| *message == left("walter", &["maria"]));
}

/// A ping queues behind everything else that waits for its client. So a client that reads slowly
/// answers later than the allowed silence, and must not be disconnected for that.
#[test]
fn a_client_that_reads_slowly_but_steadily_stays() {
    let (heartbeat, silence) = (Duration::from_secs(1), Duration::from_secs(2));
    let server = Room::open(1, Settings { heartbeat, silence, ..Settings::default() });
    let mut slow = Raw::connect(server.port());
    let login = Frame::new(TEXT, json!({ "type": "login", "username": "slow" }).to_string());
    let long = Frame::new(TEXT, chat("slow", &"x".repeat(24_000)).to_string());
    // All of it comes in one segment, so the first ping queues behind the long chat.
    slow.send(&[UPGRADE.as_bytes(), &login.masked(), &long.masked()].concat());
    slow.expect_upgraded();
    let joined = Frame::new(TEXT, joined("slow", &["slow"]).to_string());
    read_slowly(&mut slow, &[joined.unmasked(), long.unmasked()].concat());
    let first_ping = read_ping(&mut slow);

    // It is pinged again since it talks, and once more while it reads the longer chat. The pong for
    // the first ping tells nothing about what came after that one.
    let longer = Frame::new(TEXT, chat("slow", &"y".repeat(40_000)).to_string());
    slow.send_frame(&longer);
    read_ping(&mut slow);
    let bytes = longer.unmasked();
    let (begin, rest) = bytes.split_at(bytes.len() / 3);
    read_slowly(&mut slow, begin);
    slow.send_frame(&Frame::new(PONG, first_ping.payload));
    read_slowly(&mut slow, rest);
    let last_ping = read_ping(&mut slow);
    slow.send_frame(&Frame::new(PONG, last_ping.payload));
    let chat = Frame::new(TEXT, chat("slow", "I have read it").to_string());
    slow.send_frame(&chat);
    slow.expect_frame(&chat);
}

fn read_ping(raw: &mut Raw) -> Frame {
    let ping = raw.try_read_frame("a ping").expect("it is connected");
    assert!(ping.is_heartbeat(), "{ping:?}");
    ping
}

/// The next bytes must be equal to these. Reads 6000 of them per second.
fn read_slowly(raw: &mut Raw, expected: &[u8]) {
    let start = Instant::now();
    let mut length = 0;
    for piece in expected.chunks(256) {
        assert!(raw.read_bytes(piece.len(), "the next piece of the long chat") == piece);
        length += piece.len();
        let due = start + Duration::from_secs_f64(length as f64 / 6000.0);
        thread::sleep(due.saturating_duration_since(Instant::now()));
    }
}

fn expect_pings_and_the_end(mut raw: Raw) {
    let start = Instant::now();
    while let Ok(frame) = raw.try_read_frame("the end of the connection") {
        assert!(start.elapsed() < DEADLINE, "the server still pings after {DEADLINE:?} of silence");
        assert!(frame.is_heartbeat(), "{frame:?}");
    }
    raw.expect_end();
}

/// The allowed silence is long enough for a client on a busy machine to answer in time.
fn open(seats: usize) -> Room {
    open_with(seats, Duration::from_secs(1))
}

fn open_with(seats: usize, silence: Duration) -> Room {
    let heartbeat = Duration::from_millis(200);
    Room::open(seats, Settings { heartbeat, silence, ..Settings::default() })
}
