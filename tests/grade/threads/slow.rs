//! Exercise 5, for extra credit: one client never reads, and nobody else notices.

use std::time::{Duration, Instant};

use serde_json::Value;
use tungstenite::Message;

use crate::{
    Exercise::{Slow, Tell},
    blame::{Finding, code, has_word, lacks},
    class::twice,
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        program::Program,
        verdict::{Graded, Verdict},
    },
    room::{CUT_OFF, Patience, Room, SILENCE, STUCK, chat},
};

/// 6 MB in all: more than the socket buffers of a client that does not read can hold.
const LARGE: usize = 30_000;
const LARGE_MESSAGES: usize = 200;

/// A client that reads late must not lose any of these first bytes.
const KEPT: usize = 1_000_000;

/// A burst that fits into an outbox of 1024 messages.
const BURST: usize = 1000;

/// A burst takes milliseconds.
const WHOLE: Duration = Duration::from_secs(20);

/// Twice as much as an outbox and the socket buffers hold: before that, a client that never reads
/// must be cut off.
const MIDDLE: usize = 8_000;
const TOO_MANY: usize = 4_000;

/// After this many messages, ben must have heard them all. They fit into the channel.
const SOME: usize = 20;

/// How often to look whether something has come.
const TICK: Duration = Duration::from_millis(50);

/// How much the program may grow, in KiB. An outbox full of these messages takes a fifth of it.
const MOST_GROWTH: usize = 48 * 1024;

/// How long a message may take, and how many times as long as before the client fell asleep.
const IN_TIME: Duration = Duration::from_secs(1);
const TIMES_AN_ECHO: u32 = 20;

pub fn grade() -> Graded<()> {
    let mut room = Room::open(Slow)?;
    for name in ["anna", "ben", "sleepy"] {
        room.come_near(name)?;
    }
    room.needs_a_broadcast()?;
    for name in ["ben", "sleepy"] {
        room.login(name, name)?;
    }
    let bound = echo(&mut room)?;
    silence_is_no_end(&mut room)?;
    let sleepy = room.take_out("sleepy");
    let sleepy = the_others_hear_in_time(&mut room, sleepy, bound)?;
    nothing_is_lost(&mut room, sleepy)?;
    a_burst_fits(&mut room)?;
    a_client_that_never_reads_is_cut_off(&mut room, bound)
}

/// Anna talks, ben listens, and sleepy reads nothing.
fn the_others_hear_in_time(room: &mut Room, sleepy: Guest, bound: Duration) -> Graded<Guest> {
    room.done.push(format!(
        "sleepy stopped reading, and anna said {LARGE_MESSAGES} things of {LARGE} bytes each"
    ));
    for number in 0..LARGE_MESSAGES {
        room.say("anna", &numbered(number, LARGE));
        if hears(room, number, bound)? {
            continue;
        }
        let seconds = bound.as_secs_f32();
        let expected = format!("ben hears each message within {seconds:.1} s");
        let came =
            format!("ben heard {number} messages. The next one did not come within {seconds:.1} s");
        // Does it help when sleepy goes?
        drop(sleepy);
        let goes_on = hears(room, number, STUCK).unwrap_or(false);
        return Err(too_late(room, &expected, came, goes_on.then_some(WRITES)));
    }
    Ok(sleepy)
}

/// How long a message from anna to ben may take on this machine, at this moment.
fn echo(room: &mut Room) -> Graded<Duration> {
    let expected = "ben, who has logged in, hears once what anna says";
    let mut slowest = Duration::ZERO;
    for number in 1..=5 {
        let (start, text) = (Instant::now(), numbered(TOO_MANY + number, LARGE));
        room.say("anna", &text);
        let heard = room.hear("ben", |came| came == text);
        heard.map_err(|trouble| room.not_heard("anna", "ben", trouble))?;
        slowest = slowest.max(start.elapsed());
    }
    let again = room.fence("ben")?;
    if again.iter().any(|came| number_in(came).is_some()) {
        let came = "ben heard it more than once";
        let finding = Finding::new(twice(), "messages came more than once", came, "");
        return Err(room.judge(finding, expected));
    }
    Ok(IN_TIME.max(TIMES_AN_ECHO * slowest))
}

/// A writer that does not wait forever for the next message may end when nobody talks.
fn silence_is_no_end(room: &mut Room) -> Graded<()> {
    if has_word(Slow, &["timeout", "Duration", "deadline"]) {
        room.be_silent(SILENCE);
        room.fence("ben")?;
    }
    Ok(())
}

/// Whether ben hears this message in time. After that time, anna's pongs show whether the machine is
/// busy: they come from her own thread, without the broadcaster.
fn hears(room: &mut Room, number: usize, patience: Duration) -> Graded<bool> {
    let start = Instant::now();
    let mut quick_pongs = 0;
    loop {
        let inbox = room.guest("ben").take_inbox();
        room.heard.extend(inbox.iter().filter(|came| number_in(came).is_none()).cloned());
        if inbox.iter().any(|came| number_in(came) == Some(number)) {
            return Ok(true);
        }
        match room.guest("ben").wait_for_text(TICK) {
            Waited::Answered => continue,
            Waited::NotYet => {}
            Waited::Closed(how) => {
                let expected = "ben, who reads everything, stays connected";
                return Err(room.stop("ben", Trouble::Closed("ben", how), expected));
            }
        }
        if start.elapsed() > patience {
            let ping = Instant::now();
            let pong = room.ping("anna");
            let is_quick = pong.is_ok() && ping.elapsed() < TICK;
            quick_pongs += usize::from(is_quick || start.elapsed() > 5 * patience);
        }
        if quick_pongs > 10 {
            return Ok(false);
        }
    }
}

/// Not even two hundred messages find room: something writes to the socket, or waits for who does.
const WRITES: (&str, &str) = (
    "sleepy",
    "everyone waits for sleepy, whose socket is full. Each client needs a queue and a writer thread \
     of its own, so that only this thread waits.",
);

/// The queue is full.
const WAITS: (&str, &str) = (
    "rip",
    "everyone waits for rip, whose queue is full. `send` does not wait: it returns false, and the \
     room cuts the client off.",
);

/// The room has cut rip off.
const WAITS_ON: (&str, &str) = (
    "rip",
    "rip was cut off, and the broadcaster waits until its writer thread has ended. It must not wait \
     for a client, not even for the last time.",
);

/// `waited_for`: when this client had hung up, the others heard again. And the reason.
fn too_late(
    room: &mut Room,
    expected: &str,
    came: String,
    waited_for: Option<(&str, &str)>,
) -> Verdict {
    if let Some(finding) = room.certain(false) {
        return room.judge(finding, expected);
    }
    let is_untouched = code(Slow).is_some_and(|code| code.contains("type Outbox = Box<WebSocket"));
    let (came, cause) = match waited_for {
        Some((name, cause)) => (
            format!("{came}. When {name} hung up, it came at once"),
            match is_untouched {
                true => {
                    "the broadcaster writes to sleepy's socket. The socket is full, and so the \
                     broadcaster waits, and everyone waits for it."
                }
                false => cause,
            },
        ),
        None => (came, ""),
    };
    let summary = "one client that does not read holds up all";
    room.judge(Finding::new(Slow, summary, came, cause), expected)
}

/// Sleepy wakes up and reads on.
fn nothing_is_lost(room: &mut Room, mut sleepy: Guest) -> Graded<()> {
    room.done.push("sleepy read on".to_string());
    let expected = format!("sleepy hears all {LARGE_MESSAGES} messages, in their order");
    let (mut next, mut last) = (0, Patience::new(&room.program));
    while next < LARGE_MESSAGES {
        for came in sleepy.take_inbox() {
            last = Patience::new(&room.program);
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
        match sleepy.wait_for_text(TICK) {
            Waited::Closed(how) => {
                let heard =
                    format!("sleepy heard {next} messages, then the connection ended ({how})");
                return Err(cut_off_early(room, &expected, heard, next * LARGE < KEPT));
            }
            Waited::NotYet if last.is_over(&room.program) => {
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
        true => {
            let summary = "a client that reads late gets another order";
            let finding = Finding::new(Slow, summary, came, "").unless_overtaken();
            return room.judge(finding, expected);
        }
        false => (
            "a client that reads late has lost messages",
            "messages were thrown away while sleepy did not read. They wait in the queue, as long \
             as it has room.",
        ),
    };
    let culprit = if room.loses_events("anna") { Tell } else { Slow };
    let cause = if culprit == Slow { cause } else { "" };
    room.judge(Finding::new(culprit, summary, came, cause).unless_overtaken(), expected)
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

/// A thousand small messages, before the listener reads the first. The first ones are long: while
/// the broadcaster takes them apart, the channel fills up.
fn a_burst_fits(room: &mut Room) -> Graded<()> {
    room.come_in("dozy")?;
    let mut dozy = room.take_out("dozy");
    room.done.push(format!("anna said {BURST} things at once, and dozy reads late"));
    for number in 0..BURST {
        let text = numbered(number, if number < 10 { LARGE } else { 0 });
        let _ = room.guest("anna").socket().write(Message::text(text));
    }
    room.said += BURST;
    room.ping("anna").map_err(|trouble| room.stop("anna", trouble, "a pong after the burst"))?;
    let expected = format!("both ben and dozy hear all {BURST} messages");
    let mut guest = room.take_out("ben");
    let ben = count(&room.program, &mut guest);
    room.guests.push(guest);
    let dozy = count(&room.program, &mut dozy);
    let (heard, how) = match (ben.0 < BURST, &dozy.1) {
        (true, _) => (format!("ben heard {} messages", ben.0), ben.1),
        (false, _) if dozy.0 < BURST => (format!("dozy heard {} messages", dozy.0), dozy.1),
        _ => return Ok(()),
    };
    if ben.0 < BURST && has_word(Tell, &["try_send", "timeout"]) {
        let summary = "messages got lost when one client said much";
        return Err(room.judge(Finding::new(Tell, summary, heard, ""), &expected));
    }
    match how {
        Some(how) => {
            let came = format!("{heard}, then the connection ended ({how})");
            Err(cut_off_early(room, &expected, came, false))
        }
        None if has_word(Slow, &["sleep("]) => {
            let came = format!("{heard} within {} s", WHOLE.as_secs());
            let cause = "the writer thread sleeps after each message.";
            let finding = Finding::new(Slow, "a burst takes too long", came, cause);
            Err(room.judge(finding, &expected))
        }
        None => Err(gap(room, &expected, format!("{heard}, and nothing more"), false)),
    }
}

/// The number of messages of the burst that came, and the end of the connection, if it ended.
fn count(program: &Program, guest: &mut Guest) -> (usize, Option<String>) {
    let (mut heard, mut last) = (0, Patience::new(program));
    let mut whole = Patience::new(program);
    loop {
        heard += guest.take_inbox().iter().filter(|came| number_in(came).is_some()).count();
        if heard >= BURST || whole.is_over_after(WHOLE, program) {
            return (heard, None);
        }
        match guest.wait_for_text(TICK) {
            Waited::Answered => last = Patience::new(program),
            Waited::NotYet if last.is_over(program) => return (heard, None),
            Waited::NotYet => {}
            Waited::Closed(how) => return (heard, Some(how)),
        }
    }
}

/// More than an outbox can hold.
fn a_client_that_never_reads_is_cut_off(room: &mut Room, bound: Duration) -> Graded<()> {
    room.come_in("rip")?;
    let rip = room.take_out("rip");
    let before = room.program.resident();
    room.heard.clear();
    room.done.push(format!(
        "rip stopped reading, and anna said up to {TOO_MANY} things of {MIDDLE} bytes each"
    ));
    for number in 0..TOO_MANY {
        room.say("anna", &numbered(number, MIDDLE));
        if number % SOME != SOME - 1 {
            continue;
        }
        if !hears(room, number, bound)? {
            let seconds = bound.as_secs_f32();
            let came = format!("after {number} messages ben heard nothing for {seconds:.1} s");
            let waited_for = if room.program.log().has(CUT_OFF) { WAITS_ON } else { WAITS };
            drop(rip);
            let goes_on = hears(room, number, STUCK).unwrap_or(false);
            let expected = format!("ben hears each message within {seconds:.1} s");
            return Err(too_late(room, &expected, came, goes_on.then_some(waited_for)));
        }
        if room.heard.iter().any(|came| is_leave_of(came, "rip")) {
            room.look_around("anna")?;
            return hears_what_waited(room, rip);
        }
        let grown = before.zip(room.program.resident()).map(|(old, new)| new.saturating_sub(old));
        if grown.is_some_and(|grown| grown > MOST_GROWTH) {
            break;
        }
    }
    let expected = "everyone hears that rip has left, when 1024 messages wait for it";
    let came = "rip was never cut off".to_string();
    let cause = match has_word(Slow, &["bounded(", "sync_channel"]) && lacks(Slow, &["unbounded"]) {
        true => "",
        false => "the queue has no bound, so one client that never reads fills the memory.",
    };
    let summary = "a client that never reads is never cut off";
    Err(room.judge(Finding::new(Slow, summary, came, cause).unless_in_threads(), expected))
}

/// Rip, who was cut off, reads on: what was in the queue still comes, and then the end.
fn hears_what_waited(room: &mut Room, mut rip: Guest) -> Graded<()> {
    room.done.push("rip was cut off, and read on".to_string());
    let expected = "rip hears what was in the queue, and then the connection ends";
    let (mut heard, mut last) = (0, Patience::new(&room.program));
    loop {
        heard += rip.take_inbox().iter().filter(|came| number_in(came).is_some()).count();
        match rip.wait_for_text(TICK) {
            Waited::Answered => last = Patience::new(&room.program),
            Waited::NotYet if last.is_over(&room.program) => {
                let came = format!("rip heard {heard} messages, and the connection stays open");
                let summary = "a client that was cut off is not hung up on";
                let cause = "when the room has dropped the outbox, the writer thread ends, and \
                             hangs up with `shutdown`.";
                return Err(room.judge(Finding::new(Slow, summary, came, cause), expected));
            }
            Waited::NotYet => {}
            Waited::Closed(_) if heard >= BURST => return Ok(()),
            Waited::Closed(how) => {
                let came = format!("rip heard {heard} messages, then the connection ended ({how})");
                let summary = "a client that was cut off does not get what waited for it";
                let cause = "the connection is closed before the queue is empty.";
                return Err(room.judge(Finding::new(Slow, summary, came, cause), expected));
            }
        }
    }
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
