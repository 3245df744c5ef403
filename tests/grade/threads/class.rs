//! A class in the room: many guests talk at the same moment, and everyone must hear them all.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use tungstenite::Message;

use serde_json::json;

use crate::{
    Exercise::{self, Broadcast, Slow, Tell},
    blame::{Finding, count_of, has_word, lacks, sleeps_in},
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        program::Program,
        verdict::Graded,
    },
    room::{Patience, Room, chat},
};

/// How often to announce the end of a round again: a wrong `tell` may lose it.
const AGAIN: Duration = Duration::from_millis(300);

/// After the end of a round, late messages come within this time. The others are lost.
const STRAGGLERS: Duration = Duration::from_secs(1);

/// How often a listener looks up.
const TICK: Duration = Duration::from_millis(50);

/// A round takes about a second, and a few on a busy machine.
const ROUND: Duration = Duration::from_secs(25);

/// Guests of one kind connect, one after the other.
pub fn gather(room: &mut Room, count: usize, kind: &str) -> Graded<Vec<Guest>> {
    let mut guests = Vec::new();
    for number in 0..count {
        let name: &'static str = format!("{kind} {number}").leak();
        let guest = Guest::connect(room.program.port, name);
        guests.push(guest.map_err(|why| {
            room.stop(name, Trouble::NotConnected(why), "a handshake for each client")
        })?);
    }
    Ok(guests)
}

/// Each of them logs in and waits for the answer.
pub fn log_in(room: &mut Room, guests: Vec<Guest>) -> Graded<Vec<Guest>> {
    let mut logged_in = Vec::new();
    for guest in guests {
        let name = guest.name;
        room.guests.push(guest);
        room.say(name, &json!({ "type": "login", "username": name }).to_string());
        let own = format!("\"user_joined\":\"{name}\"");
        let heard = room.hear(name, |came| came.contains(&own));
        heard.map_err(|trouble| room.stop(name, trouble, "everyone hears a login"))?;
        logged_in.push(room.take_out(name));
    }
    Ok(logged_in)
}

/// A message: the number of its speaker, and its own number.
pub type Line = (usize, usize);

/// The messages that one listener heard in a round.
pub struct Heard {
    pub name: &'static str,
    pub lines: Vec<Line>,
    /// How many of the lines came after the end of the round.
    pub late: usize,
    /// The reason, if this listener never heard the end of the round.
    pub trouble: Option<Trouble>,
}

/// A round: every speaker says its lines in one go, and the clerk announces the end.
pub struct Round {
    pub number: usize,
    /// How many lines each speaker says.
    pub lines: usize,
}

impl Round {
    /// Returns the messages that each listener heard.
    pub fn run(
        &self,
        program: &Program,
        speakers: &mut [Guest],
        listeners: &mut [Guest],
        clerk: &mut Guest,
    ) -> Vec<Heard> {
        let expected = speakers.len() * self.lines;
        let (done, listening) = (AtomicUsize::new(0), listeners.len());
        thread::scope(|scope| {
            let listeners = listeners.iter_mut().map(|listener| {
                let done = &done;
                scope.spawn(move || {
                    let heard = self.listen(program, listener, expected);
                    done.fetch_add(1, Ordering::Relaxed);
                    heard
                })
            });
            let listeners: Vec<_> = listeners.collect();
            let speakers: Vec<_> = speakers
                .iter_mut()
                .enumerate()
                .map(|(index, speaker)| scope.spawn(move || self.speak(index, speaker)))
                .collect();
            for speaker in speakers {
                let _ = speaker.join(); // if one is stuck, the listeners show it
            }
            while done.load(Ordering::Relaxed) < listening {
                let _ = clerk.send(&chat("clerk", &self.end()));
                let start = Instant::now();
                while done.load(Ordering::Relaxed) < listening && start.elapsed() < AGAIN {
                    thread::sleep(Duration::from_millis(2));
                }
            }
            listeners.into_iter().filter_map(|thread| thread.join().ok()).collect()
        })
    }

    /// Everything goes out in one go. The pong says that the client's thread has read it all.
    fn speak(&self, index: usize, speaker: &mut Guest) {
        for number in 0..self.lines {
            let _ = speaker.socket().write(Message::text(self.line(index, number)));
        }
        let number = self.number as u64;
        if speaker.ping(number).is_ok() {
            speaker.wait_for_pong(number, ROUND);
        }
    }

    fn listen(&self, program: &Program, listener: &mut Guest, expected: usize) -> Heard {
        let mut heard = Heard { name: listener.name, lines: Vec::new(), late: 0, trouble: None };
        let (mut whole, mut last) = (Patience::new(program), Patience::new(program));
        let mut end: Option<Instant> = None;
        loop {
            for text in listener.take_inbox() {
                last = Patience::new(program);
                if let Some(line) = self.line_in(&text) {
                    heard.late += usize::from(end.is_some());
                    heard.lines.push(line);
                } else if text.contains(&self.end()) {
                    end.get_or_insert_with(Instant::now);
                }
            }
            let is_over =
                end.is_some_and(|end| heard.lines.len() >= expected || end.elapsed() > STRAGGLERS);
            if is_over {
                return heard;
            }
            if whole.is_over_after(ROUND, program) {
                heard.trouble = Some(Trouble::Silent);
                return heard;
            }
            match listener.wait_for_text(TICK) {
                Waited::Answered => {}
                Waited::Closed(how) => {
                    heard.trouble = Some(Trouble::Closed(listener.name, how));
                    return heard;
                }
                Waited::NotYet if last.is_over(program) => {
                    heard.trouble = Some(Trouble::Silent);
                    return heard;
                }
                Waited::NotYet => {}
            }
        }
    }

    /// The first line of each speaker is long. While the broadcaster takes it apart, the threads
    /// of the clients fill the channel.
    fn line(&self, speaker: usize, number: usize) -> String {
        let text = format!("round {}, speaker {speaker}, line {number}", self.number);
        let text = chat(&format!("speaker {speaker}"), &text);
        match number {
            0 => text.replace('{', &format!("{{\"pad\":[{}0],", "0,".repeat(PAD))),
            _ => text,
        }
    }

    fn line_in(&self, text: &str) -> Option<Line> {
        let (_, line) = text.split_once(&format!("round {}, speaker ", self.number))?;
        let (speaker, line) = line.split_once(", line ")?;
        let (number, _) = line.split_once('"')?;
        Some((speaker.parse().ok()?, number.parse().ok()?))
    }

    fn end(&self) -> String {
        format!("the end of round {}", self.number)
    }
}

/// How many numbers make a line long.
const PAD: usize = 2000;

impl Heard {
    /// The first line that came before an earlier one of its speaker.
    pub fn overtaking(&self) -> Option<(Line, Line)> {
        let mut last: Vec<Option<usize>> = Vec::new();
        for &(speaker, number) in &self.lines {
            last.resize(last.len().max(speaker + 1), None);
            if let Some(earlier) = last[speaker].filter(|earlier| *earlier > number) {
                return Some(((speaker, earlier), (speaker, number)));
            }
            last[speaker] = Some(number);
        }
        None
    }

    /// How many different lines came.
    pub fn different(&self) -> usize {
        self.lines.iter().collect::<HashSet<_>>().len()
    }
}

/// Finds a mistake in a round. Every listener must hear every message once, each speaker's messages
/// in their order, and all listeners the same order.
pub fn find(room: &mut Room, heard: &[Heard], all: usize) -> Option<Finding> {
    let found = find_in(room, heard, all)?;
    Some(room.certain(false).unwrap_or(found))
}

fn find_in(room: &Room, heard: &[Heard], all: usize) -> Option<Finding> {
    for listener in heard {
        if let Some(trouble) = &listener.trouble {
            return Some(trouble_of(room, listener, trouble, all));
        }
    }
    let out_of_order = |came: String| {
        let summary = "the messages of one speaker change order";
        let is_tells = has_word(Tell, &["try_send", "static", "lock("]);
        let culprit = if is_tells { Tell } else { room.exercise };
        Some(Finding::new(culprit, summary, came, "").unless_overtaken())
    };
    if let Some(Heard { name, .. }) = heard.iter().find(|heard| heard.overtaking().is_some()) {
        return out_of_order(format!("{name} heard a later line before an earlier one"));
    }
    let least = heard.iter().min_by_key(|heard| heard.different())?;
    if least.different() < all {
        let came = format!("{} heard {} of {all} messages", least.name, least.different());
        let is_same = heard.iter().all(|heard| heard.different() == least.different());
        return Some(lost(is_same || room.is_untouched, came).unless_overtaken());
    }
    if let Some(Heard { name, lines, .. }) = heard.iter().find(|heard| heard.lines.len() > all) {
        let came = format!("{name} heard {} messages instead of {all}", lines.len());
        return Some(Finding::new(twice(), "messages came more than once", came, ""));
    }
    if let Some(Heard { name, late, .. }) = heard.iter().find(|heard| heard.late > 0) {
        return out_of_order(format!("{name} heard {late} messages too late"));
    }
    let other = heard.iter().find(|other| other.lines != heard[0].lines)?;
    let came = format!("{} and {} heard them in different orders", heard[0].name, other.name);
    let summary = "not everyone hears the same order";
    Some(Finding::new(Broadcast, summary, came, "").unless_overtaken())
}

fn trouble_of(room: &Room, listener: &Heard, trouble: &Trouble, all: usize) -> Finding {
    let came = format!("{} heard {} of {all} messages", listener.name, listener.lines.len());
    if let Trouble::Closed(_, how) = trouble {
        let came = format!("{came}, then the connection ended ({how})");
        let (culprit, cause) = match room.who_closed() {
            None | Some((Slow, _)) => {
                (Slow, "a burst fits into an outbox, which holds 1024 messages.")
            }
            Some(found) => found,
        };
        return Finding::new(culprit, "a listener was cut off in a burst", came, cause);
    }
    let sleeps = [Tell, Slow, Broadcast].into_iter().find(|one| has_word(*one, &["sleep"]));
    let culprit = match sleeps {
        Some(exercise) => exercise,
        None if lacks(Tell, &["send("]) || has_word(Tell, &["try_send"]) => Tell,
        None => Broadcast,
    };
    let cause = match sleeps {
        Some(exercise) => sleeps_in(exercise),
        None => "",
    };
    let summary = "a class that talks at once waits too long";
    Finding::new(culprit, summary, came, cause).unless_overtaken()
}

fn lost(is_same_for_all: bool, came: String) -> Finding {
    let summary = "messages got lost when many talked at once";
    if !is_same_for_all {
        let cause = "the listeners did not all hear the same, so it got lost on the way to them.";
        return Finding::new(Slow, summary, came, cause);
    }
    let cause = match has_word(Tell, &["try_send", "timeout"]) {
        true => {
            "the channel was full, and the event was thrown away. `send` waits, and then the \
             client waits too: that is backpressure."
        }
        false => "",
    };
    Finding::new(Tell, summary, came, cause)
}

/// The hole in which a message is sent more than once.
pub fn twice() -> Exercise {
    match count_of(Broadcast, "respond(") > 1 && count_of(Tell, "send(") < 2 {
        true => Broadcast,
        false => Tell,
    }
}
