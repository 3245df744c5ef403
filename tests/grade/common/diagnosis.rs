//! The server does not answer: this finds out which part of it is stuck.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use super::{
    guest::{Guest, Waited},
    program::{Program, hole_of_panic},
};
use crate::Exercise;

/// How long a probe waits. Before that the server has already been silent for longer.
const PROBE: Duration = Duration::from_secs(2);

/// For a handful of messages, no working room writes this many lines into its log.
const FLOOD: usize = 10_000;

/// Processor time in hundredths of a second. While it is probed, a waiting program uses almost
/// none, and a computing one uses all that it gets.
const MOST_TICKS: u64 = 8;

/// The problem that a guest had.
pub enum Trouble {
    /// It could not connect.
    NotConnected(String),
    /// Its connection has ended: the guest's name, and how it ended.
    Closed(&'static str, String),
    /// A ping got no answer.
    Silent,
    /// The program had to be killed before it filled all memory.
    TooBig,
}

/// The reason for it.
pub struct Diagnosis {
    /// One line for the scoreboard.
    pub summary: &'static str,
    pub came: String,
    pub cause: &'static str,
    /// The exercise whose lines panicked.
    pub hole: Option<Exercise>,
}

/// First looks for certain signs, such as a panic in the log, and then probes the server.
pub fn diagnose(program: &mut Program, trouble: &Trouble) -> Diagnosis {
    if let Some(panic) = program.log().panic() {
        return Diagnosis {
            summary: "the server panicked",
            came: format!("no answer: the server panicked\n{panic}"),
            cause: "a panic in the room ends the room for everyone. A client may send anything, \
                    so never rely on what is in its message.",
            hole: hole_of_panic(&panic),
        };
    }
    let (summary, came, cause) = if let Trouble::TooBig = trouble {
        (
            "the server filled the memory",
            "no answer: the program computes without end, and was killed when it held more than \
             256 MiB of memory"
                .to_string(),
            "an endless loop that makes messages, or a list that only grows.",
        )
    } else if program.ends_soon() {
        (
            "the server program ended",
            format!("no answer: {}", program.how_it_ended()),
            "something ends the program, such as exit(…). The room must go on for everyone, \
             whatever one client sends.",
        )
    } else {
        probe(program, trouble)
    };
    Diagnosis { summary, came, cause, hole: None }
}

/// The program still runs. Probes which of its threads answer.
fn probe(program: &Program, trouble: &Trouble) -> (&'static str, String, &'static str) {
    if !answers_get(program.port) {
        return (
            "the server takes no connections any more",
            "no answer, and a new connection got no answer to GET / either: the accept loop is \
             stuck, or the whole program"
                .to_string(),
            "the main thread does something else instead of accepting connections.",
        );
    }
    let ticks = program.ticks();
    if !answers_a_ping(program.port) {
        let (state, cause) = match is_busy(program, ticks) {
            _ if program.log().lines() > FLOOD => {
                (" (and busy: it writes log lines without end)", ENDLESS)
            }
            Some(true) => (" (and busy: it computes without end)", ENDLESS),
            Some(false) => (
                " (and idle: it waits)",
                "a sleep, or waiting for something that only the broadcaster itself could do. All \
                 clients wait for this one thread.",
            ),
            None => ("", ""),
        };
        return (
            "the broadcaster is stuck",
            format!(
                "no answer. The page is still served, but no client gets an answer to a ping: \
                 the broadcaster is stuck{state}"
            ),
            cause,
        );
    }
    match trouble {
        Trouble::NotConnected(why) => (
            "a client could not connect",
            format!("the connection failed ({why}), and a later one did not"),
            "the server does not finish the handshake of each client.",
        ),
        Trouble::Closed(name, how) => (
            "the server closed a connection",
            format!("the server closed the connection of {name} ({how}); new clients are served"),
            "the connection's thread ended early.",
        ),
        Trouble::Silent | Trouble::TooBig => (
            "one connection's thread is stuck",
            "no answer, although a new connection gets an answer to its ping: this connection's \
             thread is stuck"
                .to_string(),
            "the client's thread waits for something, or sleeps.",
        ),
    }
}

const ENDLESS: &str = "an endless loop. All clients wait for this one thread.";

/// Whether the program computes without end, and does not wait; `None` where the system does not tell.
fn is_busy(program: &Program, before: Option<u64>) -> Option<bool> {
    before.zip(program.ticks()).map(|(before, now)| now - before > MOST_TICKS)
}

fn answers_get(port: u16) -> bool {
    let ask = || {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut stream = TcpStream::connect_timeout(&address, PROBE)?;
        stream.set_read_timeout(Some(PROBE))?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
        stream.read(&mut [0; 16])
    };
    ask().is_ok_and(|length| length > 0)
}

fn answers_a_ping(port: u16) -> bool {
    let Ok(mut guest) = Guest::connect_within(port, "probe", PROBE) else {
        return false;
    };
    guest.ping(0).is_ok() && matches!(guest.wait_for_pong(0, PROBE), Waited::Answered)
}
