//! Exercise 5, for extra credit: one client never reads, and nobody else notices.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{
    Exercise::{self, Slow},
    blame::{Finding, code, lacks},
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        verdict::{Graded, Verdict},
    },
    room::{Room, STUCK, chat},
};

/// 6 MB in all: more than the sockets between the server and a client that does not read can hold.
const LARGE: usize = 30_000;
const LARGE_MESSAGES: usize = 200;

/// The client that reads late has lost nothing of these first bytes.
const KEPT: usize = 1_000_000;

/// A burst that fits into an outbox of 1024 messages.
const BURST: usize = 1000;

/// Twice what an outbox and the sockets can hold: by then a client that never reads is cut off.
const MIDDLE: usize = 8_000;
const TOO_MANY: usize = 4_000;

/// In KiB. What an outbox can hold of these messages is a fifth of it.
const MOST_GROWTH: usize = 48 * 1024;

/// How long a message may take, and how much longer than without the client that sleeps.
const IN_TIME: Duration = Duration::from_secs(2);
const TIMES_AN_ECHO: u32 = 20;

pub fn grade() -> Graded<()> {
    let mut room = Room::open(Slow)?;
    for name in ["anna", "ben", "sleepy"] {
        room.done.push(format!("{name} connected"));
        room.come_near(name)?;
    }
    room.needs_a_broadcast()?;
    for name in ["ben", "sleepy"] {
        let seen = room.login(name, name)?;
        if !seen.recipients().contains(&"ben") {
            let finding = Finding::new(
                Exercise::Broadcast,
                "a login does not reach everyone",
                seen.to_string(),
                "",
            );
            return Err(room.judge(finding, "everyone hears a login"));
        }
    }
    let sleepy = room.take_out("sleepy");
    let sleepy = the_others_hear_in_time(&mut room, sleepy)?;
    nothing_is_lost(&mut room, sleepy)?;
    a_burst_fits(&mut room)?;
    a_client_that_never_reads_is_cut_off(&mut room)
}

/// Anna talks, ben listens, and sleepy reads nothing.
fn the_others_hear_in_time(room: &mut Room, sleepy: Guest) -> Graded<Guest> {
    let bound = echo(room)?;
    room.done.push(format!(
        "sleepy stopped reading, and anna said {LARGE_MESSAGES} things of {LARGE} bytes each"
    ));
    for number in 0..LARGE_MESSAGES {
        let start = Instant::now();
        room.say("anna", &numbered(number, LARGE));
        if hears(room, number, start, bound)? {
            continue;
        }
        let expected = format!("ben hears each message within {} s", bound.as_secs_f32());
        let came = format!(
            "ben heard {number} messages. The next one did not come within {} s",
            bound.as_secs_f32()
        );
        // Is it the one that sleeps?
        drop(sleepy);
        let goes_on = hears(room, number, Instant::now(), STUCK).unwrap_or(false);
        return Err(too_late(room, &expected, came, goes_on));
    }
    Ok(sleepy)
}

/// How long a message from anna to ben may take on this machine, at this moment.
fn echo(room: &mut Room) -> Graded<Duration> {
    let mut slowest = Duration::ZERO;
    for _ in 0..5 {
        let start = Instant::now();
        let number = 1_000_000 + room.said;
        room.say("anna", &numbered(number, LARGE));
        if !hears(room, number, start, STUCK)? {
            return Err(room.stop("ben", Trouble::Silent, "ben hears what anna says"));
        }
        slowest = slowest.max(start.elapsed());
    }
    Ok(IN_TIME.max(TIMES_AN_ECHO * slowest))
}

/// Whether ben hears this message in time.
fn hears(room: &mut Room, number: usize, start: Instant, patience: Duration) -> Graded<bool> {
    loop {
        let inbox = room.guest("ben").take_inbox();
        if inbox.iter().any(|came| number_in(came) == Some(number)) {
            return Ok(true);
        }
        let left = patience.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Ok(false);
        }
        match room.guest("ben").wait_for_text(left.max(Duration::from_millis(1))) {
            Waited::Answered | Waited::NotYet => {}
            Waited::Closed(how) => {
                let expected = "ben, who reads everything, stays connected";
                return Err(room.stop("ben", Trouble::Closed("ben", how), expected));
            }
        }
    }
}

fn too_late(room: &mut Room, expected: &str, came: String, goes_on: bool) -> Verdict {
    if let Some(finding) = room.certain(false) {
        return room.judge(finding, expected);
    }
    let is_untouched = code(Slow).is_some_and(|code| code.contains("type Outbox = WebSocket"));
    let (came, cause) = match goes_on {
        true => (
            format!("{came}. When sleepy hung up, it came at once"),
            match is_untouched {
                true => {
                    "the broadcaster writes to sleepy's socket. The socket is full, and so the \
                     broadcaster waits, and everyone waits for it."
                }
                false => {
                    "the broadcaster waits for sleepy, and everyone waits for the broadcaster."
                }
            },
        ),
        false => (came, ""),
    };
    let summary = "one client that does not read holds up everyone else";
    room.judge(Finding::new(Slow, summary, came, cause), expected)
}

/// Sleepy wakes up and reads on.
fn nothing_is_lost(room: &mut Room, mut sleepy: Guest) -> Graded<()> {
    room.done.push("sleepy read on".to_string());
    let expected = format!("sleepy hears all {LARGE_MESSAGES} messages, in their order");
    let (mut next, mut last) = (0, Instant::now());
    while next < LARGE_MESSAGES {
        for came in sleepy.take_inbox() {
            last = Instant::now();
            let Some(number) = number_in(&came).filter(|number| *number < LARGE_MESSAGES) else {
                continue;
            };
            if number != next {
                let came =
                    format!("after message {next} of {LARGE_MESSAGES} came message {number}");
                return Err(gap(room, &expected, came, number < next));
            }
            next += 1;
        }
        match sleepy.wait_for_text(Duration::from_millis(50)) {
            Waited::Closed(how) => {
                let heard =
                    format!("sleepy heard {next} messages, then the connection ended ({how})");
                return Err(cut_off_early(room, &expected, heard, next * LARGE < KEPT));
            }
            Waited::NotYet if last.elapsed() > STUCK => {
                let came = format!("sleepy heard {next} messages, and nothing more");
                return Err(gap(room, &expected, came, false));
            }
            _ => {}
        }
    }
    sleepy.say_goodbye(true);
    Ok(())
}

fn gap(room: &mut Room, expected: &str, came: String, is_order: bool) -> Verdict {
    if let Some(finding) = room.certain(false) {
        return room.judge(finding, expected);
    }
    let (summary, cause) = match is_order {
        true => ("a client that reads late gets its messages in another order", ""),
        false => (
            "a client that reads late has lost messages",
            "messages were thrown away while sleepy did not read. They wait in the queue, as long \
             as it has room.",
        ),
    };
    room.judge(Finding::new(Slow, summary, came, cause), expected)
}

fn cut_off_early(room: &mut Room, expected: &str, came: String, is_very_early: bool) -> Verdict {
    if let Some(finding) = room.certain(false) {
        return room.judge(finding, expected);
    }
    let cause = match is_very_early {
        true => "sleepy was cut off at the first moment in which it did not read.",
        false => "sleepy was cut off before 1024 messages waited for it.",
    };
    let summary = "a client that reads late is cut off too early";
    room.judge(Finding::new(Slow, summary, came, cause), expected)
}

/// A thousand small messages, before the listener reads the first.
fn a_burst_fits(room: &mut Room) -> Graded<()> {
    room.come_in("dozy")?;
    let mut dozy = room.take_out("dozy");
    room.done.push(format!("anna said {BURST} short things at once, and dozy reads late"));
    for number in 0..BURST {
        let text = numbered(number, 0);
        let _ = room.guest("anna").socket().write(tungstenite::Message::text(text));
    }
    room.said += BURST;
    room.ping("anna").map_err(|trouble| room.stop("anna", trouble, "a pong after the burst"))?;
    if !hears(room, BURST - 1, Instant::now(), STUCK)? {
        let came = "ben did not hear the last of them".to_string();
        return Err(gap(room, "ben hears all of them", came, false));
    }
    let expected = format!("dozy hears all {BURST} messages");
    let (mut heard, start) = (0, Instant::now());
    while heard < BURST {
        heard += dozy.take_inbox().iter().filter(|came| number_in(came).is_some()).count();
        match dozy.wait_for_text(Duration::from_millis(50)) {
            Waited::Answered => {}
            Waited::NotYet if start.elapsed() < STUCK => {}
            Waited::NotYet => {
                let came = format!("dozy heard {heard} messages, and nothing more");
                return Err(gap(room, &expected, came, false));
            }
            Waited::Closed(_) if heard == BURST => {}
            Waited::Closed(how) => {
                let came =
                    format!("dozy heard {heard} messages, then the connection ended ({how})");
                return Err(cut_off_early(room, &expected, came, false));
            }
        }
    }
    Ok(())
}

/// More than an outbox can hold.
fn a_client_that_never_reads_is_cut_off(room: &mut Room) -> Graded<()> {
    room.come_in("rip")?;
    let rip = room.take_out("rip");
    let before = room.program.resident();
    room.done.push(format!(
        "rip stopped reading, and anna said up to {TOO_MANY} things of {MIDDLE} bytes each"
    ));
    let expected = "everyone hears that rip has left, when 1024 messages wait for it";
    for number in 0..TOO_MANY {
        room.say("anna", &numbered(number, MIDDLE));
        let inbox = if number % 20 == 19 { up_to(room, number)? } else { Vec::new() };
        if inbox.iter().any(|came| is_leave_of(came, "rip")) {
            drop(rip);
            return is_gone_for_good(room);
        }
        let grown = before.zip(room.program.resident()).map(|(old, new)| new.saturating_sub(old));
        if number % 100 == 99 && grown.is_some_and(|grown| grown > MOST_GROWTH) {
            break;
        }
    }
    let came = "rip was never cut off, and what waits for it only grows".to_string();
    let cause = match lacks(Slow, &["unbounded", "mpsc::channel", "VecDeque", "Vec::new"]) {
        true => "",
        false => "the queue has no bound, so one client that never reads fills the memory.",
    };
    let summary = "a client that never reads is never cut off";
    Err(room.judge(Finding::new(Slow, summary, came, cause), expected))
}

/// What ben heard up to this message.
fn up_to(room: &mut Room, number: usize) -> Graded<Vec<String>> {
    let heard = room.hear("ben", |came| number_in(came) == Some(number));
    heard.map_err(|trouble| room.stop("ben", trouble, "ben hears everything that anna says"))
}

/// The room goes on for everyone else.
fn is_gone_for_good(room: &mut Room) -> Graded<()> {
    let number = 2 * TOO_MANY;
    room.say("anna", &numbered(number, 0));
    up_to(room, number).map(|_| ())
}

fn numbered(number: usize, size: usize) -> String {
    chat("anna", &format!("number {number}: {}", "x".repeat(size)))
}

fn number_in(came: &str) -> Option<usize> {
    let (_, number) = came.split_once("\"number ")?;
    number.split(':').next()?.parse().ok()
}

fn is_leave_of(came: &str, name: &str) -> bool {
    let message: Value = serde_json::from_str(came).unwrap_or_default();
    message["user_left"] == name
}
