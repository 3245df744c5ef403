//! The crowd from outside: what it reports about a good room, a faulty room, and no room at all.

mod support;

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;
use tungstenite::{Error, Message, WebSocket};

use support::DEADLINE;
use support::client::{Client, chat};
use support::process::{Ended, end_of, eventually, free_port, run_to_its_end};
use support::room::Room;

#[test]
fn in_a_good_room_every_message_comes_once_and_in_order() {
    let room = Room::open();
    let visit =
        crowd(&[&room.url(), "--students", "5", "--messages-per-minute=600", "--seconds", "1"]);
    let said = text(&visit);
    assert_eq!(visit.code, Some(0), "{said}");
    for expected in [
        "students                 5",
        "lost                  none",
        "disconnected          none",
        "\nPassed: every message reached every student exactly once, in one order for all.\n",
    ] {
        assert!(said.contains(expected), "{expected:?} is not in:\n{said}");
    }
    // Five students send ten messages a second for one second. On a busy machine, late messages of
    // the warm-up count too, and the last ones may not be sent.
    let figures = Figures::read(&visit);
    assert!(figures.deliveries >= 100.0 && figures.per_second <= 380.0, "{said}");
    assert!(visit.log.contains("0 of 5 students are connected"), "no progress:\n{said}");
}

#[test]
fn a_talkative_stranger_does_not_confuse_the_crowd() {
    let room = Room::open();
    let mut teacher = Client::login(room.port(), "Maria");
    let talk = thread::spawn(move || {
        loop {
            let heard = teacher.receive_text("the crowd's leave");
            if heard.contains("user_left") && heard.ends_with(r#":["Maria"]}"#) {
                break;
            }
            // Quote every text of the crowd, word for word.
            if heard.contains("crowd") && !heard.contains("teacher") {
                teacher.send_json(&chat("teacher", &heard));
            }
        }
    });
    let visit =
        crowd(&[&room.url(), "--students=4", "--messages-per-minute", "300", "--seconds", "0.5"]);
    assert_eq!(visit.code, Some(0), "{}", text(&visit));
    talk.join().expect("the teacher");
}

#[test]
fn rude_students_are_neither_checked_nor_measured() {
    let room = Room::open();
    let talk = ["--students=3", "--messages-per-minute=600", "--seconds=1"];
    let visit = crowd(&[&[&room.url()[..], "--asleep=2", "--flood=1"], &talk[..]].concat());
    let said = text(&visit);
    assert_eq!(visit.code, Some(0), "{said}");
    for expected in ["students                 3\n", "asleep                   2   "] {
        assert!(said.contains(expected), "{expected:?} is not in:\n{said}");
    }
    assert_eq!(number(&said, "deliveries "), 3.0 * number(&said, "messages "), "{said}");
    // The room reads 1 MiB per second, and messages of 800 bytes.
    let relayed = number(&said, "flood                    1   0 cut off,");
    assert!((1.0..2000.0).contains(&relayed), "{said}");
    Figures::read(&visit);
}

/// A class that only chats would take an hour to fill the socket of a student that never reads.
#[test]
fn while_somebody_is_asleep_the_messages_are_long() {
    for (asleep, lengths) in [("--asleep=1", 20_000..65_536), ("--asleep=0", 0..512)] {
        let room = Room::open();
        let mut teacher = Client::login(room.port(), "teacher");
        let talk = ["--students=2", "--messages-per-minute=600", "--seconds=0.5", asleep];
        let visit = crowd(&[&[&room.url()[..]], &talk[..]].concat());
        assert_eq!(visit.code, Some(0), "{}", text(&visit));
        let of_crowd = |message: &Value| message["crowd"].is_string();
        teacher.wait_for("the first message, before the talk", of_crowd);
        let chat = teacher.wait_for("a message of the talk", of_crowd).to_string();
        assert!(lengths.contains(&chat.len()), "{asleep}: {} bytes", chat.len());
    }
}

#[test]
fn a_room_that_cuts_rude_students_off_is_a_good_room() {
    let (visit, room) = visit_to(Fault::CutOff, &["--asleep=1", "--flood=1", "--seconds=0.5"]);
    let said = text(&visit);
    assert_eq!(visit.code, Some(0), "{said}");
    for expected in [
        "asleep                   1   1 cut off, the first after ",
        "flood                    1   1 cut off, ",
        "disconnected          none",
    ] {
        assert!(said.contains(expected), "{expected:?} is not in:\n{said}");
    }
    room.join().expect("the faulty room");
}

#[test]
fn a_delay_is_measured_from_sending_to_receiving() {
    let (visit, _) = visit_to(Fault::HoldBack, &["--seconds=0.5"]);
    let said = text(&visit);
    assert_eq!(visit.code, Some(0), "{said}");
    let figures = Figures::read(&visit);
    let at_least = HELD_BACK.as_secs_f64() * 1e3;
    assert!(figures.p50 >= at_least && figures.rows[0].to > at_least, "{said}");
    assert!(figures.seconds > 0.5, "the last deliveries belong to the measured time:\n{said}");
}

#[test]
fn when_the_server_dies_the_measured_time_ends() {
    let (visit, _) = visit_to(Fault::Die, &["--seconds=8"]);
    let said = text(&visit);
    assert_eq!(visit.code, Some(1), "{said}");
    assert!(Figures::read(&visit).seconds < 4.0, "the server ran for about a second:\n{said}");
    assert!(said.contains("disconnected             3   Maria: "), "{said}");
}

#[test]
fn a_crowd_that_cannot_keep_up_stops_on_time_and_reports_it() {
    let room = Room::open();
    // No machine delivers 50 times 50 times 1000 messages a second.
    let visit =
        crowd(&[&room.url(), "--students=50", "--messages-per-minute=60000", "--seconds=0.1"]);
    let said = text(&visit);
    assert!(number(&said, "not sent") > 100.0, "{said}");
    assert!(said.contains("   the crowd could not keep up\n"), "{said}");
}

#[test]
fn a_crowd_that_talks_only_in_the_warm_up_stays_to_the_end_and_measures_nothing() {
    let room = Room::open();
    let start = Instant::now();
    // The second progress line comes after five seconds.
    let visit = crowd(&[&room.url(), "--students=1", "--messages-per-minute=1", "--seconds=5"]);
    let said = text(&visit);
    assert!(start.elapsed() > Duration::from_secs(5), "{said}");
    assert_eq!(visit.code, Some(1), "{said}");
    for expected in [
        "deliveries/s             -\n",
        "delay p50                - ms",
        "delay max                - ms",
        "\nNothing was measured: ",
        " messages, p50 - ms, ",
    ] {
        assert!(said.contains(expected), "{expected:?} is not in:\n{said}");
    }
    assert!(!said.contains("very message reached"), "{said}");
}

#[test]
fn a_lost_message_is_reported() {
    expect_trouble(Fault::Lose, "lost                     1   message ", "never reached Walter\n");
}

#[test]
fn a_message_that_comes_twice_is_reported() {
    expect_trouble(
        Fault::Repeat,
        "twice                    1   message ",
        "reached Walter again\n",
    );
}

#[test]
fn a_message_out_of_order_is_reported() {
    // The first student to hear two messages decides their order, so the others may be too late.
    expect_trouble(Fault::Swap, "out of order             ", " too late\n");
}

#[test]
fn a_disconnected_student_is_reported() {
    expect_trouble(Fault::HangUp, "disconnected             1   Walter: ", "");
}

#[test]
fn students_answer_pings_while_others_still_connect() {
    let (visit, _) = visit_to(Fault::SlowHandshake, &["--seconds=0.5"]);
    assert_eq!(visit.code, Some(0), "{}", text(&visit));
}

#[test]
fn a_full_room_is_reported_as_full() {
    for (inside, expected) in [
        (2, "crowd: 0 of 4 students got in, then the room was full (MAX_CLIENTS): ws://"),
        (0, "crowd: 2 of 4 students got in, then the room was full (MAX_CLIENTS): ws://"),
    ] {
        let room = Room::open_with(&[("MAX_CLIENTS", "2")]);
        let _inside: Vec<_> = (0..inside).map(|_| Client::login(room.port(), "anna")).collect();
        let visit = crowd(&[&room.url(), "--students=4"]);
        assert_eq!(visit.code, Some(1), "{}", text(&visit));
        assert!(visit.log.contains(expected), "{}", visit.log);
        assert!(visit.log.ends_with("/ answered 503 Service Unavailable\n"), "{}", visit.log);
    }
}

#[test]
fn without_a_server_the_crowd_says_how_to_start_one() {
    let visit = crowd(&[format!("127.0.0.1:{}", free_port())]);
    assert_eq!(visit.code, Some(1));
    let line = visit.log.lines().last().unwrap_or_default();
    assert!(line.starts_with("crowd: no chat room at ws://127.0.0.1:"), "{}", visit.log);
    assert!(line.ends_with("; start the server first: cargo run --release"), "{}", visit.log);
}

#[test]
fn a_server_that_is_not_a_chat_room_is_reported_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let silent = crowd(&[&address, "--patience", "0.2"]);
    let server = thread::spawn(move || {
        let (_first, _) = listener.accept().expect("the student who got no answer");
        let (mut second, _) = listener.accept().expect("a student");
        second.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").expect("a socket");
        second
    });
    let other = crowd(&[&address]);
    server.join().expect("the server");
    for (visit, why) in [(silent, "(IO error: "), (other, "it answered 404 Not Found")] {
        assert_eq!(visit.code, Some(1));
        assert!(visit.log.contains("crowd: no chat room at ws://"), "{}", visit.log);
        assert!(visit.log.contains(why) && !visit.log.contains("start the"), "{}", visit.log);
    }
}

#[test]
fn wrong_arguments_are_explained_in_one_line() {
    for (arguments, expected) in [
        (&["--students", "many"][..], "--students needs a number from 1 to 20000, not \"many\""),
        (&["--students"], "--students needs a number from 1 to 20000, not \"\""),
        (&["--asleep=-1"], "--asleep needs a number from 0 to 1000, not \"-1\""),
        (&["--flood", "much"], "--flood needs a number from 0 to 100, not \"much\""),
        (&["--seconds=-1"], "--seconds needs a number from 0.1 to 86400, not \"-1\""),
        (&["--teachers", "3"], "unknown option --teachers"),
        (&["wss://localhost"], "the crowd can use ws://, but not wss://"),
        (&["http://"], "\"http://\" is not an address such as ws://localhost:8081/"),
        (&["localhost:99999"], "\"localhost:99999\" is not an address"),
        (&["localhost:localhost"], "\"localhost:localhost\" is not an address"),
        (&["localhost:"], "\"localhost:\" is not an address"),
        (&[":8081"], "\":8081\" is not an address"),
        (&["localhost:1", "localhost:2"], "\"localhost:2\" is a second address"),
    ] {
        expect_refusal(arguments, expected);
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    expect_refusal(&[OsStr::from_bytes(b"\xff:8081")], "\u{fffd}:8081\" is not an address");
}

fn expect_refusal(arguments: &[impl AsRef<OsStr> + std::fmt::Debug], expected: &str) {
    let Ended { code, log, .. } = crowd(arguments);
    assert_eq!(code, Some(2), "{arguments:?}: {log}");
    assert!(log.contains(expected) && log.contains("--help"), "{arguments:?}: {log}");
    assert_eq!(log.lines().count(), 1, "{arguments:?}: {log}");
}

#[test]
fn help_names_every_option() {
    let visit = crowd(&["--help"]);
    assert_eq!(visit.code, Some(0));
    let options = ["--students", "--asleep", "--flood", "--messages-per-minute", "--seconds"];
    for option in options.into_iter().chain(["ADDRESS", "--patience"]) {
        assert!(visit.output.contains(option), "{option} is not in {}", visit.output);
    }
}

#[test]
fn a_crowd_whose_output_nobody_reads_ends_as_usual() {
    let room = Room::open();
    let url = room.url();
    for (arguments, expected) in [
        (&[&url, "--students=2", "--messages-per-minute=6000", "--seconds=0.5"][..], 0),
        (&["--help"], 0),
        (&["--teachers"], 2),
    ] {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let mut crowd = Command::new(env!("CARGO_BIN_EXE_crowd"));
        crowd.args(arguments).stdout(writer.try_clone().expect("a pipe")).stderr(writer);
        let mut child = crowd.spawn().expect("the crowd is built");
        let status = end_of(&mut child);
        let status =
            status.unwrap_or_else(|| panic!("crowd {arguments:?} did not end within {DEADLINE:?}"));
        assert_eq!(status.code(), Some(expected), "{arguments:?}");
    }
}

/// The numbers in the table about the measured messages.
struct Figures {
    deliveries: f64,
    per_second: f64,
    seconds: f64,
    p50: f64, // in milliseconds
    rows: Vec<Row>,
}

/// A row of the histogram, in milliseconds.
struct Row {
    from: f64,
    to: f64,
    count: f64,
}

impl Figures {
    /// Reads the numbers, and checks that they agree with each other.
    fn read(visit: &Ended) -> Figures {
        let said = &visit.output;
        let (table, rest) = said.split_once("\nDelays of ").unwrap_or_else(|| panic!("{said}"));
        let mut lines = rest.lines();
        let head: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
        let [deliveries, "deliveries", "in", seconds, "s:"] = head[..] else { panic!("{said}") };
        let (deliveries, seconds) = (decimal(deliveries), decimal(seconds));
        let rows: Vec<Row> = lines.filter(|line| line.starts_with(' ')).map(Row::read).collect();
        assert_eq!(rows.iter().map(|row| row.count).sum::<f64>(), deliveries, "{said}");
        let per_second = number(table, "deliveries/s");
        assert!((deliveries / per_second - seconds).abs() < 0.06, "{said}");
        let delays = ["delay p50", "delay p95", "delay p99", "delay max"];
        let [p50, p95, p99, max] = delays.map(|row| number(table, row));
        assert!(p50 <= p95 && p95 <= p99 && p99 <= max, "{said}");
        let (first, last) = (rows.first().expect("a row"), rows.last().expect("a row"));
        assert!(first.from <= p50 && last.from <= max && max <= last.to, "{said}");
        Figures { deliveries, per_second, seconds, p50, rows }
    }
}

impl Row {
    fn read(line: &str) -> Row {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [from, "to", to, "ms", .., count] = words[..] else { panic!("not a row: {line:?}") };
        Row { from: decimal(from), to: decimal(to), count: decimal(count) }
    }
}

/// The number in this row of the table.
fn number(table: &str, row: &str) -> f64 {
    let rest = table.lines().find_map(|line| line.trim_start().strip_prefix(row));
    let number = rest.and_then(|rest| rest.split_whitespace().next());
    decimal(number.unwrap_or_else(|| panic!("no row {row:?} in:\n{table}")))
}

fn decimal(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is not a number"))
}

/// Three students visit a faulty room. The fault hits Walter, the second student, at the sixth
/// message that the room receives. That can be anyone's: each student has its own connection.
fn expect_trouble(fault: Fault, row: &str, detail: &str) {
    let (visit, room) = visit_to(fault, &["--seconds=0.5", "--patience=1"]);
    let said = text(&visit);
    assert_eq!(visit.code, Some(1), "{said}");
    for expected in [row, detail, "\nFAILED: not every message reached"] {
        assert!(said.contains(expected), "{expected:?} is not in:\n{said}");
    }
    room.join().expect("the faulty room");
}

/// Three students visit a faulty room. Each sends ten messages a second.
fn visit_to(fault: Fault, options: &[&str]) -> (Ended, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let clients = if fault == Fault::CutOff { 5 } else { 3 };
    let room = thread::spawn(move || FaultyRoom::open(&listener, clients, fault).run());
    let talk = [&address[..], "--students=3", "--messages-per-minute=600"];
    (crowd(&[&talk, options].concat()), room)
}

/// What a faulty room does wrong: to its second client at the sixth message, or to all clients.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Lose,
    Repeat,
    Swap,
    HangUp,
    /// After three students come one that is asleep and one that sends a flood. Both are cut off.
    CutOff,
    /// Each message reaches everyone late.
    HoldBack,
    /// After about a second and a half, all clients are cut off.
    Die,
    /// The second handshake is slow, and the third waits until the first client answers a ping.
    SlowHandshake,
}

/// Much longer than any other delay here, and shorter than the crowd's patience.
const HELD_BACK: Duration = Duration::from_millis(400);

/// The number of messages that a room receives before it dies.
const LIFE: usize = 45;

/// Longer than the interval at which connected students read while others connect.
const SLOW_HANDSHAKE: Duration = Duration::from_millis(200);

/// A room that relays chat correctly, except for its fault.
struct FaultyRoom {
    clients: Vec<Option<WebSocket<TcpStream>>>,
    fault: Fault,
    chats: usize,
    held_back: VecDeque<(Instant, String)>, // with the time it came
}

impl FaultyRoom {
    /// Returns when all clients have connected.
    fn open(listener: &TcpListener, clients: usize, fault: Fault) -> FaultyRoom {
        let (chats, held_back) = (0, VecDeque::new());
        let mut room = FaultyRoom { clients: Vec::new(), fault, chats, held_back };
        for i in 0..clients {
            let (stream, _) = listener.accept().expect("a student");
            if fault == Fault::SlowHandshake {
                match i {
                    0 => {}
                    1 => thread::sleep(SLOW_HANDSHAKE),
                    _ => expect_pong(&mut room.clients[0]),
                }
            }
            let mut socket = tungstenite::accept(stream).expect("a handshake");
            socket.get_ref().set_nonblocking(true).expect("a socket");
            socket.send(Message::Ping("here?".into())).expect("a socket");
            room.clients.push(Some(socket));
        }
        room
    }

    /// Serves the clients until all have left.
    fn run(&mut self) {
        let end = Instant::now() + DEADLINE;
        while self.clients.iter().any(Option::is_some) {
            assert!(Instant::now() < end, "the crowd did not leave");
            for i in 0..self.clients.len() {
                match self.clients[i].as_mut().and_then(next_text) {
                    Some(heard) if heard.contains(r#""login""#) => {
                        let welcome = r#"{"type":"login","user_joined":"x","active_users":[]}"#;
                        send(&mut self.clients[i], welcome);
                    }
                    Some(heard) => self.relay(heard),
                    None => drop(self.clients[i].take_if(|client| !client.can_read())),
                }
            }
            if self.fault == Fault::HoldBack {
                self.send_held_back();
            }
            thread::yield_now();
        }
    }

    fn relay(&mut self, heard: String) {
        let chats = self.chats;
        self.chats += 1;
        match self.fault {
            Fault::HoldBack => self.held_back.push_back((Instant::now(), heard)),
            Fault::Die if chats == LIFE => self.clients.fill_with(|| None),
            Fault::CutOff if chats == 5 => {
                self.clients[3..].fill_with(|| None);
                let leave = r#"{"type":"disconnect","user_left":"asleep 1","active_users":[]}"#;
                for client in &mut self.clients {
                    send(client, leave);
                    send(client, &heard);
                }
            }
            fault => {
                for (i, client) in self.clients.iter_mut().enumerate() {
                    match fault {
                        _ if i != 1 || !(5..=6).contains(&chats) => send(client, &heard),
                        Fault::Lose if chats == 5 => {}
                        Fault::Repeat if chats == 5 => {
                            send(client, &heard);
                            send(client, &heard);
                        }
                        Fault::Swap if chats == 5 => {
                            self.held_back.push_back((Instant::now(), heard.clone()));
                        }
                        Fault::Swap => {
                            send(client, &heard);
                            let (_, earlier) = self.held_back.pop_front().expect("the sixth");
                            send(client, &earlier);
                        }
                        Fault::HangUp => *client = None,
                        _ => send(client, &heard),
                    }
                }
            }
        }
    }

    fn send_held_back(&mut self) {
        while self.held_back.front().is_some_and(|(since, _)| since.elapsed() > HELD_BACK) {
            let (_, text) = self.held_back.pop_front().expect("the first");
            self.clients.iter_mut().for_each(|client| send(client, &text));
        }
    }
}

fn expect_pong(client: &mut Option<WebSocket<TcpStream>>) {
    let socket = client.as_mut().expect("a connected student");
    let has_come = eventually(DEADLINE, || matches!(socket.read(), Ok(Message::Pong(_))));
    assert!(has_come, "the first student did not answer a ping within {DEADLINE:?}");
}

fn send(client: &mut Option<WebSocket<TcpStream>>, text: &str) {
    if let Some(client) = client {
        let _ = client.send(Message::text(text)); // a student may just have left
    }
}

/// The next text that has arrived, if any. After a Close, none can follow.
fn next_text(client: &mut WebSocket<TcpStream>) -> Option<String> {
    match client.read() {
        Ok(Message::Text(text)) => Some(text.to_string()),
        Err(Error::Io(why)) if why.kind() == ErrorKind::WouldBlock => None,
        Ok(Message::Close(_)) => {
            let _ = client.flush();
            None
        }
        Ok(_) => None,
        Err(why) => panic!("a student's connection broke: {why}"),
    }
}

fn crowd(arguments: &[impl AsRef<OsStr>]) -> Ended {
    let mut crowd = Command::new(env!("CARGO_BIN_EXE_crowd"));
    crowd.args(arguments);
    run_to_its_end(crowd)
}

/// Everything that the crowd wrote.
fn text(visit: &Ended) -> String {
    format!("{}{}", visit.output, visit.log)
}
