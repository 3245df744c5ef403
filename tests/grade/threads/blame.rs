//! A message did not come: whose code is to blame?
//!
//! Every message goes through four holes: `spawn` starts the thread, `tell` makes the event,
//! `broadcast` takes it to the room, and `slow` writes the answer. First the code around the holes
//! gives evidence: the room logs each unknown message and each client that it removes, and a thread
//! that answers no ping is stuck. If that is not enough, the grader looks into the student's code
//! for words without which a hole cannot do its work.

use std::time::Duration;

use serde_json::Value;

use crate::{
    Exercise::{self, Broadcast, Left, Slow, Spawn, Tell},
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        program::hole_of_panic,
        verdict::{Verdict, indent, short},
    },
    room::{CUT_OFF, ONLY_LOGGED, Patience, REMOVED, Room, STUCK, chat},
};

/// How long a probe waits. Its answer takes milliseconds.
const PROBE: Duration = Duration::from_secs(4);

/// The channel holds this many events.
const CHANNEL: usize = 64;

/// The same event again and again, from a loop that does not end, brings more lines than this.
const MANY: usize = 100;

/// If a connection ends although its client says nothing, it ends sooner.
const SILENCE: Duration = Duration::from_millis(500);

/// How many messages fill the channel while the broadcaster is busy with a long one.
const BURST: usize = 150;

/// How long to look for an answer that is there already, and how often for one that is not.
const GLANCE: Duration = Duration::from_millis(100);

/// Processor time in hundredths of a second: a program that only waits uses less during a probe.
const MOST_TICKS: u64 = 8;

/// A mistake, and the exercise to which it belongs.
pub struct Finding {
    pub culprit: Exercise,
    /// One line for the scoreboard.
    pub summary: String,
    pub came: String,
    /// Empty if the evidence leaves more than one cause.
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

    /// For messages that came late, or in another order, or not at all: if a hole starts a thread for
    /// each message, this is the cause.
    pub fn unless_overtaken(self) -> Finding {
        match where_threads_overtake() {
            Some(culprit) => Finding { culprit, cause: OVERTAKEN.to_string(), ..self },
            None => self,
        }
    }

    /// For a queue that is never full: the same, and then nothing ever waits in it.
    pub fn unless_in_threads(self) -> Finding {
        match where_threads_overtake() {
            Some(Slow) => Finding { cause: IN_THREADS.to_string(), ..self },
            _ => self.unless_overtaken(),
        }
    }
}

const OVERTAKEN: &str = "there is a thread for each message, and threads overtake each other.";

const IN_THREADS: &str = "there is a thread for each message. They all wait outside the queue, and \
                          so it is never too full.";

/// The code in a hole, without its comments.
pub fn code(exercise: Exercise) -> Option<String> {
    let answer = exercise.answer()?;
    let lines = answer.lines().map(|line| line.split("//").next().unwrap_or_default());
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Whether a hole has one of these words. If the source cannot be read, it may have any word.
pub fn has(exercise: Exercise, words: &[&str]) -> bool {
    code(exercise).is_none_or(|code| words.iter().any(|word| code.contains(word)))
}

/// Whether a hole surely has one of these words.
pub fn has_word(exercise: Exercise, words: &[&str]) -> bool {
    code(exercise).is_some_and(|code| words.iter().any(|word| code.contains(word)))
}

/// Whether a word comes in a hole before any of these.
pub fn comes_before(exercise: Exercise, word: &str, later: &[&str]) -> bool {
    let code = code(exercise).unwrap_or_default();
    let later = later.iter().filter_map(|later| code.find(later)).min();
    code.find(word).zip(later).is_some_and(|(first, later)| first < later)
}

/// Whether only the first of two holes has one of these words.
pub fn is_suspicious(exercise: Exercise, words: &[&str], other: Exercise) -> bool {
    has_word(exercise, words) && !has_word(other, words)
}

/// Code that changes a text.
pub const CHANGES: [&str; 8] =
    ["trim", "case()", "from_str", "format!", "replace", "to_string", "json!", "concat"];

/// The cause, if this hole sleeps.
pub fn sleeps_in(exercise: Exercise) -> &'static str {
    match exercise {
        Broadcast => {
            "the loop sleeps, and everyone waits for it. It waits for the next event instead."
        }
        _ => "a thread sleeps at each message.",
    }
}

/// The part of `slow` that the broadcaster's thread runs.
fn code_of_send() -> String {
    let code = code(Slow).unwrap_or_default();
    code.split("fn send").nth(1).unwrap_or_default().to_string()
}

/// The hole in which threads overtake each other.
fn where_threads_overtake() -> Option<Exercise> {
    let is_threaded = |exercise: &Exercise| has_word(*exercise, &["spawn"]);
    let slow = code_of_send().contains("spawn").then_some(Slow);
    [Tell, Left, Broadcast].into_iter().find(is_threaded).or(slow)
}

/// Whether `left` looks at what it has read, or sends its event in the middle of a loop.
fn is_left_conditional() -> bool {
    let before = code(Left).and_then(|code| Some(code[..code.find("Left")?].to_string()));
    let is_inside = before.is_some_and(|before| {
        let count = |bracket| before.matches(bracket).count();
        count('{') > count('}')
    });
    has_word(Left, &["Message::", "is_empty", "is_text", "len()"])
        || is_inside && lacks(Left, &["break", "return"])
}

/// How often a hole has this word.
pub fn count_of(exercise: Exercise, word: &str) -> usize {
    code(exercise).unwrap_or_default().matches(word).count()
}

/// Whether a text has several JSON values in it, one behind the other.
fn is_several(text: &str) -> bool {
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.take(2).filter(Result::is_ok).count() > 1
}

/// Whether a hole surely lacks all of these words.
pub fn lacks(exercise: Exercise, words: &[&str]) -> bool {
    !has(exercise, words)
}

impl Room {
    /// A guest waited for nothing, or its connection ended.
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

    /// Panics, an ended program, and full memory show without a probe.
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
                    Spawn => {
                        "the program ends when `main` does, whatever other threads still run. So \
                         the loop stays in `main`, and must not end."
                    }
                    _ => "something ends the program, such as exit(…).",
                },
            ));
        }
        None
    }

    /// The server closed a connection.
    fn closed(&mut self, name: &str, how: &str) -> Finding {
        let came = format!("the server closed the connection of {name} ({how})");
        self.program.log().wait_for(REMOVED, 2); // the threads may be about to say so
        let (culprit, cause) = match how.contains("masked frame") {
            true => (Slow, "the writer masks its frames, as a client does. This is the server."),
            false => self.who_closed().unwrap_or((Broadcast, "")),
        };
        Finding::new(culprit, format!("the connection of {name} was closed"), came, cause)
    }

    /// The exercise whose code closed a connection, if there is evidence. A dropped outbox makes the
    /// client leave too, so the room's line about the leave does not tell which came first.
    pub fn who_closed(&self) -> Option<(Exercise, &'static str)> {
        const LOOPS: [&str; 3] = ["while", "loop", "for"];
        const SILENT_IS_HERE: &str = "with a read timeout, `read` returns an `Err` when a client is \
                                      silent for a while. Silence is no end of the connection.";
        let log = self.program.log();
        Some(if lacks(Spawn, &["client("]) {
            (Spawn, "the thread of this client ended: `client` has to run in it.")
        } else if lacks(Spawn, &["client(id"]) {
            let cause = "two clients have the same id, so the second one takes the first one's \
                         place in the room. Each client gets its own `id`.";
            (Spawn, cause)
        } else if lacks(Left, &LOOPS) {
            (Left, "the thread reads only once. It has to read until the connection ends.")
        } else if comes_before(Left, "Left", &LOOPS) {
            (Left, "`Event::Left` is sent before anything was read: the room removes the client.")
        } else if log.has(REMOVED) && lacks(Left, &["(id, Event", "(id, Left"]) {
            (Left, "an event needs the `id` of its client, and another client was removed.")
        } else if has_word(Tell, &["Left"]) {
            (Tell, "a client that says something has not left: this needs another event.")
        } else if self.is_one_id_for_many() {
            let cause = "two clients have the same id, so the second one takes the first one's \
                         place in the room. Each client needs a number of its own.";
            (Spawn, cause)
        } else if has_word(Left, &["set_read_timeout"]) {
            (Left, SILENT_IS_HERE)
        } else if has_word(Slow, &["set_nonblocking"]) {
            let cause = "after `set_nonblocking`, `read` does not wait for the client's next \
                         message any more: both handles are one socket.";
            (Slow, cause)
        } else if has_word(Slow, &["try_recv", "try_iter", "recv_timeout"]) {
            let cause = "the writer thread ends when there is nothing to write. It has to wait for \
                         the next message.";
            (Slow, cause)
        } else if has_word(Slow, &["spawn"]) && lacks(Slow, &LOOPS) {
            (Slow, "the writer thread writes once, and ends. It has to write all that comes.")
        } else if log.has(CUT_OFF) {
            (Slow, "`send` returned false, so the room cut this client off.")
        } else if lacks(Broadcast, &["insert(id"]) || has_word(Broadcast, &["clear("]) {
            let cause = "the client's outbox was dropped, and with it went the connection: the \
                         room keeps each outbox under the id of its client.";
            (Broadcast, cause)
        } else if LOOPS.iter().any(|word| comes_before(Broadcast, word, &["Room::default"])) {
            let cause = "each event gets a new room, which is dropped with all its outboxes. Make \
                         the room before the loop.";
            (Broadcast, cause)
        } else if has_word(Broadcast, &["break", "return"]) || self.is_room_over() {
            let cause = "the loop has ended, and with it the room and every connection. It has \
                         to go on, whatever comes out of the channel.";
            (Broadcast, cause)
        } else if log.has(REMOVED) && is_left_conditional() && !self.ends_at_once() {
            (Left, "`Event::Left` was sent while the connection was still open.")
        } else {
            return None;
        })
    }

    /// The room was told more than once to remove a client with the same id, and no code says it
    /// twice for one connection.
    fn is_one_id_for_many(&self) -> bool {
        let lines = self.program.log().lines_with(REMOVED);
        let count = |line| lines.iter().filter(|other| *other == line).count();
        let is_again = lines.iter().any(|line| count(line) > 1);
        let is_once = count_of(Left, "Left") == 1 && count_of(Broadcast, "remove(id") == 1;
        is_again && is_once && !is_left_conditional() && lines.len() < MANY
    }

    /// Whether the server ends the connection of a client that says nothing.
    fn ends_at_once(&self) -> bool {
        let guest = Guest::connect_within(self.program.port, "another", PROBE);
        guest.is_ok_and(|mut guest| matches!(guest.wait_for_text(SILENCE), Waited::Closed(_)))
    }

    /// Without the broadcaster, every new connection ends, and nobody removes its client.
    fn is_room_over(&self) -> bool {
        let removed = self.removals();
        self.ends_at_once() && self.program.log().wait_for(REMOVED, removed + 1) <= removed
    }

    /// A guest heard nothing, and its connection is open.
    fn silent(&mut self, name: &'static str) -> Finding {
        let logged = self.program.log().lines_with(ONLY_LOGGED);
        if let Some(line) = logged.iter().find(|line| line.contains("Text")).or(logged.first()) {
            return Finding::new(
                Tell,
                "a message only goes to the log",
                format!("no answer, but a line in the log\n    {}", short(line, 60)),
                "this is still the code that the exercise begins with: the event is missing.",
            );
        }
        if let Some(finding) = self.sleeper(name) {
            return finding;
        }
        if let Some(several) = self.heard.iter().find(|came| is_several(came)).cloned() {
            return Finding::new(
                Slow,
                "several messages came as one",
                format!("{name} heard\n    {several}"),
                "each message is a text of its own: no page can read several in one.",
            );
        }
        if let Some(refusal) = self.heard.iter().find(|came| came.contains("not JSON")).cloned() {
            return Finding::new(
                if is_suspicious(Broadcast, &CHANGES, Tell) { Broadcast } else { Tell },
                "the text of a message was changed",
                format!("the room refused a text that {name} did not send\n    {refusal}"),
                "the text was changed on its way to the room. It goes on as it came.",
            );
        }
        match self.ping(name) {
            Ok(()) => {}
            Err(Trouble::Closed(name, how)) => return self.closed(name, &how),
            Err(_) => return self.stuck_client(name),
        }
        if where_threads_overtake().is_some() {
            let came = format!("the answer to {name} did not come in its turn");
            return Finding::new(Tell, "an answer came out of turn", came, "").unless_overtaken();
        }
        if let Some(other) = self.wrong_ear(name) {
            let is_tells = lacks(Tell, &["(id,"]) || has_word(Tell, &["let id"]);
            let culprit = if is_tells { Tell } else { Broadcast };
            return Finding::new(
                culprit,
                "an answer comes to another client",
                format!("{name} heard nothing, and {other} heard the answer"),
                "an event belongs to the client that it came from. It needs this client's `id`.",
            );
        }
        if self.room_responds(name) {
            return self.lost_answer(name);
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

    /// The listener heard nothing of what the speaker said.
    pub fn not_heard(
        &mut self,
        speaker: &'static str,
        listener: &'static str,
        trouble: Trouble,
    ) -> Verdict {
        let expected = format!("{listener} hears what {speaker} says");
        let trouble = match (self.ping(speaker), trouble) {
            (Err(closed @ Trouble::Closed(..)), _) => return self.stop(speaker, closed, &expected),
            (_, Trouble::Silent) => Trouble::Silent,
            (_, trouble) => return self.stop(listener, trouble, &expected),
        };
        let is_silent = self.certain(false).is_some() || !self.room_responds(speaker);
        if is_silent || self.program.log().has(ONLY_LOGGED) {
            return self.stop(speaker, trouble, &expected);
        }
        if let Some(finding) = self.sleeper(listener) {
            return self.judge(finding, &expected);
        }
        self.say(speaker, &chat(speaker, "Once more"));
        let is_heard = self.hear(listener, |came| came.contains("Once more")).is_ok();
        let came = format!("{listener} heard nothing more, though the room heard {speaker}");
        let finding = if !is_heard {
            let summary = format!("{listener} does not hear {speaker}");
            let cause = "the room answers, and not everyone hears it. There is one room for all.";
            match is_suspicious(Tell, &CHANGES, Broadcast) {
                true => Finding::new(Tell, summary, came, "the text was changed on its way."),
                false => Finding::new(Broadcast, summary, came, cause),
            }
        } else if self.loses_events(speaker) {
            Finding::new(Tell, "messages got lost when one client said much", came, "")
        } else {
            Finding::new(Slow, "messages got lost on the way to a client", came, "")
        };
        self.judge(finding.unless_overtaken(), &expected)
    }

    /// A thread that everyone waits for sleeps: then everything is late.
    fn sleeper(&self, name: &str) -> Option<Finding> {
        let mut holes = [Tell, Broadcast, Slow].into_iter();
        let culprit = holes.find(|exercise| has_word(*exercise, &["sleep("]))?;
        let came = format!("{name} waited {} s, and nothing came", STUCK.as_secs());
        Some(Finding::new(culprit, "the room is too slow", came, sleeps_in(culprit)))
    }

    /// The guest that heard an answer to another guest.
    fn wrong_ear(&mut self, name: &str) -> Option<&'static str> {
        let others = self.guests.iter_mut().filter(|guest| guest.name != name);
        for guest in others {
            while let Waited::Answered = guest.wait_for_text(GLANCE) {}
            if guest.inbox.iter().any(|came| came.contains("not JSON")) {
                return Some(guest.name);
            }
        }
        None
    }

    /// The room responds to a guest, and the guest hears nothing: do other texts come?
    fn lost_answer(&mut self, name: &'static str) -> Finding {
        self.say(name, "not JSON");
        self.say(name, r#"{"type":"login","username":"somebody"}"#);
        let came = format!("{name} heard nothing, though the room logs what {name} says");
        let waited = self.guest(name).wait_for_text(PROBE);
        let is_one_room = count_of(Broadcast, "Room::default") == 1
            && comes_before(Broadcast, "Room::default", &["for ", "while ", "loop "]);
        let hears_a_refusal = self.guest(name).inbox.iter().any(|came| came.contains("not JSON"));
        if hears_a_refusal && !is_one_room {
            let summary = "one client does not hear another";
            return Finding::new(Broadcast, summary, came, "there is one room for all.");
        }
        if lacks(Broadcast, &["insert(id", "entry(id"]) {
            let summary = format!("the room's answer does not reach {name}");
            let cause = "the room keeps each outbox under the id of its client.";
            return Finding::new(Broadcast, summary, came, cause);
        }
        match waited {
            Waited::Answered if hears_a_refusal => Finding::new(
                Slow,
                "some messages do not reach a client",
                format!("{came}. A later answer came"),
                "",
            ),
            Waited::Answered => Finding::new(
                Tell,
                "some texts are not passed on",
                format!("{name} heard nothing of a text that is not JSON, and hears of others"),
                "every text goes to the room: what it means is for the room to decide.",
            ),
            _ => Finding::new(
                Slow,
                format!("the room's answer does not reach {name}"),
                came,
                "the message goes into an outbox and is not written to the socket.",
            ),
        }
    }

    /// Pings are answered, the broadcaster is not stuck, and the room does not respond.
    fn lost_event(&self, name: &str) -> Finding {
        let is_tells = lacks(Tell, &["Said"]) || lacks(Tell, &["send("]);
        let is_broadcasts = lacks(Broadcast, &["respond("])
            || lacks(Broadcast, &["insert("])
            || lacks(Broadcast, &["while", "loop", "for", ".for_each("]);
        let is_tells = is_tells || (!is_broadcasts && lacks(Tell, &["if let Message::Text(text)"]));
        let (culprit, cause) = if lacks(Left, &["tell("]) {
            (Left, "the thread reads, and does not tell what it has read.")
        } else if count_of(Left, ".read()") > 1 {
            (Left, "the thread reads in two places, and one of them forgets what it has read.")
        } else if count_of(Left, "tell(") > 1 || has_word(Left, &["replace(", ".take("]) {
            (Left, "the thread keeps what it has read, and tells it later.")
        } else if has_word(Tell, &["bounded(", "channel("]) {
            (Tell, "the event goes into a channel of its own. There is one for all: `events`.")
        } else if is_tells {
            (Tell, "no event of it goes into the channel.")
        } else {
            (Broadcast, "")
        };
        let summary = match culprit {
            Broadcast => format!("the room does not respond to {name}"),
            _ => format!("the room does not hear {name}"),
        };
        let came = format!("{name} said something, and nothing came of it");
        Finding::new(culprit, summary, came, cause)
    }

    /// The thread of a client does not answer a ping.
    fn stuck_client(&mut self, name: &'static str) -> Finding {
        let came = format!("the thread of {name} does not even answer a ping: it is stuck");
        let stuck = "a client's thread is stuck";
        if lacks(Spawn, &["client("]) {
            let cause = "the thread of this client has to run `client`.";
            return Finding::new(Spawn, stuck, came, cause);
        }
        if lacks(Left, &["while", "loop", "for"]) {
            let cause = "the thread reads only once. It has to read until the connection ends.";
            return Finding::new(Left, stuck, came, cause);
        }
        if self.said == 0 {
            let cause = "`open_outbox` runs in the client's thread, and has to return at once.";
            return Finding::new(Slow, stuck, came, cause);
        }
        if self.said > CHANNEL && !has_word(Tell, &["sleep"]) {
            return self.stuck_broadcaster(None);
        }
        let cause = "`tell` runs in this thread. It may wait for room in the channel, and for \
                     nothing else.";
        Finding::new(Tell, stuck, came, cause)
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
        let waits = ["sleep", ".lock()", "recv()", ".join()", ".send("];
        let is_slows = waits.iter().any(|word| code_of_send().contains(word));
        let culprit = if is_slows && !has_word(Broadcast, &waits) { Slow } else { Broadcast };
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

    /// The client's own thread answers a ping, without the broadcaster.
    pub fn ping(&mut self, name: &'static str) -> Result<(), Trouble> {
        if let Err(error) = self.guest(name).ping(u64::MAX) {
            return Err(Trouble::Closed(name, error.to_string()));
        }
        let mut patience = Patience::new(&self.program);
        loop {
            match self.guest(name).wait_for_pong(u64::MAX, GLANCE) {
                Waited::Answered => return Ok(()),
                Waited::Closed(how) => return Err(Trouble::Closed(name, how)),
                Waited::NotYet if patience.is_over_after(PROBE, &self.program) => {
                    return Err(Trouble::Silent);
                }
                Waited::NotYet => {}
            }
        }
    }

    /// Whether a message reaches the room, which logs every unknown message.
    pub fn room_responds(&mut self, name: &str) -> bool {
        self.said += 1;
        let word = format!("witness {}", self.said);
        let _ = self.guest(name).send(&format!("{{\"type\":\"{word}\"}}"));
        let mut patience = Patience::new(&self.program);
        while self.program.log().wait_for(&word, 1) == 0 {
            if patience.is_over_after(PROBE, &self.program) {
                return false;
            }
        }
        true
    }

    /// Whether messages get lost before the room: it logs every unknown message that reaches it.
    pub fn loses_events(&mut self, name: &str) -> bool {
        self.said += BURST;
        let mark = format!("burst {}", self.said);
        // Some of them are long.
        let message = |number: usize| {
            let pad = "x".repeat(if number.is_multiple_of(50) { 40_000 } else { 0 });
            format!("{{\"type\":\"{mark}, {number}.\",\"pad\":\"{pad}\"}}")
        };
        // While the broadcaster is busy with these, the channel fills up.
        for text in [format!("[{}0]", "0,".repeat(20_000)), format!("[{}0]", "0,".repeat(5_000))] {
            self.say(name, &text);
        }
        for number in 0..BURST {
            self.say(name, &message(number));
        }
        let mut patience = Patience::new(&self.program);
        while self.program.log().wait_for(&mark, BURST) < BURST {
            if patience.is_over_after(PROBE, &self.program) {
                return true;
            }
        }
        false
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
