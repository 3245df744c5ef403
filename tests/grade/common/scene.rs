//! A fresh server with guests, for one exercise. A guest acts, and the scene tells what the act
//! brought to whom.
//!
//! After each act a fence goes round: every guest sends a ping, and its pong comes back behind
//! everything that the act caused. Whatever has not come before the pong will not come at all,
//! so nothing here waits for a time to pass. At the end a mark goes into the log: the lines before
//! it belong to the act.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use super::{
    diagnosis::{Diagnosis, Trouble, diagnose},
    exercise::program,
    guest::{Guest, Waited},
    program::Program,
    seen::Came,
    verdict::{Failure, Graded, Verdict},
};
use crate::Exercise;

/// A fence takes milliseconds. After this long the server is stuck, however busy the machine is.
const STUCK: Duration = Duration::from_secs(6);

/// How often a fence looks at the program: has it ended, does it fill the memory?
const TICK: Duration = Duration::from_millis(100);

/// A program of its own, and its guests.
pub struct Scene {
    pub exercise: Exercise,
    pub program: Program,
    pub guests: Vec<Guest>,
    /// The steps so far, for the student to read.
    pub done: Vec<String>,
    /// How long the server took for the last act, and for the quickest of all pings.
    pub took: Duration,
    pub quickest_ping: Duration,
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
        Scene::open_with(exercise, Program::spawn)
    }

    /// The same, started as a person does: the server cannot know that it is graded.
    pub fn open_unwatched(exercise: Exercise) -> Graded<Scene> {
        let open = || Scene::open_with(exercise, Program::spawn_unwatched);
        // Somebody else may take the free port first.
        (0..3).find_map(|_| open().ok()).map_or_else(open, Ok)
    }

    fn open_with(
        exercise: Exercise,
        spawn: impl Fn(&Path) -> Result<Program, String>,
    ) -> Graded<Scene> {
        let Some(path) = program() else {
            return Err(Verdict::NotRun("no server: GRADE_PROGRAM is none".to_string()));
        };
        let mut program = spawn(&path).map_err(Verdict::NotRun)?;
        program.wait_for_the_address().map_err(|why| {
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
        Ok(Scene {
            exercise,
            program,
            guests: Vec::new(),
            done: Vec::new(),
            took: Duration::ZERO,
            quickest_ping: Duration::MAX,
        })
    }

    /// A guest connects; it is not logged in.
    pub fn connect(&mut self, name: &'static str) -> Result<(), Trouble> {
        match Guest::connect(self.program.port, name) {
            Ok(guest) => self.guests.push(guest),
            Err(why) => {
                self.done.push(format!("{name} wanted to connect"));
                return Err(Trouble::NotConnected(why));
            }
        }
        let start = Instant::now();
        self.fence(self.guests.len() - 1)?;
        self.quickest_ping = self.quickest_ping.min(start.elapsed());
        Ok(())
    }

    /// A guest does something, and then the fence goes round. Returns what came to each guest.
    pub fn act(
        &mut self,
        name: &'static str,
        act: impl FnOnce(&mut Guest),
    ) -> Result<Vec<Came>, Trouble> {
        let start = Instant::now();
        act(self.guest(name));
        self.fence(self.place(name))?;
        self.took = start.elapsed();
        self.go_round(name)?;
        let came = |guest: &mut Guest| (guest.name, guest.is_logged_in, guest.take_inbox());
        Ok(self.guests.iter_mut().map(came).collect())
    }

    /// A guest goes away without a word. When the server closes the connection in turn, the room
    /// has heard of it: this is the fence here.
    pub fn leave(&mut self, name: &'static str, how: Leaving) -> Result<Vec<Came>, Trouble> {
        self.done.push(match how {
            Leaving::ClosedTab => format!("{name} closed the tab"),
            Leaving::LostNetwork => format!("{name} lost the network"),
        });
        self.guest(name).is_logged_in = false;
        self.act(name, |guest| guest.say_goodbye(how == Leaving::ClosedTab))
    }

    /// The log's lines about the last act. Another guest makes the mark: the one that acted may
    /// have left.
    pub fn read_log(&mut self, acted: &str) -> Result<Vec<String>, Trouble> {
        let other = self.guests.iter().position(|guest| guest.name != acted);
        let place = other.unwrap_or_else(|| self.place(acted));
        let marks = self.program.log().marks();
        let _ = self.guests[place].send("a mark"); // an error shows at the fence
        self.fence(place)?;
        self.guests[place].inbox.clear(); // the answer to the mark
        Ok(self.program.log().before_next_mark(marks))
    }

    /// The pong of the guest that acted has come: the server is done with the act. The others' pongs
    /// prove that everything for them has come.
    fn go_round(&mut self, acted: &str) -> Result<(), Trouble> {
        let acted = self.place(acted);
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
                Waited::NotYet if self.program.log().has_panicked() || start.elapsed() > STUCK => {
                    return Err(Trouble::Silent);
                }
                Waited::NotYet => {}
            }
        }
    }

    /// The server is in trouble: finds out which kind. `runs` is the exercise whose code ran.
    pub fn stop(&mut self, trouble: Trouble, runs: Option<Exercise>) -> Verdict {
        let diagnosis = diagnose(&mut self.program, &trouble);
        self.blame(diagnosis, runs)
    }

    /// The hole that a panic names is to blame, or else the exercise whose code ran.
    pub fn blame(&self, diagnosis: Diagnosis, runs: Option<Exercise>) -> Verdict {
        let culprit = diagnosis.hole.or(runs).unwrap_or(self.exercise);
        let cause = match diagnosis.hole {
            Some(_) => format!("{} The line that it names is in your code.", diagnosis.cause),
            None => diagnosis.cause.to_string(),
        };
        let expected = "an answer to the ping that followed";
        self.fault_of(culprit, diagnosis.summary, expected, diagnosis.came, cause)
    }

    /// A verdict on what one exercise's lines did: if they are another exercise's, they are only in
    /// the way of this one.
    pub fn fault_of(
        &self,
        culprit: Exercise,
        summary: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
        cause: impl Into<String>,
    ) -> Verdict {
        match culprit == self.exercise {
            true => self.fail(summary, expected, came, cause),
            false => Verdict::Blocked { by: culprit, why: summary.into() },
        }
    }

    /// A verdict with all steps so far.
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

    pub fn guest(&mut self, name: &str) -> &mut Guest {
        let place = self.place(name);
        &mut self.guests[place]
    }

    /// Takes a guest out of the round, to do things that a guest does not do.
    pub fn take_out(&mut self, name: &str) -> Guest {
        let place = self.place(name);
        self.guests.remove(place)
    }

    fn place(&self, name: &str) -> usize {
        let place = self.guests.iter().position(|guest| guest.name == name);
        place.expect("the exercises name only guests who came")
    }
}
