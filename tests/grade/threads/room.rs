//! A server of this part, and its guests, who talk and listen.
//!
//! A pong comes from the client's own thread, and proves only that this thread is alive. So the fence
//! of this part is a text that is not JSON: the room refuses it, and the refusal comes to its sender
//! behind everything that was sent before. Nothing here waits for a time to pass.

use std::{
    ops::{Deref, DerefMut},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    Exercise,
    blame::Finding,
    class::twice,
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        program::Program,
        scene::Scene,
        seen::{Came, Seen},
        verdict::{Graded, Verdict, short},
    },
};

/// Everything that is waited for takes milliseconds. After this long nothing will come, unless the
/// program is still computing.
pub const STUCK: Duration = Duration::from_secs(6);

/// Longer than anybody waits who does not wait forever.
pub const SILENCE: Duration = Duration::from_secs(6);

/// A program that computes uses processor time at least this often, however busy the machine is.
const COMPUTES: Duration = Duration::from_secs(3);

/// Hundredths of a second in a second.
const TICKS: u64 = 100;

/// On a busy machine, a program that computes gets this many times as long.
const BUSY: u32 = 6;

/// After a panic, everything that still comes at all comes within this time.
const AFTER_A_PANIC: Duration = Duration::from_secs(2);

/// How often to look at the program: has it ended, does it fill the memory?
const TICK: Duration = Duration::from_millis(50);

/// The starter's `tell` ends its line in the log with this.
pub const ONLY_LOGGED: &str = "and nobody hears it";

/// The room logs this of a client that is to be removed, because it has left.
pub const REMOVED: &str = "is removed from the room";

/// The room logs this of a client whose outbox does not take a message.
pub const CUT_OFF: &str = "is cut off";

/// A server, its guests, and how it broadcasts.
pub struct Room {
    scene: Scene,
    /// Whether `broadcast` is still the starter's code: then the guest that connected last hears
    /// everything, and nobody else hears anything.
    pub is_untouched: bool,
    /// How many texts were said so far.
    pub said: usize,
    /// The texts that came during the last wait.
    pub heard: Vec<String>,
    fences: usize,
}

impl Deref for Room {
    type Target = Scene;

    fn deref(&self) -> &Scene {
        &self.scene
    }
}

impl DerefMut for Room {
    fn deref_mut(&mut self) -> &mut Scene {
        &mut self.scene
    }
}

/// How long to wait: as long as the program computes, and then a while. A program that computes
/// without an end has its end here too.
pub struct Patience {
    start: Instant,
    /// The program's processor time at the start and now.
    at_first: Option<u64>,
    ticks: Option<u64>,
    changed: Instant,
}

impl Patience {
    pub fn new(program: &Program) -> Patience {
        let (now, ticks) = (Instant::now(), program.ticks());
        Patience { start: now, at_first: ticks, ticks, changed: now }
    }

    /// Where nobody tells the processor time, only the clock counts.
    pub fn is_over(&mut self, program: &Program) -> bool {
        self.is_over_after(STUCK, program)
    }

    /// The same for something that may take this long.
    pub fn is_over_after(&mut self, time: Duration, program: &Program) -> bool {
        let ticks = program.ticks();
        if ticks != self.ticks {
            self.ticks = ticks;
            self.changed = Instant::now();
        }
        let used = ticks.zip(self.at_first).map(|(now, first)| now.saturating_sub(first));
        let is_idle = used.is_none() || self.changed.elapsed() > COMPUTES;
        let is_endless = used.is_some_and(|used| used > 2 * TICKS * time.as_secs());
        let elapsed = self.start.elapsed();
        elapsed > time && (is_idle || is_endless || elapsed > BUSY * time)
    }
}

impl Room {
    /// Starts a fresh server for one exercise.
    pub fn open(exercise: Exercise) -> Graded<Room> {
        let scene = Scene::open(exercise)?;
        Ok(Room { scene, is_untouched: false, said: 0, heard: Vec::new(), fences: 0 })
    }

    /// A guest connects, and its thread answers a ping.
    pub fn connect(&mut self, name: &'static str) -> Graded<()> {
        let connected = self.scene.connect(name);
        connected.map_err(|trouble| self.stop(name, trouble, "a connection for each client"))
    }

    /// A guest connects, and the room answers it. Finds out how the server broadcasts.
    /// Returns what came before the answer.
    pub fn come_near(&mut self, name: &'static str) -> Graded<Vec<String>> {
        self.connect(name)?;
        self.done.push(format!("{name} connected, and sent something that is not JSON"));
        self.fence(name)
    }

    /// A guest connects and logs in under its own name.
    pub fn come_in(&mut self, name: &'static str) -> Graded<Seen> {
        self.come_near(name)?;
        self.login(name, name)
    }

    /// A guest says that this is its username.
    pub fn login(&mut self, name: &'static str, username: &str) -> Graded<Seen> {
        self.guest(name).is_logged_in = true;
        self.act(name, &json!({ "type": "login", "username": username }).to_string())
    }

    /// A guest says something, and the fence goes round.
    pub fn act(&mut self, name: &'static str, text: &str) -> Graded<Seen> {
        self.done.push(format!("{name} sent  {}", short(text, 200)));
        self.say(name, text);
        self.look_around(name)
    }

    /// A guest says something. If the connection has ended, the next fence notices it.
    pub fn say(&mut self, name: &str, text: &str) {
        self.said += 1;
        let _ = self.guest(name).send(text);
    }

    /// First the fence of the guest that acted: its answer proves that the broadcaster is done with
    /// the act. Then the fences of the others: their answers come behind the broadcaster's messages.
    pub fn look_around(&mut self, acted: &'static str) -> Graded<Seen> {
        let mut came = vec![self.fence_of(acted)?];
        let others = self.guests.iter().map(|guest| guest.name).filter(|name| *name != acted);
        for name in others.collect::<Vec<_>>() {
            came.push(self.fence_of(name)?);
        }
        Ok(Seen { came, sender: acted, log: Vec::new() })
    }

    fn fence_of(&mut self, name: &'static str) -> Graded<Came> {
        let texts = self.fence(name)?;
        let is_logged_in = self.guest(name).is_logged_in;
        Ok((name, is_logged_in, texts))
    }

    /// Returns the texts that came to the guest before the answer to its fence.
    pub fn fence(&mut self, name: &'static str) -> Graded<Vec<String>> {
        self.fences += 1;
        // This is longer than any other refused text, so the column in the refusal identifies it.
        let column = 100 + self.fences;
        let text = format!("{}?", "1".repeat(column - 1));
        let end = format!("column {column}");
        self.say(name, &text);
        let is_answer = |came: &str| came == text || is_refusal_of(came, &end);
        let mut heard =
            self.hear(name, is_answer).map_err(|trouble| self.no_answer(name, trouble))?;
        self.is_untouched = heard.pop().is_some_and(|answer| answer == text);
        // An earlier fence was answered again.
        if let Some(again) = heard.iter().find(|came| is_refusal_of(came, "")).cloned() {
            let came = format!("{name} heard one answer twice\n    {again}");
            let finding = Finding::new(twice(), "an answer came more than once", came, "");
            return Err(self.judge(finding, "one answer for each message"));
        }
        Ok(heard)
    }

    fn no_answer(&mut self, name: &'static str, trouble: Trouble) -> Verdict {
        let fence = format!("{name} sent something that is not JSON");
        let connected = format!("{name} connected, and sent something that is not JSON");
        if self.done.last().is_none_or(|last| *last != connected) {
            self.done.push(fence);
        }
        let expected = match trouble {
            Trouble::Closed(..) => "the room answers that, and the connection stays open",
            _ => "the room answers: that was no JSON",
        };
        self.stop(name, trouble, expected)
    }

    /// Reads until a text is as wanted. Returns all texts up to this one.
    pub fn hear(
        &mut self,
        name: &'static str,
        is_last: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, Trouble> {
        let (start, mut patience) = (Instant::now(), Patience::new(&self.program));
        self.heard.clear();
        loop {
            let mut inbox = self.guest(name).take_inbox().into_iter();
            while let Some(text) = inbox.next() {
                let is_it = is_last(&text);
                self.heard.push(text);
                if is_it {
                    self.guest(name).inbox = inbox.collect();
                    return Ok(self.heard.clone());
                }
            }
            match self.guest(name).wait_for_text(TICK) {
                Waited::Answered => {}
                Waited::Closed(how) => return Err(Trouble::Closed(name, how)),
                Waited::NotYet if patience.is_over(&self.program) => return Err(Trouble::Silent),
                Waited::NotYet => self.look_after_the_program(name, start)?,
            }
        }
    }

    /// Nothing came for a moment: is it still worth waiting?
    fn look_after_the_program(
        &mut self,
        name: &'static str,
        start: Instant,
    ) -> Result<(), Trouble> {
        if self.program.ended().is_some() {
            return Err(Trouble::Closed(name, "the program ended".to_string()));
        }
        if self.program.is_too_big() {
            self.program.kill();
            return Err(Trouble::TooBig);
        }
        let log = self.program.log();
        let has_panicked = log.has(" panicked at ") && start.elapsed() > AFTER_A_PANIC;
        if has_panicked || log.has(ONLY_LOGGED) { Err(Trouble::Silent) } else { Ok(()) }
    }

    /// How often the room was told to remove a client.
    pub fn removals(&self) -> usize {
        self.program.log().lines_with(REMOVED).len()
    }

    /// Everyone is silent for this time.
    pub fn be_silent(&mut self, time: Duration) {
        self.done.push(format!("everyone was silent for {} s", time.as_secs()));
        thread::sleep(time);
    }

    /// Whether the server ends the connection of this guest.
    pub fn hangs_up_on(&self, guest: &mut Guest) -> bool {
        let mut patience = Patience::new(&self.program);
        while !matches!(guest.wait_for_text(TICK), Waited::Closed(_)) {
            if patience.is_over(&self.program) {
                return false;
            }
        }
        true
    }

    /// How long something may take that is quick, on this machine at this moment: the client's own
    /// thread answers pings meanwhile, without the broadcaster.
    pub fn quick(&mut self, name: &'static str, least: Duration, pings: usize) -> Graded<Duration> {
        let start = Instant::now();
        for _ in 0..pings {
            self.ping(name).map_err(|trouble| self.stop(name, trouble, "a pong"))?;
        }
        Ok(least.max(20 * start.elapsed()))
    }

    /// The verdict: a mistake of another exercise blocks this one.
    pub fn judge(&self, finding: Finding, expected: &str) -> Verdict {
        let Finding { culprit, summary, came, cause } = finding;
        self.fault_of(culprit, summary, expected, came, cause)
    }

    /// Some exercises cannot be seen before `broadcast` works.
    pub fn needs_a_broadcast(&self) -> Graded<()> {
        match self.is_untouched {
            true => Err(Verdict::Blocked {
                by: Exercise::Broadcast,
                why: "only the client that connected last hears anything".to_string(),
            }),
            false => Ok(()),
        }
    }
}

/// A chat message as the page sends it.
pub fn chat(username: &str, text: &str) -> String {
    json!({ "type": "chat", "text": text, "username": username }).to_string()
}

/// Whether the room refused the text of a fence, with this end of the reason.
fn is_refusal_of(came: &str, end: &str) -> bool {
    let reply: Value = serde_json::from_str(came).unwrap_or_default();
    let details = reply["details"].as_str().unwrap_or_default();
    reply["error"] == "not JSON" && details.contains("trailing") && details.ends_with(end)
}
