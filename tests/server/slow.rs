//! Slow clients: the server cuts off a client that never reads, and a client that reads slowly gets
//! everything. Neither makes the others wait.
//!
//! The system decides how much a socket holds before the server notices that nobody reads (about
//! 4 MB on Linux). So these tests first measure it, with a client that never reads.

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

/// The length of a chat that fills buffers quickly, in bytes.
const LARGE: usize = 32 * 1024;

/// A client that never reads must be cut off before this many bytes were sent to it.
const MAX_UNREAD: usize = 64 * 1024 * 1024;

/// How many bytes a test stays below the measured limit: more than the server's sockets usually
/// differ, and less than the megabyte that waits inside the server. On a busy machine, a socket may
/// hold even less than that; then the test tries the next margin.
const MARGINS: [usize; 3] = [500_000, 700_000, 900_000];

/// How long a slow client reads slowly. The server must not cut it off during that time.
const SLOW_TIME: Duration = Duration::from_secs(3);

/// How fast a slow client reads, in bytes per second.
const SLOW_RATE: f64 = 64_000.0;

/// The name of the client that never reads and so shows the limit.
const MEASURED: &str = "measured";

#[test]
fn a_client_that_never_reads_is_cut_off_and_announced_once() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let before = server.footprint();
    let walter = talkers.welcome(&server, "walter");
    talkers.talk_until_cut_off(1);
    assert_eq!(talkers.gone, ["walter"]);
    // Walter keeps his end open and reads nothing. The server must still release everything.
    server.wait_until_back_to(before);
    for _ in 0..10 {
        talkers.say(LARGE);
    }
    drop(walter);
    talkers.say(1);
    assert_eq!(talkers.gone, ["walter"], "walter's leave must be announced once");
}

/// Its thread has already read many of its messages, and its socket holds more of them.
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
    // The others must hear nothing more of the ghost, and its thread must end.
    let logins = talkers.logins_of("ghost");
    server.wait_until_back_to(before);
    talkers.say(1);
    assert_eq!(talkers.logins_of("ghost"), logins, "the ghost logged in again");
    drop(ghost);
    talkers.say(1);
    assert_eq!(talkers.gone, ["ghost"], "the ghost's leave must be announced once");
}

/// A client that sends a Close and reads on gets everything that was sent before, then the answer.
#[test]
fn a_close_is_answered_after_the_whole_backlog() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let (mut walter, first) = talkers.welcome_with_a_backlog(&server);
    let last = talkers.number;
    walter.send_frame(&Frame::close(1000, "bye"));
    talkers.clients[0].wait_for("walter's leave", |message| message["type"] == "disconnect");
    for number in first..=last {
        let frame = walter.read_frame("a chat from before the Close");
        let is_next = frame == Frame::new(TEXT, large_chat(number, LARGE));
        assert!(is_next, "expected chat {number} of {first} to {last}, got {frame:?}");
    }
    walter.expect_close(1000);
}

/// Its socket stays full. The server must still release its thread, descriptor and outbox.
#[test]
fn a_client_that_sends_a_close_and_never_reads_is_soon_gone() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let before = server.footprint();
    let (mut walter, _) = talkers.welcome_with_a_backlog(&server);
    walter.send_frame(&Frame::close(1000, "bye"));
    server.wait_until_back_to(before);
}

#[test]
fn the_log_tells_how_much_waits_for_a_slow_client_until_nothing_does() {
    let server = Room::open_with(&[("RUST_LOG", "debug")]);
    let mut talkers = Talkers::come(&server);
    let (mut walter, _) = talkers.welcome_with_a_backlog(&server);
    talkers.say(1);
    let line = server.wait_for_log(&format!("{MEASURED}\" left"));
    assert!(server.log().contains(" is cut off: it reads too slowly, "), "{line}");
    server.wait_for_log("outbox@broadcaster] wrote ");
    walter.read_until(&Frame::new(TEXT, large_chat(talkers.number, 1)));
    let line = server.wait_for_log("outbox@broadcaster] 0 bytes wait for client ");
    let (_, client) = line.split_once("0 bytes wait for ").expect("the line is about a client");
    let lines = server.wait_for_logs(&format!(" bytes wait for {client}"), 2);
    assert!(!lines[0].contains("] 0 bytes"), "{lines:#?}");
}

#[test]
fn a_client_that_never_reads_delays_the_others_by_20_ms_at_most() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    costs_at_most(Duration::from_millis(20), || {
        let without = (0..200).map(|_| talkers.say(LARGE)).max().expect("there are 200");
        let walter = talkers.welcome(&server, "walter");
        let with = talkers.talk_until_cut_off(1).slowest;
        drop(walter);
        Delays { with, without }
    });
}

#[test]
fn twenty_clients_that_never_read_delay_the_others_by_250_ms_at_most() {
    let server = open_with_measurable_memory();
    let mut talkers = Talkers::come(&server);
    let memory_before = server.memory();
    costs_at_most(Duration::from_millis(250), || {
        let without = (0..20).map(|_| talkers.say(LARGE)).max().expect("there are 20");
        let silent: Vec<Raw> =
            (0..20).map(|n| talkers.welcome(&server, &format!("silent {n}"))).collect();
        let with = talkers.talk_until_cut_off(20).slowest;
        drop(silent);
        Delays { with, without }
    });
    talkers.say(1);
    expect_memory_freed(&server, memory_before);
}

#[test]
fn a_slow_client_gets_everything_in_order() {
    let server = Room::open();
    let mut talkers = Talkers::come(&server);
    let (mut walter, first) = talkers.welcome_with_a_backlog(&server);
    let gone_before = talkers.gone.len();
    // At first walter reads so slowly that the server has a backlog for him all the time. Then he
    // reads as fast as he can.
    let mut reader = SlowReader { stream: &walter.stream, slow_until: Instant::now() + SLOW_TIME };
    for number in first..=talkers.number {
        let frame = reader.read_frame();
        let is_next = frame == Frame::new(TEXT, large_chat(number, LARGE));
        assert!(is_next, "expected chat {number}, got {frame:?}");
    }
    // Walter also gets the next chat, like everyone else.
    talkers.say(1);
    walter.expect_frame(&Frame::new(TEXT, large_chat(talkers.number, 1)));
    assert_eq!(talkers.gone.len(), gone_before, "walter must not be cut off");
}

#[test]
fn a_hundred_slow_clients_delay_the_others_by_10_ms_at_most() {
    let server = open_with_measurable_memory();
    let mut talkers = Talkers::come(&server);
    let limit = measure_limit(&server, &mut talkers);
    // The measurement counts only if most of the slow clients are not cut off.
    let most_stayed = MARGINS.into_iter().any(|margin| {
        let crowd = format!("{margin} bytes below the limit");
        check_a_slow_crowd(&server, &mut talkers, &crowd, limit - margin);
        let cut_off = talkers.gone.iter().filter(|name| name.ends_with(&crowd)).count();
        cut_off <= 50
    });
    assert!(most_stayed, "most of the slow clients were cut off: {:?}", talkers.gone);
}

/// A hundred clients log in, and do not read the next `unread` bytes until the delay of the others
/// is measured.
fn check_a_slow_crowd(server: &Room, talkers: &mut Talkers, crowd: &str, unread: usize) {
    let memory_before = server.memory();
    let without = talkers.median_delay();
    let mut slow: Vec<Raw> =
        (0..100).map(|n| talkers.welcome(server, &format!("slow {n}, {crowd}"))).collect();
    // In a socket, a small message takes far more space than its length. So read all of them.
    talkers.say(1);
    let last = Frame::new(TEXT, large_chat(talkers.number, 1));
    slow.iter_mut().for_each(|raw| raw.read_until(&last));
    talkers.talk(unread);
    costs_at_most(Duration::from_millis(10), || Delays { with: talkers.median_delay(), without });
    catch_up(&mut slow, talkers);
    expect_memory_freed(server, memory_before);
}

/// All slow clients read at the same time: up to the last chat, or to the end if they are cut off.
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

/// Linux's allocator adapts: it keeps large blocks for the server once the server has freed some.
/// With a fixed threshold it does not adapt, so the memory that the server frees can be measured.
fn open_with_measurable_memory() -> Room {
    Room::open_with(&[("MALLOC_MMAP_THRESHOLD_", "131072")])
}

/// The server must free the memory of all backlogs. The allocator may keep some of it.
fn expect_memory_freed(server: &Room, before: Option<usize>) {
    let Some(before) = before else { return };
    let mut now = before;
    let is_back = eventually(DEADLINE, || {
        now = server.memory().expect("/proc has told this before");
        now < before + 10 * 1024 * 1024
    });
    assert!(is_back, "{now} bytes of memory after {DEADLINE:?}, but {before} before");
}

/// Reads slowly until `slow_until`, then as fast as it can.
struct SlowReader<'a> {
    stream: &'a TcpStream,
    slow_until: Instant,
}

impl SlowReader<'_> {
    fn read_frame(&mut self) -> Frame {
        self.stream.set_read_timeout(Some(DEADLINE)).expect("not zero");
        let mut frames = std::iter::repeat_with(|| Frame::read_from(self));
        let frame = frames.find(|frame| !frame.as_ref().is_ok_and(Frame::is_heartbeat));
        frame.expect("it never ends").unwrap_or_else(|error| panic!("waited for a chat: {error}"))
    }
}

impl Read for SlowReader<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if Instant::now() > self.slow_until {
            return self.stream.read(bytes);
        }
        let few = bytes.len().min(4096);
        thread::sleep(Duration::from_secs_f64(few as f64 / SLOW_RATE));
        self.stream.read(&mut bytes[..few])
    }
}

/// Five clients that talk in turn and hear each other. The server limits how much each client may
/// send per second, but five together can send fast.
struct Talkers {
    clients: [Client; 5],
    number: usize,
    /// The names in all leaves that the first talker has received.
    gone: Vec<String>,
    /// The names in all logins that the first talker has received.
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

    /// Logs in another client, which reads everything up to its first chat, and nothing after that.
    fn welcome(&mut self, server: &Room, name: &str) -> Raw {
        let mut newcomer = Raw::login(server.port(), name);
        self.say(1); // when all talkers have read this, they have read the login too
        newcomer.read_frame("the first chat after its login");
        newcomer
    }

    /// Logs in another client, and talks until so much waits for it that it is almost cut off.
    /// Returns its connection, and the number of the first chat that it has not read.
    fn welcome_with_a_backlog(&mut self, server: &Room) -> (Raw, usize) {
        let limit = measure_limit(server, self);
        let still_connected = MARGINS.into_iter().find_map(|margin| {
            let name = format!("{margin} bytes below the limit");
            let raw = self.welcome(server, &name);
            let first = self.number + 1;
            self.talk(limit - margin);
            (!self.gone.contains(&name)).then_some((raw, first))
        });
        still_connected.expect("with one of these margins, the client is not cut off")
    }

    /// The next talker sends a chat whose text has this length. Returns how long it took until all
    /// five had read it.
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

    /// How many logins with this name the first talker has received.
    fn logins_of(&self, name: &str) -> usize {
        self.came.iter().filter(|came| *came == name).count()
    }

    /// Sends about this many bytes, in large chats.
    fn talk(&mut self, bytes: usize) {
        for _ in 0..bytes / LARGE {
            self.say(LARGE);
        }
    }

    /// The median delay of fifty short chats.
    fn median_delay(&mut self) -> Duration {
        let mut delays: Vec<Duration> = (0..50).map(|_| self.say(1)).collect();
        percentile(&mut delays, 0.5)
    }

    /// Talks until `count` more clients have left. They never read, so they must be cut off.
    fn talk_until_cut_off(&mut self, count: usize) -> Talk {
        let expected = self.gone.len() + count;
        let mut talk = Talk { slowest: Duration::ZERO, bytes: 0 };
        while self.gone.len() < expected {
            assert!(talk.bytes < MAX_UNREAD, "only {:?} left after {MAX_UNREAD} bytes", self.gone);
            talk.slowest = talk.slowest.max(self.say(LARGE));
            talk.bytes += LARGE;
        }
        talk
    }
}

/// How many bytes can be sent to a client that never reads before the server cuts it off.
fn measure_limit(server: &Room, talkers: &mut Talkers) -> usize {
    let _silent = talkers.welcome(server, MEASURED);
    talkers.talk_until_cut_off(1).bytes
}

fn large_chat(number: usize, length: usize) -> String {
    let text = format!("{number:0length$}");
    chat("talker", &text).to_string()
}
