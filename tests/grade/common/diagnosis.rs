//! The server does not answer: which part of it is it that stands still?

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

/// How long a probe waits. The server has been silent for longer before it is probed.
const PROBE: Duration = Duration::from_secs(2);

/// Nobody writes so many lines into the log for a handful of messages.
const FLOOD: usize = 10_000;

/// In hundredths of a second: a program that waits uses none while it is probed, and one that
/// computes uses what it gets.
const MOST_TICKS: u64 = 8;

/// What a guest met with.
pub enum Trouble {
    /// It could not connect.
    NotConnected(String),
    /// Its connection has ended; a word on how.
    Closed(&'static str, String),
    /// A ping stayed without an answer.
    Silent,
    /// The program had to be ended before it had eaten all memory.
    TooBig,
}

/// What it was.
pub struct Diagnosis {
    /// One line for the scoreboard.
    pub summary: &'static str,
    pub came: String,
    pub cause: &'static str,
    /// The exercise in whose lines a panic happened.
    pub hole: Option<Exercise>,
}

/// Finds out by looking and by probing, from the certain to the likely.
pub fn diagnose(program: &mut Program, trouble: &Trouble) -> Diagnosis {
    if let Some(panic) = program.log().panic() {
        return Diagnosis {
            summary: "the server panicked",
            came: format!("no answer: the server panicked\n{panic}"),
            cause: "a panic in the room ends the room for everyone. What came from a client may \
                    be anything, so nothing in it can be taken for granted.",
            hole: hole_of_panic(&panic),
        };
    }
    let (summary, came, cause) = if let Trouble::TooBig = trouble {
        (
            "the server filled the memory",
            "no answer: the program computes without end, and had to be ended when it had taken \
             more than 256 MiB of memory"
                .to_string(),
            "a loop without an end that makes messages, or a list that only grows.",
        )
    } else if program.ends_soon() {
        (
            "the server program ended",
            format!("no answer: {}", program.how_it_ended()),
            "something ends the program, such as exit(…). The room goes on for everyone, \
             whatever one client sends.",
        )
    } else {
        probe(program, trouble)
    };
    Diagnosis { summary, came, cause, hole: None }
}

/// The program runs. Who of it still answers?
fn probe(program: &Program, trouble: &Trouble) -> (&'static str, String, &'static str) {
    if !answers_get(program.port) {
        return (
            "the server takes no connections any more",
            "no answer, and a new connection got no answer to GET / either: the accept loop is \
             stuck, or the whole program"
                .to_string(),
            "the main thread does something else than accept connections.",
        );
    }
    let ticks = program.ticks();
    if !answers_a_ping(program.port) {
        let busy = if program.log().lines() > FLOOD {
            " (and busy: it writes line after line without end)"
        } else {
            is_busy(program, ticks)
        };
        return (
            "the broadcaster is stuck",
            format!(
                "no answer. The page is still served, but no client gets an answer to a ping: \
                 the broadcaster is stuck{busy}"
            ),
            "a loop without an end, a sleep, or waiting for something that only the broadcaster \
             itself could do. All clients wait for this one thread.",
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
            "no answer, while a new connection's ping is answered: this connection's thread is \
             stuck"
                .to_string(),
            "the client's thread waits for something, or was told to sleep.",
        ),
    }
}

/// Whether the program computes without end or waits, where the system tells.
fn is_busy(program: &Program, before: Option<u64>) -> &'static str {
    match (before, program.ticks()) {
        (Some(before), Some(now)) if now - before > MOST_TICKS => {
            " (and busy: it computes without end)"
        }
        (Some(_), Some(_)) => " (and idle: it waits)",
        _ => "",
    }
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
