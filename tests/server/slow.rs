//! Nobody waits for the slow: neither for those who never read, nor for those who read slowly.
//!
//! How much a socket holds before the server notices that nobody reads is the system's affair
//! (some 4 MB on Linux). So these tests first find out, with a client that never reads.

use std::io::{self, Read};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::Room;
use crate::delay::{Delays, costs_at_most, percentile};
use crate::support::DEADLINE;
use crate::support::client::{Client, chat, room};
use crate::support::frames::{Frame, Raw, TEXT};
use crate::support::process::eventually;

/// The length of a chat that fills buffers, in bytes.
const LARGE: usize = 32 * 1024;

/// Who was not cut off when so many bytes waited never will be.
const MOST: usize = 64 * 1024 * 1024;

/// So much less than what gets a client cut off: far more than the server's sockets differ, and
/// far less than the megabyte that waits inside the server. On a busy machine a socket may hold
/// less than the one before; then the next of these.
const LESS_AND_LESS: [usize; 3] = [500_000, 700_000, 900_000];

/// How long someone slow reads slowly. Who has to wait for so long to be written to is alive still.
const SLOW: Duration = Duration::from_secs(3);

/// How fast someone slow reads, in bytes per second.
const SLOW_RATE: f64 = 64_000.0;

/// The name of the client that shows how much is too much.
const MEASURED: &str = "measured";

#[test]
fn who_never_reads_is_cut_off_and_announced_once() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let before = server.footprint();
    let walter = talkers.welcome(&server, "walter");
    talkers.talk_until_cut_off(1);
    assert_eq!(talkers.gone, ["walter"]);
    // Walter still holds his end and reads nothing; the server is done with him.
    server.wait_until_back_to(before);
    for _ in 0..10 {
        talkers.say(LARGE);
    }
    drop(walter);
    talkers.say(1);
    assert_eq!(talkers.gone, ["walter"], "announced once");
}

/// Its thread has read many of its messages already, and more of them wait in its socket.
#[test]
fn a_client_that_was_cut_off_is_gone_whatever_it_had_sent() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let before = server.footprint();
    let mut ghost = talkers.welcome(&server, "ghost");
    let login = Frame::new(TEXT, json!({ "type": "login", "username": "ghost" }).to_string());
    ghost.send(&login.masked().repeat(4000));
    talkers.talk_until_cut_off(1);
    assert_eq!(talkers.gone, ["ghost"]);
    // The others hear nothing more of it, and nothing is left of its thread.
    let heard = talkers.heard_of("ghost");
    server.wait_until_back_to(before);
    talkers.say(1);
    assert_eq!(talkers.heard_of("ghost"), heard, "it came back");
    drop(ghost);
    talkers.say(1);
    assert_eq!(talkers.gone, ["ghost"], "its leave was announced more than once");
}

/// As long as it reads on, a client that says goodbye gets everything that was sent before.
#[test]
fn a_close_comes_after_everything_that_waits() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let (mut walter, first) = talkers.welcome_someone_with_a_backlog(&server);
    let last = talkers.number;
    walter.send_frame(&Frame::close(1000, "bye"));
    talkers.wait_for_a_leave();
    for number in first..=last {
        let frame = walter.read_frame("a chat from before the goodbye");
        let is_next = frame == Frame::new(TEXT, large_chat(number, LARGE));
        assert!(is_next, "instead of chat {number} of {first} to {last} came {frame:?}");
    }
    walter.expect_close(1000);
}

/// Its socket stays full. Still it must not keep its thread, its descriptor or its outbox.
#[test]
fn a_client_that_says_goodbye_and_never_reads_is_soon_gone() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let before = server.footprint();
    let (mut walter, _) = talkers.welcome_someone_with_a_backlog(&server);
    walter.send_frame(&Frame::close(1000, "bye"));
    server.wait_until_back_to(before);
}

#[test]
fn who_never_reads_costs_the_others_20_ms_at_most() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    costs_at_most(Duration::from_millis(20), || {
        let without = (0..200).map(|_| talkers.say(LARGE)).max().expect("some were said");
        let walter = talkers.welcome(&server, "walter");
        let with = talkers.talk_until_cut_off(1).slowest;
        drop(walter);
        Delays { with, without }
    });
}

#[test]
fn twenty_who_never_read_stall_nobody_for_a_quarter_of_a_second() {
    let server = open_with_memory_given_back();
    let mut talkers = Talkers::come(&server);
    let memory_before = server.memory();
    costs_at_most(Duration::from_millis(250), || {
        let without = (0..20).map(|_| talkers.say(LARGE)).max().expect("some were said");
        let silent: Vec<Raw> =
            (0..20).map(|n| talkers.welcome(&server, &format!("silent {n}"))).collect();
        let with = talkers.talk_until_cut_off(20).slowest;
        drop(silent);
        Delays { with, without }
    });
    talkers.say(1);
    expect_given_back(&server, memory_before);
}

#[test]
fn who_is_slow_but_alive_gets_everything_in_order() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let (mut walter, first) = talkers.welcome_someone_with_a_backlog(&server);
    let gone_before = talkers.gone.len();
    // Slowly at first, as through a keyhole: so little of it is read that something waits inside
    // the server all the time. Then as fast as can be.
    let mut keyhole = Keyhole { stream: &walter.stream, slow_until: Instant::now() + SLOW };
    for number in first..=talkers.number {
        let frame = keyhole.read_frame();
        let is_next = frame == Frame::new(TEXT, large_chat(number, LARGE));
        assert!(is_next, "instead of chat {number} came {frame:?}");
    }
    // And walter hears what comes next, as everyone does.
    talkers.say(1);
    walter.expect_frame(&Frame::new(TEXT, large_chat(talkers.number, 1)));
    assert_eq!(talkers.gone.len(), gone_before, "walter was there all the time");
}

#[test]
fn a_hundred_slow_ones_do_not_make_the_room_slow() {
    let server = open_with_memory_given_back();
    let mut talkers = Talkers::come(&server);
    let too_much = what_is_too_much(&server, &mut talkers);
    // Most of them must be there all the time, or nothing is measured.
    let were_there = LESS_AND_LESS.into_iter().any(|less| {
        let crowd = format!("{less} bytes less");
        a_hundred_are_slow(&server, &mut talkers, &crowd, too_much - less);
        let cut_off = talkers.gone.iter().filter(|name| name.ends_with(&crowd)).count();
        cut_off <= 50
    });
    assert!(were_there, "most of the slow ones were cut off: {:?}", talkers.gone);
}

fn a_hundred_are_slow(server: &Room, talkers: &mut Talkers, crowd: &str, backlog: usize) {
    let memory_before = server.memory();
    let without = talkers.usual_delay();
    let mut slow: Vec<Raw> =
        (0..100).map(|n| talkers.welcome(server, &format!("slow {n}, {crowd}"))).collect();
    // Small messages take far more of a socket's room than their length: none may stay unread.
    talkers.say(1);
    let last = Frame::new(TEXT, large_chat(talkers.number, 1));
    slow.iter_mut().for_each(|raw| raw.read_until(&last));
    talkers.talk(backlog);
    costs_at_most(Duration::from_millis(10), || Delays { with: talkers.usual_delay(), without });
    catch_up(&mut slow, talkers);
    expect_given_back(server, memory_before);
}

/// All of them at once read what waits for them, but for those who were cut off.
fn catch_up(slow: &mut [Raw], talkers: &mut Talkers) {
    talkers.say(1);
    let last = Frame::new(TEXT, large_chat(talkers.number, 1));
    let read = |raw: &mut Raw| {
        while raw.try_read_frame("the last chat").is_ok_and(|frame| frame != last) {}
    };
    thread::scope(|scope| {
        for raw in slow {
            scope.spawn(|| read(raw));
        }
    });
}

/// Linux's allocator keeps large pieces of memory once it has learned that they come and go. With
/// a limit set from outside it learns nothing, and gives back what the server gives back.
fn open_with_memory_given_back() -> Room {
    Room::open_with(&[("MALLOC_MMAP_THRESHOLD_", "131072")])
}

/// The memory of all backlogs is given back; the allocator keeps some.
fn expect_given_back(server: &Room, before: Option<usize>) {
    let Some(before) = before else { return };
    let mut now = before;
    let is_back = eventually(DEADLINE, || {
        now = server.memory().expect("/proc tells what it told before");
        now < before + 10 * 1024 * 1024
    });
    assert!(is_back, "{now} bytes of memory after {DEADLINE:?}, before: {before}");
}

/// Reads slowly until that moment.
struct Keyhole<'a> {
    stream: &'a TcpStream,
    slow_until: Instant,
}

impl Keyhole<'_> {
    fn read_frame(&mut self) -> Frame {
        self.stream.set_read_timeout(Some(DEADLINE)).expect("not zero");
        let mut frames = std::iter::repeat_with(|| Frame::read_from(self));
        let frame = frames.find(|frame| !frame.as_ref().is_ok_and(Frame::is_heartbeat));
        frame.expect("it goes on").unwrap_or_else(|error| panic!("waited for a chat: {error}"))
    }
}

impl Read for Keyhole<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if Instant::now() > self.slow_until {
            return self.stream.read(bytes);
        }
        let few = bytes.len().min(4096);
        thread::sleep(Duration::from_secs_f64(few as f64 / SLOW_RATE));
        self.stream.read(&mut bytes[..few])
    }
}

/// Five who talk by turns and hear each other: the server limits how much one client may
/// send in a second, and together they are fast.
struct Talkers {
    clients: [Client; 5],
    number: usize,
    /// Whose leave the first of them has heard.
    gone: Vec<String>,
    /// Whose login the first of them has heard.
    came: Vec<String>,
}

struct Talk {
    slowest: Duration,
    bytes: usize,
}

impl Talkers {
    fn come(server: &Room) -> Talkers {
        let clients = room(server.port(), ["anna", "ben", "clara", "david", "emma"]);
        Talkers { clients, number: 0, gone: Vec::new(), came: Vec::new() }
    }

    /// Someone else logs in, and reads nothing after that.
    fn welcome(&mut self, server: &Room, name: &str) -> Raw {
        let mut newcomer = Raw::login(server.port(), name);
        self.say(1); // when all have read this, they have read the login too
        newcomer.read_frame("the chat that welcomes");
        newcomer
    }

    /// Someone else logs in and reads nothing after that, until so much waits for it that it is
    /// nearly cut off. Returns its connection, and the number of the first chat that waits.
    fn welcome_someone_with_a_backlog(&mut self, server: &Room) -> (Raw, usize) {
        let too_much = what_is_too_much(server, self);
        let in_time = LESS_AND_LESS.into_iter().find_map(|less| {
            let name = format!("{less} bytes less");
            let raw = self.welcome(server, &name);
            let first = self.number + 1;
            self.talk(too_much - less);
            (!self.gone.contains(&name)).then_some((raw, first))
        });
        in_time.expect("a client that is not cut off")
    }

    /// The next one says something of this length. Returns how long it took until all five
    /// had read it.
    fn say(&mut self, length: usize) -> Duration {
        self.number += 1;
        let text = large_chat(self.number, length);
        let turn = self.number % self.clients.len();
        let start = Instant::now();
        self.clients[turn].send(&text);
        for index in 0..self.clients.len() {
            self.read_until(index, &text);
        }
        start.elapsed()
    }

    fn read_until(&mut self, index: usize, text: &str) {
        loop {
            let came = self.clients[index].receive_text(text);
            if came == text {
                return;
            }
            let event: serde_json::Value = serde_json::from_str(&came).expect("JSON");
            if let (0, Some(name)) = (index, event["user_left"].as_str()) {
                self.gone.push(name.to_string());
            }
            if let (0, Some(name)) = (index, event["user_joined"].as_str()) {
                self.came.push(name.to_string());
            }
        }
    }

    /// How often the first of them has heard that this one logged in.
    fn heard_of(&self, name: &str) -> usize {
        self.came.iter().filter(|came| *came == name).count()
    }

    /// Says little things until someone has left.
    fn wait_for_a_leave(&mut self) {
        let (before, start) = (self.gone.len(), Instant::now());
        while self.gone.len() == before {
            assert!(start.elapsed() < DEADLINE, "nobody has left within {DEADLINE:?}");
            self.say(1);
        }
    }

    /// Says about so many bytes.
    fn talk(&mut self, bytes: usize) {
        for _ in 0..bytes / LARGE {
            self.say(LARGE);
        }
    }

    /// How long a short chat takes, as a rule.
    fn usual_delay(&mut self) -> Duration {
        let mut delays: Vec<Duration> = (0..50).map(|_| self.say(1)).collect();
        percentile(&mut delays, 0.5)
    }

    /// Talks until so many more have left; they must be cut off, since they never read.
    fn talk_until_cut_off(&mut self, count: usize) -> Talk {
        let expected = self.gone.len() + count;
        let mut talk = Talk { slowest: Duration::ZERO, bytes: 0 };
        while self.gone.len() < expected {
            assert!(talk.bytes < MOST, "{} bytes later only {:?} are gone", talk.bytes, self.gone);
            talk.slowest = talk.slowest.max(self.say(LARGE));
            talk.bytes += LARGE;
        }
        talk
    }
}

/// How many bytes can wait for someone who never reads, until the server cuts him off.
fn what_is_too_much(server: &Room, talkers: &mut Talkers) -> usize {
    let _silent = talkers.welcome(server, MEASURED);
    talkers.talk_until_cut_off(1).bytes
}

fn large_chat(number: usize, length: usize) -> String {
    let text = format!("{number:0length$}");
    chat("talker", &text).to_string()
}
