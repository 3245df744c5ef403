//! Floods do not delay the others: a client that sends as fast as it can, or connections that never
//! finish their handshake.

use std::io::{BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::delay::{Delays, costs_at_most, percentile};
use crate::support::DEADLINE;
use crate::support::client::{Client, chat, fence, left};
use crate::support::frames::{CONTINUATION, Frame, PING, Raw, TEXT, UPGRADE};
use crate::{Room, in_process};

/// The size of a class.
const TALKERS: usize = 30;

/// How long each talker waits between two chats. A class talks less, but a short measurement needs
/// enough chats.
const PAUSE: Duration = Duration::from_millis(200);

/// How many chats each talker sends in one measurement.
const CHATS: usize = 6;

/// The shortest time for a flood that costs 2.25 MiB: a client may send 256 KiB at once, and then
/// 1 MiB per second.
pub const MIN_FLOOD_TIME: Duration = Duration::from_millis(1900);

/// How much a flood may add to the delay of a login, and to the delay that 99 of 100 chats do not
/// exceed.
const ALLOWED: Duration = Duration::from_millis(50);

#[test]
fn a_flood_of_chat_does_not_delay_the_others() {
    does_not_delay_the_others(&Frame::new(TEXT, chat("flood", "x").to_string()));
}

#[test]
fn a_flood_of_large_chat_does_not_delay_the_others() {
    does_not_delay_the_others(&Frame::new(TEXT, chat("flood", &"x".repeat(60_000)).to_string()));
}

#[test]
fn a_flood_of_unrecognized_messages_does_not_delay_the_others() {
    does_not_delay_the_others(&Frame::new(TEXT, json!({ "type": "flood" }).to_string()));
}

#[test]
fn a_flood_of_pings_does_not_delay_the_others() {
    does_not_delay_the_others(&Frame::new(PING, [b'x'; 125]));
}

#[test]
fn a_flood_of_empty_pings_does_not_delay_the_others() {
    does_not_delay_the_others(&Frame::new(PING, ""));
}

#[test]
fn empty_fragments_are_slowed_down() {
    let fragment = Frame::unfinished(CONTINUATION, "").masked();
    let start = Frame::unfinished(TEXT, r#"{"type":"chat","text":"#).masked();
    let end = Frame::new(CONTINUATION, r#""fragments"}"#).masked();
    expect_slowed_down(&[start, fragment.repeat(400_000), end].concat());
}

/// Each login sends the whole roster to everyone, and a loop of logins is an easy mistake to make.
#[test]
fn logins_are_slowed_down() {
    let login = json!({ "type": "login", "username": "again" });
    expect_slowed_down(&Frame::new(TEXT, login.to_string()).masked().repeat(80));
}

/// Parsed, each message is a tree of several megabytes, which the broadcaster would have to free.
#[test]
fn nested_json_expect_slowed_down() {
    let nested = "[[[[0]]]],".repeat(6_000);
    let bomb = format!(r#"{{"type":"chat","text":[{nested}0]}}"#);
    expect_slowed_down(&Frame::new(TEXT, bomb).masked().repeat(5));
}

/// The server must slow the sender of these frames down, though they have less than 2.5 MB.
fn expect_slowed_down(frames: &[u8]) {
    let server = Room::open();
    let mut flooder = Raw::login(server.port(), "flooder");
    let last = Frame::new(TEXT, chat("flooder", "the end").to_string());
    let start = Instant::now();
    flooder.send(frames);
    flooder.send_frame(&last);
    flooder.read_until(&last);
    let waited = start.elapsed();
    assert!(waited >= MIN_FLOOD_TIME, "the server read everything within {waited:?}");
}

/// The server's socket still holds much of the flood, and reading that would take a minute.
#[test]
fn a_client_that_hangs_up_during_its_flood_leaves_at_once() {
    let server = Room::open();
    let mut flooder = Raw::login(server.port(), "flooder");
    let mut walter = Client::login(server.port(), "walter");
    flooder.send(&Frame::new(TEXT, "{}").masked().repeat(16_000));
    // The flooder never reads this chat, so its connection ends with a reset.
    fence([&mut walter]);
    drop(flooder);
    walter.expect(&left("flooder", &["walter"]));
}

#[test]
fn two_hundred_half_open_handshakes_do_not_delay_a_login() {
    let server = Room::open();
    costs_at_most(ALLOWED, || {
        let without = login_takes(&server);
        let mut half_open: Vec<Raw> = (0..200).map(|_| half_open(server.port())).collect();
        let with = login_takes(&server);
        // They have not been closed: the login did not wait for their deadline.
        for raw in &mut half_open {
            raw.send(b"\r\n");
            raw.expect_upgraded();
        }
        Delays { with, without }
    });
}

#[test]
fn half_open_handshakes_end_at_their_deadline() {
    let settings = in_process::Settings { head_deadline: in_process::SHORT, ..Default::default() };
    let server = in_process::Room::open(200, settings);
    let half_open: Vec<Raw> = (0..200).map(|_| half_open(server.port())).collect();
    for mut raw in half_open {
        raw.expect_end();
    }
    Client::login(server.port(), "walter");
}

/// The time that a new client takes to connect and log in.
fn login_takes(server: &Room) -> Duration {
    let start = Instant::now();
    Client::login(server.port(), "walter");
    start.elapsed()
}

/// Sends a WebSocket handshake without its last two bytes.
pub fn half_open(port: u16) -> Raw {
    let mut raw = Raw::connect(port);
    raw.send(&UPGRADE.as_bytes()[..UPGRADE.len() - 2]);
    raw
}

/// Thirty clients talk, while another sends this frame as fast as it can.
fn does_not_delay_the_others(frame: &Frame) {
    let server = Room::open();
    let mut talkers: Vec<Talker> = (0..TALKERS).map(|n| Talker::come(&server, n)).collect();
    costs_at_most(ALLOWED, || {
        let without = everyone_talks(&mut talkers);
        let with = everyone_talks_during_a_flood(&server, frame, &mut talkers);
        Delays { with, without }
    });
    Client::login(server.port(), "the first after the flood");
}

/// Lets each talker send some chats. Returns the delay that 99 of 100 chats do not exceed.
fn everyone_talks(talkers: &mut [Talker]) -> Duration {
    let mut delays: Vec<Duration> = thread::scope(|scope| {
        let threads: Vec<_> = talkers.iter_mut().map(|one| scope.spawn(|| one.talk())).collect();
        threads
            .into_iter()
            .flat_map(|one| one.join().expect("a talker failed, see above"))
            .collect()
    });
    percentile(&mut delays, 0.99)
}

/// Does the same while one more client, logged in, sends `frame` as fast as it can.
fn everyone_talks_during_a_flood(server: &Room, frame: &Frame, talkers: &mut [Talker]) -> Duration {
    let flooder = Raw::login(server.port(), "flooder");
    let (mut sending, mut reading) = (&flooder.stream, &flooder.stream);
    let bytes = frame.masked();
    let is_over = AtomicBool::new(false);
    let delay = thread::scope(|scope| {
        scope.spawn(|| {
            while sending.write_all(&bytes).is_ok() {}
            assert!(is_over.load(Ordering::SeqCst), "the server must read on, though slowly");
        });
        // The flooder also reads: otherwise the server would cut it off as a slow consumer.
        scope.spawn(|| {
            while reading.read(&mut [0; 1 << 16]).is_ok() && !is_over.load(Ordering::SeqCst) {}
        });
        let delay = everyone_talks(talkers);
        is_over.store(true, Ordering::SeqCst);
        flooder.stream.shutdown(Shutdown::Write).expect("the server has not cut it off");
        talkers[0].say(); // wakes the reading thread
        delay
    });
    // The flooder gets this chat and never reads it, so its connection ends with a reset, and the rest
    // of the flood is dropped.
    talkers[0].say();
    flooder.stream.peek(&mut [0]).expect("the chat comes");
    delay
}

/// A student in the class. It must be fast, so it compares whole frames and does not parse JSON.
struct Talker {
    reader: BufReader<TcpStream>,
    raw: Raw,
    name: String,
    chats: usize,
}

impl Talker {
    fn come(server: &Room, number: usize) -> Talker {
        let name = format!("talker {number}");
        let raw = Raw::login(server.port(), &name);
        let stream = raw.stream.try_clone().expect("a descriptor is left");
        stream.set_read_timeout(Some(DEADLINE)).expect("not zero");
        Talker { reader: BufReader::with_capacity(1 << 16, stream), raw, name, chats: 0 }
    }

    fn talk(&mut self) -> Vec<Duration> {
        let say = |_| {
            thread::sleep(PAUSE);
            self.say()
        };
        (0..CHATS).map(say).collect()
    }

    /// Sends a chat, and returns how long it took to come back.
    fn say(&mut self) -> Duration {
        self.chats += 1;
        let text = chat(&self.name, &format!("chat {} of {}", self.chats, self.name)).to_string();
        let chat = Frame::new(TEXT, text);
        let start = Instant::now();
        self.raw.send_frame(&chat);
        while self.read_frame() != chat {}
        start.elapsed()
    }

    fn read_frame(&mut self) -> Frame {
        let Talker { name, chats, reader, .. } = self;
        Frame::read_from(reader)
            .unwrap_or_else(|error| panic!("{name} waited for its own chat {chats}: {error}"))
    }
}
