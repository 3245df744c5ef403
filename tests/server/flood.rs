//! Nobody floods: one client that sends as fast as it can, and connections that never say what
//! they want, do not keep the others from talking.

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

/// As many as a class has.
const TALKERS: usize = 30;

/// How long each talker waits between two chats. More than a class says, so that a short
/// measurement has enough of them.
const PAUSE: Duration = Duration::from_millis(200);

/// How many chats each talker says in one measurement.
const CHATS: usize = 6;

/// How long a flood takes at least that uses up 2.25 MiB of what a client may send: 256 KiB at
/// once, and 1 MiB per second.
const FLOOD_LASTS: Duration = Duration::from_millis(1900);

/// What a flood may add to the delay that 99 of 100 chats do not exceed, and to that of a login.
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
fn a_flood_of_what_nobody_understands_does_not_delay_the_others() {
    does_not_delay_the_others(&Frame::new(TEXT, json!({ "type": "flood" }).to_string()));
}

#[test]
fn a_flood_of_pings_does_not_delay_the_others() {
    does_not_delay_the_others(&Frame::new(PING, [b'x'; 125]));
}

#[test]
fn empty_fragments_are_a_flood() {
    let fragment = Frame::unfinished(CONTINUATION, "").masked();
    let start = Frame::unfinished(TEXT, r#"{"type":"chat","text":"#).masked();
    let end = Frame::new(CONTINUATION, r#""fragments"}"#).masked();
    is_a_flood(&[start, fragment.repeat(400_000), end].concat());
}

/// Each sends the roster to everyone, and a loop of them is soon written by mistake.
#[test]
fn logins_are_a_flood() {
    let login = json!({ "type": "login", "username": "again" });
    is_a_flood(&Frame::new(TEXT, login.to_string()).masked().repeat(600));
}

/// Each becomes a tree of megabytes, for which the broadcaster would have to care.
#[test]
fn nested_json_is_a_flood() {
    let nested = "[[[[0]]]],".repeat(6_000);
    let bomb = format!(r#"{{"type":"chat","text":[{nested}0]}}"#);
    is_a_flood(&Frame::new(TEXT, bomb).masked().repeat(5));
}

/// The server takes its time with these frames, which have less than 2.5 MB.
fn is_a_flood(frames: &[u8]) {
    let server = Room::open();
    let mut flooder = Raw::login(server.port(), "flooder");
    let last = Frame::new(TEXT, chat("flooder", "the end").to_string());
    let start = Instant::now();
    flooder.send(frames);
    flooder.send_frame(&last);
    flooder.read_until(&last);
    let waited = start.elapsed();
    assert!(waited >= FLOOD_LASTS, "the server took all of it within {waited:?}");
}

/// What it sent before lies in the server's socket still, and would take a minute.
#[test]
fn who_hangs_up_during_a_flood_has_left() {
    let server = Room::open();
    let mut flooder = Raw::login(server.port(), "flooder");
    let mut walter = Client::login(server.port(), "walter");
    flooder.send(&Frame::new(TEXT, "{}").masked().repeat(16_000));
    // This one stays unread: so the connection ends with a reset.
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
        // Nobody waited for their deadline: they are still there, and can go on.
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

/// How long it takes from the call to the room's answer.
fn login_takes(server: &Room) -> Duration {
    let start = Instant::now();
    Client::login(server.port(), "walter");
    start.elapsed()
}

/// A WebSocket handshake that lacks its last two bytes.
fn half_open(port: u16) -> Raw {
    let mut raw = Raw::connect(port);
    raw.send(&UPGRADE.as_bytes()[..UPGRADE.len() - 2]);
    raw
}

/// Thirty talk, while one sends this frame as fast as it can.
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

/// Says some chats on each talker, and gives the delay that 99 of 100 do not exceed.
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

/// The same while one more client, logged in, sends `frame` as fast as it can.
fn everyone_talks_during_a_flood(server: &Room, frame: &Frame, talkers: &mut [Talker]) -> Duration {
    let flooder = Raw::login(server.port(), "flooder");
    let (mut sending, mut reading) = (&flooder.stream, &flooder.stream);
    let bytes = frame.masked();
    let is_over = AtomicBool::new(false);
    let delay = thread::scope(|scope| {
        scope.spawn(|| {
            while sending.write_all(&bytes).is_ok() {}
            assert!(is_over.load(Ordering::SeqCst), "the server reads, if only slowly");
        });
        // It reads what it gets, or it would be cut off for that.
        scope.spawn(|| {
            while reading.read(&mut [0; 1 << 16]).is_ok() && !is_over.load(Ordering::SeqCst) {}
        });
        let delay = everyone_talks(talkers);
        is_over.store(true, Ordering::SeqCst);
        flooder.stream.shutdown(Shutdown::Write).expect("the server has not cut it off");
        talkers[0].say(); // which the reading thread reads
        delay
    });
    // This one stays unread: so the connection ends with a reset, and what is left of the
    // flood ends with it.
    talkers[0].say();
    delay
}

/// One of the class. It must not be what is slow: it looks at whole frames only, and leaves
/// JSON alone.
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

    /// Says something, and gives how long it took to come back.
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
            .unwrap_or_else(|error| panic!("{name} waited for their chat {chats}: {error}"))
    }
}
