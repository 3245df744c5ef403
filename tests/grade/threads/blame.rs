//! Something did not come: whose code is it?
//!
//! Every message goes through four holes: `spawn` starts the thread, `tell` makes the event,
//! `broadcast` takes it to the room, and `slow` writes the answer. So first the lines around the
//! holes are witnesses: the room logs an unknown message when it responds, and a client when it
//! removes it; a thread whose pongs stop is stuck. Only then the student's own lines are looked
//! at, for the words without which a hole cannot do its work.

use std::time::Duration;

use crate::{
    Exercise::{self, Broadcast, Left, Slow, Spawn, Tell},
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        program::hole_of_panic,
        verdict::{Verdict, indent},
    },
    room::{ONLY_LOGGED, REMOVED, Room},
};

/// How long a probe waits. Its answer takes milliseconds.
const PROBE: Duration = Duration::from_secs(2);

/// So many events wait in the channel, at most.
const CHANNEL: usize = 64;

/// In hundredths of a second: a program that waits uses fewer while it is probed.
const MOST_TICKS: u64 = 8;

/// A mistake, and whose it is.
pub struct Finding {
    pub culprit: Exercise,
    /// One line for the scoreboard.
    pub summary: String,
    pub came: String,
    /// Empty where the evidence leaves more than one cause.
    pub cause: String,
}

impl Finding {
    pub fn new(
        culprit: Exercise,
        summary: impl Into<String>,
        came: impl Into<String>,
        cause: impl Into<String>,
    ) -> Finding {
        Finding { culprit, summary: summary.into(), came: came.into(), cause: cause.into() }
    }
}

/// The code in a hole, without its comments.
pub fn code(exercise: Exercise) -> Option<String> {
    let answer = exercise.answer()?;
    let lines = answer.lines().map(|line| line.split("//").next().unwrap_or_default());
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Whether a hole has one of these words. A hole that nobody can read may have any word.
pub fn has(exercise: Exercise, words: &[&str]) -> bool {
    code(exercise).is_none_or(|code| words.iter().any(|word| code.contains(word)))
}

/// Whether a hole surely lacks all of these words.
pub fn lacks(exercise: Exercise, words: &[&str]) -> bool {
    !has(exercise, words)
}

impl Room {
    /// A guest waited in vain, or its connection ended.
    pub fn stop(&mut self, name: &'static str, trouble: Trouble, expected: &str) -> Verdict {
        let finding = self.find(name, trouble);
        self.judge(finding, expected)
    }

    fn find(&mut self, name: &'static str, trouble: Trouble) -> Finding {
        let is_too_big = matches!(trouble, Trouble::TooBig);
        if let Some(finding) = self.certain(is_too_big) {
            return finding;
        }
        match trouble {
            Trouble::NotConnected(why) => Finding::new(
                Spawn,
                format!("{name} is not served beside the others"),
                format!("{name} got no answer to its handshake ({why})"),
                "",
            ),
            Trouble::Closed(name, how) => self.closed(name, &how),
            Trouble::Silent | Trouble::TooBig => self.silent(name),
        }
    }

    /// What needs no probe.
    pub fn certain(&mut self, is_too_big: bool) -> Option<Finding> {
        if let Some(panic) = self.program.log().panic() {
            let hole = hole_of_panic(&panic);
            return Some(Finding::new(
                hole.unwrap_or(self.exercise),
                "a thread of the server panicked",
                format!("no answer: a thread of the server panicked\n{panic}"),
                match hole {
                    Some(_) => {
                        "a panic ends its thread, and with it everything that the thread was \
                         there for. The line that it names is in your code."
                    }
                    None => "",
                },
            ));
        }
        if is_too_big {
            return Some(Finding::new(
                self.exercise,
                "the server filled the memory",
                "no answer: the program had to be ended when it had taken more than 256 MiB",
                "something grows without an end: a list, a queue, or the number of threads.",
            ));
        }
        if self.program.ended().is_some() || self.program.ends_soon() {
            let how = self.program.how_it_ended();
            let culprit = Exercise::ALL
                .into_iter()
                .find(|exercise| code(*exercise).is_some_and(|code| code.contains("exit(")))
                .unwrap_or(Spawn);
            return Some(Finding::new(
                culprit,
                "the server program ended",
                format!("no answer: {how}"),
                match culprit {
                    Spawn => "the program ends when `main` does: its loop must not end.",
                    _ => "something ends the program, such as exit(…).",
                },
            ));
        }
        None
    }

    /// The server closed a connection.
    fn closed(&mut self, name: &str, how: &str) -> Finding {
        let came = format!("the server closed the connection of {name} ({how})");
        let is_removed = self.program.log().wait_for(REMOVED, 1) > 0;
        let (culprit, cause) = if lacks(Spawn, &["client("]) {
            (Spawn, "the thread of this client ended: `client` has to run in it.")
        } else if is_removed && lacks(Left, &["while", "loop", "for"]) {
            let cause = "the thread reads only once. It has to read until the connection ends.";
            (Left, cause)
        } else if is_removed && self.said == 0 {
            (Left, "the room removed this client, because `Event::Left` came too early.")
        } else if is_removed {
            let cause = "`send` returned false, so the room cut this client off.";
            (Slow, cause)
        } else if lacks(Left, &["while", "loop", "for"]) {
            (Left, "the thread reads only once. It has to read until the connection ends.")
        } else if lacks(Spawn, &["client(id"]) {
            let cause = "two clients have the same id, so the second one takes the first one's \
                         place in the room. Each client gets its own `id`.";
            (Spawn, cause)
        } else if lacks(Broadcast, &["insert(id"]) || has(Broadcast, &["break", "return"]) {
            let cause = "the client's outbox was dropped, and with it went the connection. The \
                         room has to keep it: `room.outboxes` has one for each id.";
            (Broadcast, cause)
        } else if has(Slow, &["try_recv", "recv_timeout"]) {
            let cause = "the writer thread ends when there is nothing to write. It has to wait for \
                         the next message.";
            (Slow, cause)
        } else if code(Slow).is_some_and(|code| code.contains("thread")) {
            (Slow, "the writer thread of this client ended, and closed the connection.")
        } else {
            (Broadcast, "")
        };
        Finding::new(culprit, format!("the connection of {name} was closed"), came, cause)
    }

    /// A guest heard nothing, and its connection is open.
    fn silent(&mut self, name: &'static str) -> Finding {
        if self.program.log().has(ONLY_LOGGED) {
            return Finding::new(
                Tell,
                "a message only goes to the log",
                format!("no answer, but a line in the log that ends with\n    {ONLY_LOGGED}"),
                "this is still the code that the exercise begins with: the event is missing.",
            );
        }
        if !self.answers_a_ping(name) {
            return self.stuck_client(name);
        }
        if self.room_responds(name) {
            return Finding::new(
                Slow,
                format!("the room's answer does not reach {name}"),
                format!("{name} heard nothing, though the room logs what {name} says"),
                "the message goes into an outbox and is not written to the socket.",
            );
        }
        let ticks = self.program.ticks();
        for _ in 0..2 * CHANNEL {
            self.say(name, r#"{"type":"a message to fill the channel"}"#);
        }
        if !self.answers_a_ping(name) {
            return self.stuck_broadcaster(ticks);
        }
        self.lost_event(name)
    }

    /// Pings are answered, the broadcaster is not stuck, and the room does not respond.
    fn lost_event(&self, name: &str) -> Finding {
        let is_tells = lacks(Tell, &["Said"]) || lacks(Tell, &["send("]);
        let is_broadcasts = lacks(Broadcast, &["respond("])
            || lacks(Broadcast, &["insert("])
            || lacks(Broadcast, &["while", "loop", "for", ".for_each("]);
        let is_tells = is_tells || (!is_broadcasts && lacks(Tell, &["if let Message::Text(text)"]));
        if is_tells {
            Finding::new(
                Tell,
                format!("the room does not hear {name}"),
                format!("{name} said something, and nothing came of it"),
                "no event of it goes into the channel.",
            )
        } else {
            Finding::new(
                Broadcast,
                format!("the room does not respond to {name}"),
                format!("{name} said something, and nothing came of it"),
                "",
            )
        }
    }

    /// The thread of a client does not answer a ping.
    fn stuck_client(&mut self, name: &'static str) -> Finding {
        let came = format!("the thread of {name} does not even answer a ping: it is stuck");
        if self.said == 0 {
            let culprit = if lacks(Spawn, &["client("]) { Spawn } else { Slow };
            let cause = match culprit {
                Slow => "`open_outbox` runs in the client's thread, and must return at once.",
                _ => "",
            };
            return Finding::new(culprit, "a client's thread is stuck", came, cause);
        }
        if self.said > CHANNEL {
            return self.stuck_broadcaster(None);
        }
        let cause = "`tell` runs in this thread. It may wait for room in the channel, and for \
                     nothing else.";
        Finding::new(Tell, "a client's thread is stuck", came, cause)
    }

    /// The channel is full, and nobody takes events out of it.
    fn stuck_broadcaster(&self, before: Option<u64>) -> Finding {
        let is_busy =
            before.zip(self.program.ticks()).map(|(before, now)| now - before > MOST_TICKS);
        let state = match is_busy {
            Some(true) => " It is busy: it computes without an end.",
            Some(false) => " It is idle: it waits for something.",
            None => "",
        };
        let waits = ["sleep", ".lock()", "recv()", ".join()"];
        let is_slows = code(Slow).is_some_and(|code| waits.iter().any(|word| code.contains(word)))
            && !code(Broadcast).is_some_and(|code| waits.iter().any(|word| code.contains(word)));
        let culprit = if is_slows { Slow } else { Broadcast };
        Finding::new(
            culprit,
            "the broadcaster is stuck",
            format!("the channel is full, and the broadcaster takes nothing out of it.{state}"),
            "everyone waits for this thread, so it waits for nothing but the next event.",
        )
    }

    pub fn answers_a_ping(&mut self, name: &'static str) -> bool {
        self.ping(name).is_ok()
    }

    /// The client's own thread answers a ping; the broadcaster has no part in it.
    pub fn ping(&mut self, name: &'static str) -> Result<(), Trouble> {
        let guest = self.guest(name);
        if let Err(error) = guest.ping(u64::MAX) {
            return Err(Trouble::Closed(name, error.to_string()));
        }
        match guest.wait_for_pong(u64::MAX, PROBE) {
            Waited::Answered => Ok(()),
            Waited::NotYet => Err(Trouble::Silent),
            Waited::Closed(how) => Err(Trouble::Closed(name, how)),
        }
    }

    /// Whether a message reaches the room: it logs what it does not recognize.
    pub fn room_responds(&mut self, name: &str) -> bool {
        self.said += 1;
        let word = format!("witness {}", self.said);
        let _ = self.guest(name).send(&format!("{{\"type\":\"{word}\"}}"));
        self.program.log().wait_for(&word, 1) > 0
    }

    /// Whether a new client gets a handshake and a pong.
    pub fn serves_another(&self) -> bool {
        let Ok(mut guest) = Guest::connect_within(self.program.port, "another", PROBE) else {
            return false;
        };
        guest.ping(0).is_ok() && matches!(guest.wait_for_pong(0, PROBE), Waited::Answered)
    }

    /// The lines in the log that have this text, for a student to read.
    pub fn logged(&self, part: &str) -> String {
        let lines = self.program.log().lines_with(part);
        match lines.is_empty() {
            true => "no such line in the log".to_string(),
            false => format!("in the log\n{}", indent(&lines.join("\n"))),
        }
    }
}
