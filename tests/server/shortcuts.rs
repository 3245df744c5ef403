//! Where the tiny room takes a shortcut: each test shows what the real room does, and that the tiny
//! one does not. README has the table. If the tiny room ever learns one of these, its test fails.
//! Only a deadline in the tiny room could be longer than these tests wait.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::Message;

use crate::both::{open_tiny, open_tiny_with};
use crate::flood::{MIN_FLOOD_TIME, half_open};
use crate::support::DEADLINE;
use crate::support::client::{Client, chat, fence, joined, left, room};
use crate::support::frames::{FIN, Frame, PING, PONG, Raw, TEXT, UPGRADE, masked_head};
use crate::support::process::{Footprint, chat_server, eventually, run_to_its_end, server_command};
use crate::{Room, in_process};

/// How many clients come at once.
const MANY: usize = 200;

/// Several times as many as fill the socket of a client that never reads, and what the room keeps
/// for it.
const MAX_VISITS: usize = 100;

/// How often to try what depends on which thread runs first.
const ATTEMPTS: usize = 20;

#[test]
fn each_shortcut_names_a_file_of_the_real_room() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let tiny = include_str!("../../src/bin/tiny.rs");
    let words = tiny.split_whitespace().map(|word| word.trim_end_matches('.'));
    let files: BTreeSet<&str> = words.filter(|word| word.ends_with(".rs")).collect();
    for file in &files {
        assert!(src.join(file).exists(), "there is no src/{file}");
    }
    assert!(files.len() >= 7, "{files:?}");
}

#[test]
fn only_the_real_room_serves_the_page() {
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let real = Room::open();
    assert_eq!(Raw::request(real.port(), REQUEST).status, 200);

    let tiny = open_tiny();
    let mut browser = Raw::connect(tiny.port());
    browser.send(REQUEST);
    browser.expect_end();
}

#[test]
fn only_the_real_room_explains_that_its_port_is_in_use() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let port = taken.local_addr().expect("it is bound").port().to_string();
    let [real, tiny] = [chat_server(), server_command(Path::new(env!("CARGO_BIN_EXE_tiny")))].map(
        |mut program| {
            program.env("PORT", &port);
            run_to_its_end(program)
        },
    );
    assert_eq!(real.code, Some(1), "{real:?}");
    assert!(real.log.contains("in use") && !real.log.contains("panicked"), "{real:?}");
    assert_eq!(tiny.code, Some(101), "{tiny:?}"); // the exit code of a panic
    assert!(tiny.log.contains("panicked"), "{tiny:?}");
}

#[test]
fn only_the_real_room_can_be_full() {
    let limit = [("MAX_CLIENTS", "2")];
    let real = Room::open_with(&limit);
    let _inside = room(real.port(), ["walter", "maria"]);
    assert_eq!(Raw::request(real.port(), UPGRADE.as_bytes()).status, 503);

    let tiny = open_tiny_with(&limit);
    room(tiny.port(), ["walter", "maria", "laura"]);
}

#[test]
fn only_the_real_room_ends_half_open_handshakes() {
    let settings = in_process::Settings { head_deadline: in_process::SHORT, ..Default::default() };
    let real = in_process::Room::open(MANY, settings);
    let start = Instant::now();
    let half_open_ones: Vec<Raw> = (0..MANY).map(|_| half_open(real.port())).collect();
    for mut raw in half_open_ones {
        raw.expect_end();
    }
    let time = start.elapsed();

    let tiny = open_tiny();
    let mut half_open_ones: Vec<Raw> = (0..MANY).map(|_| half_open(tiny.port())).collect();
    expect_nothing(&half_open_ones[0].stream, time);
    for raw in &mut half_open_ones {
        raw.send(b"\r\n");
        raw.expect_upgraded();
    }
}

/// As with a laptop that is closed: no byte comes from it any more, not even a goodbye.
#[test]
fn only_the_real_room_notices_that_a_client_has_vanished() {
    let (heartbeat, silence) = (Duration::from_millis(200), Duration::from_secs(1));
    let settings = in_process::Settings { heartbeat, silence, ..Default::default() };
    let real = in_process::Room::open(2, settings);
    let mut maria = Client::login(real.port(), "maria");
    let start = Instant::now();
    let vanished = Raw::login(real.port(), "walter");
    maria.wait_for("that walter has left", |message| *message == left("walter", &["maria"]));
    let time = start.elapsed();
    drop(vanished);

    let tiny = open_tiny();
    let vanished = Raw::login(tiny.port(), "walter");
    expect_nothing(&vanished.stream, time);
    let mut maria = Client::connect(tiny.port(), "maria");
    maria.send_login("maria");
    maria.expect(&joined("maria", &["walter", "maria"]));
}

#[test]
fn only_the_real_room_refuses_a_huge_message() {
    const MIB: usize = 1024 * 1024;
    let real = Room::open();
    let mut walter = Raw::login(real.port(), "walter");
    walter.send(&masked_head(FIN | TEXT, MIB as u64));
    walter.expect_close(1009);

    let tiny = open_tiny();
    let mut walter = Raw::login(tiny.port(), "walter");
    let huge = Frame::new(TEXT, chat("walter", &"x".repeat(MIB)).to_string());
    walter.send_frame(&huge);
    walter.expect_frame(&huge);
}

#[test]
fn only_the_real_room_slows_a_flood_down() {
    let real = Room::open();
    let time = time_for_a_flood(&real);
    assert!(time >= MIN_FLOOD_TIME, "the real room read everything within {time:?}");

    let tiny = open_tiny();
    // More than once, since a busy machine is slow at times.
    let mut time = MIN_FLOOD_TIME;
    let is_fast = eventually(DEADLINE, || {
        time = time_for_a_flood(&tiny);
        time < MIN_FLOOD_TIME / 2
    });
    assert!(is_fast, "the tiny room took {time:?}");
}

/// How long the room takes to read 2.25 MiB of chat from a client that is not logged in, so that
/// nobody has to hear it.
fn time_for_a_flood(server: &Room) -> Duration {
    let frame = Frame::new(TEXT, chat("flooder", &"x".repeat(59_000)).to_string()).masked();
    let mut flooder = Client::connect(server.port(), "flooder");
    let start = Instant::now();
    Raw { stream: flooder.stream().try_clone().expect("a descriptor is left") }
        .send(&frame.repeat(40));
    flooder.send_login("flooder");
    flooder.expect(&joined("flooder", &["flooder"]));
    let time = start.elapsed();
    flooder.log_out();
    time
}

/// As with a terminal that is held with Ctrl+S.
#[test]
fn only_the_real_room_goes_on_when_nobody_reads_its_log() {
    let real = Room::open();
    let start = Instant::now();
    let mut walter = with_a_full_log(&real);
    fence([&mut walter]);
    let time = start.elapsed();
    real.read_the_log_again();

    let tiny = open_tiny();
    let mut walter = with_a_full_log(&tiny);
    let fence = walter.send_fence();
    expect_nothing(walter.stream(), time);
    tiny.read_the_log_again();
    walter.expect_text(&fence);
}

/// A client, and a log with more lines than its pipe can hold, while nobody reads them.
fn with_a_full_log(server: &Room) -> Client {
    let [mut walter] = room(server.port(), ["walter"]);
    server.stop_reading_the_log();
    // The real room cuts a long line short: it logs 150 bytes of each message.
    let unrecognized = json!({ "type": "something for the log", "text": "x".repeat(200) });
    for _ in 0..600 {
        walter.send_json(&unrecognized);
    }
    walter
}

/// In the tiny room a client has two threads that write to its socket: one writes the messages, and
/// the one that reads also writes the pongs.
#[test]
fn only_the_real_room_keeps_pongs_out_of_other_frames() {
    let real = Room::open();
    let mut maria = Client::login(real.port(), "maria");
    let (gone, visits) = cut_off(&real, &mut maria, LARGE);
    drop(gone);
    // A few visits less, and the socket is full, but walter stays. On a busy machine a socket may
    // hold less than the one before.
    let mut fewer = (1..visits - 2).rev();
    let stays_whole = fewer.find_map(|visits| frames_stay_whole(&real, &mut maria, LARGE, visits));
    assert_eq!(stays_whole, Some(true));

    let tiny = open_tiny();
    let mut maria = Client::login(tiny.port(), "maria");
    // No socket can hold this message, so the writer thread waits in the middle of it.
    let huge = Visit { length: 12_000_000, chats: 1 };
    let mut attempt = || frames_stay_whole(&tiny, &mut maria, huge, 1);
    let breaks = (0..ATTEMPTS).any(|_| attempt() == Some(false));
    assert!(breaks, "in {ATTEMPTS} attempts, no pong came in the middle of a frame");
}

/// Walter sends a ping after some visits, and then reads. Returns whether all frames came as the
/// room sent them, or `None` if walter was cut off.
fn frames_stay_whole(
    server: &Room,
    maria: &mut Client,
    visit: Visit,
    visits: usize,
) -> Option<bool> {
    let mut walter = Raw::login(server.port(), "walter");
    let left = left("walter", &["maria"]);
    if (0..visits).any(|_| visit.hears_of(&left, server, maria)) {
        return None;
    }
    let here = chat("walter", "I am here");
    let [ping, pong] = [PING, PONG].map(|opcode| Frame::new(opcode, "here"));
    let texts = [visit.chat(), visit.goodbye(), here.clone()];
    let texts = texts.map(|text| Frame::new(TEXT, text.to_string()));
    walter.send(&[texts[2].masked(), ping.masked()].concat());
    // When maria hears this, walter's thread has read the ping as well.
    maria.wait_for("that walter is here", |message| *message == here);
    let frames = visits * (visit.chats + 1) + 2; // walter's own chat and the pong, too
    let is_whole = (0..frames).all(|_| {
        let frame = walter.read_frame("a chat or the pong");
        frame == pong || texts.contains(&frame)
    });
    drop(walter);
    maria.wait_for("that walter has left", |message| *message == left);
    Some(is_whole)
}

#[test]
fn only_the_real_room_frees_the_threads_of_a_client_that_it_cut_off() {
    let real = Room::open();
    let mut maria = Client::login(real.port(), "maria");
    let before = real.footprint();
    let _walter = cut_off(&real, &mut maria, LARGE);
    real.wait_until_back_to(before);

    let tiny = open_tiny();
    let mut maria = Client::login(tiny.port(), "maria");
    let before = tiny.footprint();
    let _walter = cut_off(&tiny, &mut maria, Visit { length: 6_000, chats: 200 });
    let with_walter = before.map(|Footprint { threads, descriptors }| Footprint {
        threads: threads + 2,
        descriptors: descriptors + 2,
    });
    // The visitors have left, and walter has not.
    tiny.wait_until_back_to(with_walter);
    assert_eq!(tiny.footprint(), with_walter);
}

/// Walter logs in and never reads, and visitors come until he is cut off. Returns his connection,
/// and how many visits there were.
fn cut_off(server: &Room, maria: &mut Client, visit: Visit) -> (Raw, usize) {
    let walter = Raw::login(server.port(), "walter");
    let left = left("walter", &["maria"]);
    let mut visits = 1;
    while !visit.hears_of(&left, server, maria) {
        assert!(visits < MAX_VISITS, "walter is not cut off after {visits} visits");
        visits += 1;
    }
    (walter, visits)
}

/// What a visitor says: some chats of this length, and a short goodbye.
#[derive(Clone, Copy)]
struct Visit {
    length: usize,
    chats: usize,
}

/// As much as a client of the real room may send at once: 256 KiB.
const LARGE: Visit = Visit { length: 60_000, chats: 4 };

impl Visit {
    fn chat(&self) -> Value {
        chat("a visitor", &"x".repeat(self.length))
    }

    fn goodbye(&self) -> Value {
        chat("a visitor", "goodbye")
    }

    /// A visitor comes and goes. Returns whether maria, who listens, hears this as well.
    fn hears_of(&self, event: &Value, server: &Room, maria: &mut Client) -> bool {
        let mut visitor = Client::connect(server.port(), "a visitor");
        for _ in 0..self.chats {
            visitor.send_json(&self.chat());
        }
        visitor.send_json(&self.goodbye());
        let mut hears_of_it = false;
        maria.wait_for("the visitor's goodbye", |message| {
            hears_of_it |= message == event;
            *message == self.goodbye()
        });
        hears_of_it
    }
}

/// In a debug build. A release build needs less in both rooms.
#[test]
fn only_the_real_room_needs_one_thread_and_little_memory_for_each_client() {
    let (real, tiny) = (Room::open(), open_tiny());
    let (Some(real), Some(tiny)) = (cost_of_a_client(&real), cost_of_a_client(&tiny)) else {
        return; // the platform does not tell
    };
    assert_eq!(real.threads, 1);
    assert_eq!(tiny.threads, 2);
    assert!(tiny.memory > 3 * real.memory, "tiny {} bytes, real {}", tiny.memory, real.memory);
}

struct Cost {
    threads: usize,
    memory: usize, // in bytes
}

/// What each of 300 silent clients costs.
fn cost_of_a_client(server: &Room) -> Option<Cost> {
    const CLIENTS: usize = 300;
    let (memory, threads) = (server.memory()?, server.footprint()?.threads);
    let mut clients: Vec<Raw> = (0..CLIENTS).map(|_| Raw::upgrade(server.port())).collect();
    // The pong shows that all threads of this client have started.
    for client in &mut clients {
        client.send_frame(&Frame::new(PING, "here"));
        client.expect_frame(&Frame::new(PONG, "here"));
    }
    let threads = (server.footprint()?.threads - threads) / CLIENTS;
    let memory = server.memory()?.saturating_sub(memory) / CLIENTS;
    Some(Cost { threads, memory })
}

#[test]
fn only_the_real_room_logs_binary_messages() {
    let [real, tiny] = [Room::open(), open_tiny()].map(|server| {
        let [mut walter] = room(server.port(), ["walter"]);
        walter.send_message(Message::binary("in binary"));
        walter.send_json(&json!({ "type": "the end" }));
        server.wait_for_log("the end");
        server.log().lines().filter(|line| line.contains("Unrecognized message type")).count()
    });
    assert_eq!((real, tiny), (2, 1));
}

/// Nothing may come from the server for this long, not even a ping or the end.
fn expect_nothing(mut stream: &TcpStream, time: Duration) {
    stream.set_read_timeout(Some(time)).expect("not zero");
    let read = stream.read(&mut [0]);
    let is_silent = read
        .as_ref()
        .is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
    assert!(is_silent, "something came within {time:?}: {read:?}");
}
