//! Exercise 4: one loop takes all events, and one room hears of them all, in one order.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    Exercise::{Broadcast, Left, Slow, Tell},
    blame::{CHANGES, Finding, has_word, is_suspicious, lacks, sleeps_in},
    class::{Round, find, gather, log_in, twice},
    common::{
        difference::differences_in,
        seen::{Seen, pretty},
        verdict::{Graded, list},
    },
    room::{Patience, Room, SILENCE, STUCK, chat},
};

/// The starter's `left` ends its line in the log with this.
const NOT_SENT: &str = "and nobody hears of it";

const SPEAKERS: usize = 8;
const LISTENERS: usize = 8;
const LINES: usize = 60;

/// How often to look whether a leave has come.
const TICK: Duration = Duration::from_millis(50);

/// How many messages, one after the other, must not take longer than this.
const ECHOES: usize = 5;
const IN_TIME: Duration = Duration::from_secs(1);

/// How long the line about an unknown message may take to come.
const LOGGED: Duration = Duration::from_secs(1);

pub fn grade() -> Graded<()> {
    let mut room = Room::open(Broadcast)?;
    everyone_hears_a_login(&mut room)?;
    everyone_hears_a_chat(&mut room)?;
    only_the_sender_hears_a_refusal(&mut room)?;
    nobody_hears_an_unknown_message(&mut room)?;
    everyone_hears_a_goodbye(&mut room)?;
    silence_is_no_end(&mut room)?;
    nobody_waits(&mut room)?;
    a_broken_client_stops_nobody(&mut room)?;
    everyone_hears_one_order(&mut room)?;
    a_client_that_left_is_removed(&mut room)
}

fn everyone_hears_a_login(room: &mut Room) -> Graded<()> {
    room.come_near("nosy")?;
    if room.is_untouched {
        room.come_near("laura")?;
        let expected = "the room answers everyone";
        let summary = "only the client that connected last hears";
        let came = "laura, who connected last, heard her own text, and no answer to it";
        let (summary, cause) = match lacks(Broadcast, &["last"]) {
            true => {
                ("a text comes back as it was", "the loop sends it by itself. `respond` knows.")
            }
            false => (summary, "this is still the code that the exercise begins with."),
        };
        return Err(room.judge(Finding::new(Broadcast, summary, came, cause), expected));
    }
    let mut names = Vec::new();
    // The names are neither in alphabetical order nor in the reverse.
    for (guest, name) in
        [("laura", "laura"), ("walter", "walter"), ("maria", "maria"), ("otto", "walter")]
    {
        room.come_near(guest)?;
        names.push(name);
        let seen = room.login(guest, name)?;
        check(room, &seen, &joined(name, &names))?;
    }
    let seen = room.login("walter", "wally")?;
    names[1] = "wally";
    check(room, &seen, &joined("wally", &names))
}

fn joined(name: &str, names: &[&str]) -> Value {
    json!({ "type": "login", "user_joined": name, "active_users": names })
}

fn everyone_hears_a_chat(room: &mut Room) -> Graded<()> {
    for guest in ["laura", "otto", "nosy"] {
        let text = chat(guest, "Is this working?");
        let seen = room.act(guest, &text)?;
        let sent: Value = serde_json::from_str(&text).unwrap_or_default();
        check(room, &seen, &sent)?;
    }
    Ok(())
}

fn only_the_sender_hears_a_refusal(room: &mut Room) -> Graded<()> {
    let long = format!(r#"{{"type":"login","username":"{}"}}"#, "x".repeat(65));
    for text in ["not JSON", r#"{"type":"login"}"#, r#"{"type":"login","username":" "}"#, &long] {
        let seen = room.act("maria", text)?;
        let is_refusal = |text: &String| text.contains("\"error\"") && text.contains("\"details\"");
        let is_right = seen.came.iter().all(|(name, _, texts)| match *name {
            "maria" => texts.len() == 1 && texts.iter().all(is_refusal),
            _ => texts.is_empty(),
        });
        if !is_right {
            let expected = "maria alone gets  {\"error\": …, \"details\": …}";
            let summary = "a refusal did not come to its sender alone";
            let cause = "the room answers the client whose id it is given. Give it the id that came \
                         with the event.";
            let cause = if seen.recipients().contains(&"maria") { "" } else { cause };
            let finding = Finding::new(Broadcast, summary, seen.to_string(), cause);
            return Err(room.judge(finding.unless_overtaken(), expected));
        }
    }
    Ok(())
}

fn nobody_hears_an_unknown_message(room: &mut Room) -> Graded<()> {
    for (number, text) in [r#"{"type":"dance"}"#, r#"{"text":"no type"}"#, "7"].iter().enumerate() {
        let seen = room.act("laura", text)?;
        if !seen.recipients().is_empty() {
            let summary = "an unknown message was passed on";
            let cause = "the loop sends it by itself. Leave it to the room: `respond` knows.";
            let finding = Finding::new(Broadcast, summary, seen.to_string(), cause);
            return Err(room.judge(finding.unless_overtaken(), "nothing, to nobody"));
        }
        let part = "Unrecognized message type";
        let mut patience = Patience::new(&room.program);
        let mut logged = 0;
        while logged <= number && !patience.is_over_after(LOGGED, &room.program) {
            logged = room.program.log().wait_for(part, number + 1);
        }
        if logged != number + 1 {
            let summary = "an unknown message did not reach the room once";
            let came = room.logged(part);
            let expected = format!("{} lines in the log, one for each", number + 1);
            let finding = Finding::new(Broadcast, summary, came, "").unless_overtaken();
            return Err(room.judge(finding, &expected));
        }
    }
    Ok(())
}

fn everyone_hears_a_goodbye(room: &mut Room) -> Graded<()> {
    room.guest("otto").is_logged_in = false;
    let seen = room.act("otto", r#"{"type":"disconnect","username":"maria"}"#)?;
    check(room, &seen, &left("walter", &["laura", "wally", "maria"]))
}

fn left(name: &str, names: &[&str]) -> Value {
    json!({ "type": "disconnect", "user_left": name, "active_users": names })
}

/// Everyone logged in, and nobody else, gets this once.
fn check(room: &Room, seen: &Seen, expected: &Value) -> Graded<()> {
    let found: Vec<String> =
        seen.texts().iter().flat_map(|text| differences_in(expected, text)).collect();
    if seen.is_exact() && found.is_empty() {
        return Ok(());
    }
    let wanted = format!("{} get\n{}", list(&seen.logged_in()), pretty(&expected.to_string()));
    let is_twice = seen.came.iter().any(|(.., texts)| texts.len() > 1);
    let culprit = if is_twice && found.is_empty() { twice() } else { Broadcast };
    let (summary, came, cause) = if found.is_empty() {
        let (summary, _) = seen.what_went_wrong();
        (summary, seen.to_string(), "")
    } else {
        let named = found.join("; ");
        let cause = match named.contains("active_users lacks") {
            true => {
                "not everyone is in the same room. There is one room for all, made once, before \
                 the loop begins."
            }
            false => "",
        };
        (named.clone(), format!("{seen}\nDifference: {named}"), cause)
    };
    let is_lost = found.is_empty() && !is_twice;
    let culprit = if is_suspicious(Tell, &CHANGES, Broadcast) {
        Tell
    } else if is_lost && has_word(Slow, &["try_iter", "try_recv"]) {
        Slow
    } else {
        culprit
    };
    let finding = Finding::new(culprit, summary, came, cause).unless_overtaken();
    Err(room.judge(finding, &wanted))
}

/// A loop that does not wait forever for the next event may end when nobody talks.
fn silence_is_no_end(room: &mut Room) -> Graded<()> {
    if has_word(Broadcast, &["timeout", "Duration", "deadline"]) {
        room.be_silent(SILENCE);
        let text = chat("laura", "I was silent");
        let seen = room.act("laura", &text)?;
        check(room, &seen, &serde_json::from_str(&text).unwrap_or_default())?;
    }
    Ok(())
}

/// A loop that sleeps makes everyone wait.
fn nobody_waits(room: &mut Room) -> Graded<()> {
    if !has_word(Broadcast, &["sleep("]) {
        return Ok(());
    }
    let bound = room.quick("laura", IN_TIME, ECHOES)?;
    let start = Instant::now();
    for number in 1..=ECHOES {
        room.act("laura", &chat("laura", &format!("Echo {number}")))?;
    }
    let taken = start.elapsed();
    if taken < bound {
        return Ok(());
    }
    let came = format!("{ECHOES} messages, one after the other, took {:.1} s", taken.as_secs_f32());
    let cause = sleeps_in(Broadcast);
    let finding = Finding::new(Broadcast, "everyone has to wait for the room", came, cause);
    let expected = format!("everyone hears them within {:.1} s", bound.as_secs_f32());
    Err(room.judge(finding, &expected))
}

/// In the middle of the roster is a client whose connection breaks.
fn a_broken_client_stops_nobody(room: &mut Room) -> Graded<()> {
    room.take_out("walter").reset(STUCK);
    room.done.push("walter's connection broke, without a word".to_string());
    for number in 1..=3 {
        let text = chat("maria", &format!("Hello number {number}"));
        let mut seen = room.act("maria", &text)?;
        for (.., texts) in &mut seen.came {
            texts.retain(|text| !text.contains("user_left"));
        }
        let sent: Value = serde_json::from_str(&text).unwrap_or_default();
        check(room, &seen, &sent)?;
    }
    Ok(())
}

fn everyone_hears_one_order(room: &mut Room) -> Graded<()> {
    room.done.push(format!("{LISTENERS} more guests logged in"));
    let mut speakers = gather(room, SPEAKERS, "speaker")?;
    let mut clerk = gather(room, 1, "clerk")?;
    let listeners = gather(room, LISTENERS, "listener")?;
    let mut listeners = log_in(room, listeners)?;
    room.done.push(format!("{SPEAKERS} speakers said {LINES} things each, all at once"));
    let round = Round { number: 1, lines: LINES };
    let heard = round.run(&room.program, &mut speakers, &mut listeners, &mut clerk[0]);
    for name in ["laura", "maria"] {
        room.guest(name).take_inbox(); // the listeners tell enough
    }
    let expected = "all listeners hear everything, in the same order";
    match find(room, &heard, SPEAKERS * LINES) {
        Some(finding) => Err(room.judge(finding, expected)),
        None => Ok(()),
    }
}

/// If `left` does not send its event, this cannot be seen.
fn a_client_that_left_is_removed(room: &mut Room) -> Graded<()> {
    room.come_in("paul")?;
    let removed = room.removals();
    let mut paul = room.take_out("paul");
    paul.say_goodbye(false);
    room.done.push("paul hung up".to_string());
    let mut patience = Patience::new(&room.program);
    let is_left = |came: &String| came.contains("user_left") && came.contains("paul");
    while !room.guest("laura").inbox.iter().any(is_left) {
        let _ = room.guest("laura").wait_for_text(TICK);
        if room.program.log().has(NOT_SENT) || lacks(Left, &["Left"]) {
            return Ok(());
        }
        if patience.is_over(&room.program) {
            return not_announced(room, removed);
        }
    }
    if room.hangs_up_on(&mut paul) {
        return Ok(());
    }
    let is_removed = room.removals() > removed;
    let finding = match is_removed && !has_word(Broadcast, &["clone("]) {
        true => Finding::new(
            Slow,
            "the connection of a client that has left is not closed",
            "the room dropped paul's outbox, and paul's connection stays open",
            "the writer thread does not end, or does not hang up at its end.",
        ),
        false => Finding::new(
            Broadcast,
            "a client that has left is not removed",
            "the leave was announced, and paul's connection stays open",
            "the room still has its outbox. A client that has left goes from the outboxes as well \
             as from the roster: `room.remove(id)` does both.",
        ),
    };
    Err(room.judge(finding, "the server ends the connection of a client that left"))
}

fn not_announced(room: &mut Room, removed: usize) -> Graded<()> {
    let expected = "everyone hears that paul has left";
    match room.certain(false) {
        Some(finding) if finding.culprit == Left => return Ok(()),
        Some(finding) => return Err(room.judge(finding, expected)),
        None => {}
    }
    let is_lost_here = room.removals() > removed || lacks(Broadcast, &["remove(id", "leave(id"]);
    if !is_lost_here {
        return Ok(()); // `left` never told the room
    }
    let summary = "the room does not announce a leave";
    let came = "nobody heard that paul has left";
    let cause = "`Event::Left` comes out of the channel, and the room does not learn of it.";
    Err(room.judge(Finding::new(Broadcast, summary, came, cause), expected))
}
