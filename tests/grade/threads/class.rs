//! A class in the room: many say something in the same moment, and what does everyone hear?

use std::{
    collections::HashSet,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use tungstenite::Message;

use serde_json::json;

use crate::{
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        verdict::Graded,
    },
    room::{Room, STUCK, chat},
};

/// How often the end of a round is announced again: a wrong `tell` may lose it.
const AGAIN: Duration = Duration::from_millis(300);

/// Whether something is late or lost shows within this time, when everything else has come.
const STRAGGLERS: Duration = Duration::from_secs(1);

/// How often a listener looks up.
const TICK: Duration = Duration::from_millis(50);

/// The thread of a speaker waits while the channel is full: that takes as long as the round.
const ROUND: Duration = Duration::from_secs(30);

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

/// Each of them logs in, and has heard so.
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

/// Who says what: the number of the speaker, and that of the message.
pub type Line = (usize, usize);

/// What one listener heard in a round.
pub struct Heard {
    pub name: &'static str,
    pub lines: Vec<Line>,
    /// How many of the lines came after the end of the round.
    pub late: usize,
    /// Why the round has no end for this listener.
    pub trouble: Option<String>,
}

/// A round: every speaker says its lines in one go, and the clerk announces the end.
pub struct Round {
    pub number: usize,
    /// How many lines each speaker says.
    pub lines: usize,
}

impl Round {
    /// Returns what each listener heard, and the names of the speakers whose thread is stuck.
    pub fn run(
        &self,
        speakers: &mut [Guest],
        listeners: &mut [Guest],
        clerk: &mut Guest,
    ) -> (Vec<Heard>, Vec<&'static str>) {
        let expected = speakers.len() * self.lines;
        let (done, listening) = (AtomicUsize::new(0), listeners.len());
        thread::scope(|scope| {
            let listeners = listeners.iter_mut().map(|listener| {
                let done = &done;
                scope.spawn(move || {
                    let heard = self.listen(listener, expected);
                    done.fetch_add(1, Ordering::Relaxed);
                    heard
                })
            });
            let listeners: Vec<_> = listeners.collect();
            let speakers = speakers.iter_mut().enumerate();
            let speakers = speakers.map(|(index, speaker)| {
                scope.spawn(move || (!self.speak(index, speaker)).then_some(speaker.name))
            });
            let speakers: Vec<_> = speakers.collect();
            let stuck = speakers.into_iter().filter_map(|thread| thread.join().ok().flatten());
            let stuck = stuck.collect();
            while done.load(Ordering::Relaxed) < listening {
                let _ = clerk.send(&chat("clerk", &self.end()));
                let start = Instant::now();
                while done.load(Ordering::Relaxed) < listening && start.elapsed() < AGAIN {
                    thread::sleep(Duration::from_millis(2));
                }
            }
            let heard = listeners.into_iter().filter_map(|thread| thread.join().ok()).collect();
            (heard, stuck)
        })
    }

    /// Everything goes out in one go. The pong says that the client's thread has read it all.
    fn speak(&self, index: usize, speaker: &mut Guest) -> bool {
        for number in 0..self.lines {
            let _ = speaker.socket().write(Message::text(self.line(index, number)));
        }
        let pinged = speaker.ping(self.number as u64);
        pinged.is_ok()
            && matches!(speaker.wait_for_pong(self.number as u64, ROUND), Waited::Answered)
    }

    fn listen(&self, listener: &mut Guest, expected: usize) -> Heard {
        let mut heard = Heard { name: listener.name, lines: Vec::new(), late: 0, trouble: None };
        let mut last = Instant::now();
        let mut end = None;
        loop {
            for text in listener.take_inbox() {
                last = Instant::now();
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
            match listener.wait_for_text(TICK) {
                Waited::Answered => {}
                Waited::Closed(how) => {
                    heard.trouble = Some(how);
                    return heard;
                }
                Waited::NotYet if last.elapsed() > STUCK => {
                    heard.trouble = Some("nothing more came".to_string());
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
