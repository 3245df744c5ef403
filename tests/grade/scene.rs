//! A room with guests, for one exercise: what each step brought to whom.
//!
//! After each step a fence goes round: every guest sends a ping, and the pong comes back through
//! the student's broadcaster. So whatever the step caused has come before the pongs, and what
//! has not come by then does not come at all. Nothing here waits for a time to pass. At last a mark
//! goes into the log: what stands before it there belongs to the step.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    diagnosis::{Trouble, diagnose},
    exercise::{Exercise, program},
    guest::{Guest, Waited},
    program::{Program, Relay},
    seen::{Seen, pretty},
    verdict::{Failure, Graded, Verdict, list, short},
};

/// A fence takes milliseconds. After this long the server is stuck, however busy the machine is.
const STUCK: Duration = Duration::from_secs(6);

/// In between, the program is looked after: has it ended, does it eat the memory?
const TICK: Duration = Duration::from_millis(100);

/// Quotes, backslashes and tabs end a text that is put together by hand. The accent is a character
/// of its own, for which `{:?}` writes another escape than JSON has.
pub const ODD_NAME: &str = "wal\"ter \\\t e\u{301}";

/// A program of its own, and its guests.
pub struct Scene {
    pub exercise: Exercise,
    pub program: Program,
    guests: Vec<Guest>,
    /// What was done so far, for the student to read.
    pub done: Vec<String>,
    /// Whether a message that came through `relay` reached exactly everyone logged in.
    pub is_relay_whole: bool,
    /// How often `relay` had been called before the last step.
    relays_before: usize,
    /// Whether a message was seen by anybody, and why one was not.
    has_seen: bool,
    unseen: Option<Verdict>,
}

/// How a guest leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// A closed tab: with a closing handshake.
    ClosedTab,
    /// The connection just ends.
    LostNetwork,
}

impl Scene {
    /// Starts a fresh server for one exercise.
    pub fn open(exercise: Exercise) -> Graded<Scene> {
        let Some(path) = program() else {
            return Err(Verdict::NotRun("no server: GRADE_PROGRAM is none".to_string()));
        };
        let program = Program::start(&path).map_err(|why| {
            Verdict::Fail(Box::new(Failure {
                exercise,
                summary: "the server does not start".to_string(),
                done: vec!["started the server with PORT=0".to_string()],
                expected: "a first line on standard output that says ws://localhost:PORT/".into(),
                came: why,
                cause: "something in the program ends or stops it before the room is open; \
                        try cargo run"
                    .to_string(),
            }))
        })?;
        let (guests, done) = (Vec::new(), Vec::new());
        Ok(Scene {
            exercise,
            program,
            guests,
            done,
            is_relay_whole: false,
            relays_before: 0,
            has_seen: false,
            unseen: None,
        })
    }

    /// Someone comes, who is not logged in.
    pub fn connect(&mut self, name: &'static str) -> Graded<()> {
        match Guest::connect(self.program.port, name) {
            Ok(guest) => self.guests.push(guest),
            Err(why) => {
                self.done.push(format!("{name} wanted to connect"));
                return Err(self.stop(Trouble::NotConnected(why), None));
            }
        }
        self.relays_before = self.program.log().relays();
        self.fence(self.guests.len() - 1).map_err(|trouble| self.stop(trouble, None))
    }

    /// Someone comes and logs in under the own name.
    pub fn come_in(&mut self, name: &'static str) -> Graded<Seen> {
        self.connect(name)?;
        self.login(name, name)
    }

    /// A guest says that its username is this.
    pub fn login(&mut self, name: &'static str, username: &str) -> Graded<Seen> {
        self.guest(name).is_logged_in = true;
        let login = json!({ "type": "login", "username": username });
        let seen = self.send(name, &login.to_string(), Exercise::Login)?;
        self.check_arm(&seen, "login")?;
        let logged_in = seen.logged_in().len();
        // More may be there: the room need not have noticed yet that somebody is gone.
        let on_roster = seen.on_roster().unwrap_or(logged_in);
        if on_roster < logged_in && self.exercise != Exercise::Login {
            let why = format!("{on_roster} on the roster after a login, instead of {logged_in}");
            return Err(Verdict::Blocked { by: Exercise::Login, why });
        }
        Ok(seen)
    }

    /// A guest sends a text. `runs` is the exercise whose code the server runs then.
    pub fn send(&mut self, name: &'static str, text: &str, runs: Exercise) -> Graded<Seen> {
        self.done.push(format!("{name} sent  {}", short(text, 200)));
        self.step(name, runs, |guest| {
            let _ = guest.send(text); // an error shows at the fence
        })
    }

    /// A guest goes away without a word. When the server ends the connection in turn, the room
    /// has heard of it: that is the fence here.
    pub fn leave(&mut self, name: &'static str, how: Leaving) -> Graded<Seen> {
        self.done.push(match how {
            Leaving::ClosedTab => format!("{name} closed the tab"),
            Leaving::LostNetwork => format!("{name} lost the network"),
        });
        self.guest(name).is_logged_in = false;
        let seen = self.step(name, Exercise::Disconnect, |guest| {
            guest.say_goodbye(how == Leaving::ClosedTab);
        });
        self.guests.retain(|guest| guest.name != name);
        seen
    }

    /// Does something, lets the fence go round, and gives what came to whom.
    fn step(
        &mut self,
        name: &'static str,
        runs: Exercise,
        act: impl FnOnce(&mut Guest),
    ) -> Graded<Seen> {
        self.relays_before = self.program.log().relays();
        act(self.guest(name));
        self.go_round(name).map_err(|trouble| self.stop(trouble, Some(runs)))?;
        let came = self
            .guests
            .iter_mut()
            .map(|guest| (guest.name, guest.is_logged_in, std::mem::take(&mut guest.inbox)));
        let came = came.collect();
        let log = self.read_log(name).map_err(|trouble| self.stop(trouble, Some(runs)))?;
        let seen = Seen { came, sender: name, log };
        self.is_relay_whole |=
            seen.is_exact() && seen.logged_in().len() > 2 && self.went_through_relay();
        Ok(seen)
    }

    /// What the log says of the step. Someone else makes the mark: who acted may have left.
    fn read_log(&mut self, acted: &str) -> Result<Vec<String>, Trouble> {
        let other = self.guests.iter().position(|guest| guest.name != acted);
        let place = other.unwrap_or_else(|| self.place(acted));
        let marks = self.program.log().marks();
        let _ = self.guests[place].send("a mark"); // an error shows at the fence
        self.fence(place)?;
        self.guests[place].inbox.clear(); // the answer to the mark
        Ok(self.program.log().before_next_mark(marks))
    }

    /// First the one who acted: its pong proves that the server is done with the act. Then the
    /// others: their pongs prove that what it wrote to them has come.
    fn go_round(&mut self, first: &str) -> Result<(), Trouble> {
        let acted = self.place(first);
        self.fence(acted)?;
        for place in (0..self.guests.len()).filter(|&place| place != acted) {
            self.fence(place)?;
        }
        Ok(())
    }

    fn fence(&mut self, place: usize) -> Result<(), Trouble> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let start = Instant::now();
        let guest = &mut self.guests[place];
        let has_left = guest.ping(number).is_err();
        loop {
            match guest.wait_for_pong(number, TICK) {
                Waited::Answered => return Ok(()),
                Waited::Closed(_) if has_left => return Ok(()),
                Waited::Closed(how) => return Err(Trouble::Closed(guest.name, how)),
                Waited::NotYet if self.program.ended().is_some() => {
                    return Err(Trouble::Closed(guest.name, "the program ended".to_string()));
                }
                Waited::NotYet if self.program.is_too_big() => {
                    self.program.kill();
                    return Err(Trouble::TooBig);
                }
                Waited::NotYet if start.elapsed() > STUCK => {
                    return Err(Trouble::Silent);
                }
                Waited::NotYet => {}
            }
        }
    }

    /// The server is in trouble: finds out which, and whose code it is.
    fn stop(&mut self, trouble: Trouble, runs: Option<Exercise>) -> Verdict {
        let diagnosis = diagnose(&mut self.program, &trouble);
        // `relay` tells the log when it begins; if it did, that is where things went wrong. If it
        // did so again and again, the loop without an end is around it.
        let runs = if self.relays() == 1 { Some(Exercise::Relay) } else { runs };
        let culprit = diagnosis.hole.or(runs).unwrap_or(self.exercise);
        if culprit != self.exercise {
            let why = diagnosis.summary.to_string();
            return Verdict::Blocked { by: culprit, why };
        }
        let cause = match diagnosis.hole {
            Some(_) => format!("{} The line that it names is in your code.", diagnosis.cause),
            None => diagnosis.cause.to_string(),
        };
        self.fail(diagnosis.summary, "an answer to the ping that followed", diagnosis.came, cause)
    }

    /// A verdict with all that was done so far.
    pub fn fail(
        &self,
        summary: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
        cause: impl Into<String>,
    ) -> Verdict {
        Verdict::Fail(Box::new(Failure {
            exercise: self.exercise,
            summary: summary.into(),
            done: self.done.clone(),
            expected: expected.into(),
            came: came.into(),
            cause: cause.into(),
        }))
    }

    /// Looks at who got a message that everyone logged in, and nobody else, should have. When
    /// it is `relay` that does not deliver, this exercise is judged by what anybody got; where
    /// nobody got anything, a later message may show what happened.
    pub fn check_delivery(&mut self, seen: &Seen, expected: &Value) -> Graded<()> {
        self.has_seen |= !seen.recipients().is_empty();
        if seen.is_exact() {
            return Ok(());
        }
        let relayed_to = self.relayed().map(|relay| relay.to);
        let is_relays_fault = self.relays() == 1 && !self.is_relay_whole && relayed_to != Some(0);
        if !is_relays_fault || self.is_there_another_way() {
            let everyone = list(&seen.logged_in());
            let expected = format!("{everyone} get\n{}", pretty(&expected.to_string()));
            let (summary, mut cause) = seen.what_went_wrong();
            if relayed_to == Some(0) {
                cause = "nobody was on the roster yet when the message was relayed, so the sender \
                         did not get the message either"
                    .to_string();
            }
            return Err(self.fail(summary, expected, seen.to_string(), cause));
        }
        if seen.recipients().is_empty() {
            let why = "what is relayed reaches nobody".to_string();
            self.unseen = Some(Verdict::Blocked { by: Exercise::Relay, why });
        }
        Ok(())
    }

    /// At the end: nothing that was seen was wrong. But was anything seen?
    pub fn conclude(self) -> Graded<()> {
        match self.unseen {
            Some(blocked) if !self.has_seen => Err(blocked),
            _ => Ok(()),
        }
    }

    /// How often the last step called `relay`.
    pub fn relays(&self) -> usize {
        self.program.log().relays() - self.relays_before
    }

    /// What the last step relayed, if anything.
    pub fn relayed(&self) -> Option<Relay> {
        self.program.log().relayed_since(self.relays_before)
    }

    /// Whether it was `relay` that sent what the last step brought, as far as anybody can tell.
    pub fn went_through_relay(&self) -> bool {
        self.relays() > 0 || !tells_of_relay()
    }

    /// The arms for login and disconnect lie in the hole of chat. Without them, a line in the log
    /// is all that comes of such a message.
    pub fn check_arm(&self, seen: &Seen, kind: &str) -> Graded<()> {
        if !seen.is_unrecognized() {
            return Ok(());
        }
        let summary = format!("a {kind} is not recognized any more");
        if self.exercise != Exercise::Chat {
            return Err(Verdict::Blocked { by: Exercise::Chat, why: summary });
        }
        let expected = format!("a {kind} goes on to the function `{kind}`");
        let cause = format!("the arm for \"{kind}\" is gone: it has to stay in the `match`");
        Err(self.fail(summary, expected, seen.logged(), cause))
    }

    /// Whether `relay` was given a JSON object, and sent something else.
    pub fn relay_changes_the_text(&self, seen: &Seen) -> bool {
        let is_changed = seen.texts().iter().any(|text| !text.starts_with('{'));
        is_changed && self.relayed().is_some_and(|relay| relay.text.starts_with("\"{"))
    }

    /// Whatever text came, it is not for another exercise to answer for what `relay` does to it.
    pub fn check_text(&self, seen: &Seen) -> Graded<()> {
        if self.relay_changes_the_text(seen) {
            let why = "the text was changed on its way".to_string();
            return Err(Verdict::Blocked { by: Exercise::Relay, why });
        }
        Ok(())
    }

    /// Whether a chat message reaches everyone, if nothing did so far.
    fn is_there_another_way(&mut self) -> bool {
        let someone = self.guests.iter().find(|guest| guest.is_logged_in).map(|guest| guest.name);
        if let (Exercise::Login, Some(name)) = (self.exercise, someone) {
            let steps = self.done.len();
            let text = json!({ "type": "chat", "text": "Hello?", "username": name });
            // Trouble with chat is no trouble of this exercise.
            let _ = self.send(name, &text.to_string(), Exercise::Chat);
            self.done.truncate(steps);
        }
        self.is_relay_whole
    }

    pub fn guest(&mut self, name: &str) -> &mut Guest {
        let place = self.place(name);
        &mut self.guests[place]
    }

    /// Takes someone out of the round, to do things that a guest does not do.
    pub fn take_out(&mut self, name: &str) -> Guest {
        let place = self.place(name);
        self.guests.remove(place)
    }

    fn place(&self, name: &str) -> usize {
        let place = self.guests.iter().position(|guest| guest.name == name);
        place.expect("the exercises name only guests who came")
    }
}

/// Whether `relay` still tells the log that it runs: that line is no part of a hole, and may be
/// gone all the same.
pub fn tells_of_relay() -> bool {
    let source = Exercise::Relay.source().unwrap_or_default();
    let mut code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.any(|line| line.contains("\"relaying to {}: {}\"") && !line.contains("/*"))
}
