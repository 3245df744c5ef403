//! Exercise 3: however a connection ends, the broadcaster hears of it, once, and last.
//!
//! The listener connects last. So it hears everything even while `broadcast` is not solved.

use std::{io::Write, net::Shutdown, time::Duration};

use serde_json::Value;
use tungstenite::{Bytes, Message};

use crate::{
    Exercise::{Broadcast, Left, Slow},
    blame::{Finding, count_of, has_word, lacks},
    common::{
        diagnosis::Trouble,
        guest::{Guest, Waited},
        verdict::{Graded, Verdict, list},
    },
    room::{CUT_OFF, Patience, REMOVED, Room, STUCK, chat},
    support::frames::{FIN, Frame, TEXT},
};

/// The ways to leave, each with the guest that takes it.
const LEAVERS: [(&str, Way); 7] = [
    ("carl", Way::Close),
    ("dora", Way::Goodbye),
    ("emil", Way::HangUp),
    ("fritz", Way::Reset),
    ("greta", Way::HalfFrame),
    ("hanna", Way::NoText),
    ("igor", Way::NoFrame),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Close,
    Goodbye,
    HangUp,
    Reset,
    HalfFrame,
    NoText,
    NoFrame,
}

/// A client that is silent for this long is still there.
const SILENCE: Duration = Duration::from_secs(2);

/// How often to look whether a leave has come.
const TICK: Duration = Duration::from_millis(50);

/// The starter's code ends its line in the log with this.
const ONLY_LOGGED: &str = "and nobody hears of it";

const EXPECTED: &str = "everyone else hears once that the client has left, after its last words";

pub fn grade() -> Graded<()> {
    let mut room = Room::open(Left)?;
    room.connect("anna")?;
    let mut names = Vec::new();
    for (name, _) in LEAVERS {
        let heard = room.come_near(name)?;
        let client = heard.iter().find_map(|came| came.strip_suffix(" has connected"));
        names.push(client.unwrap_or(name).to_string());
    }
    room.come_near("ben")?;
    let others = list(&LEAVERS.map(|(name, _)| name));
    room.done = vec![format!("anna, {others} connected, and then ben")];
    if !room.is_untouched {
        for name in LEAVERS.map(|(name, _)| name).into_iter().chain(["ben"]) {
            room.login(name, name)?;
        }
        room.done.truncate(1);
        room.done.push("all but anna logged in".to_string());
        names = LEAVERS.map(|(name, _)| name.to_string()).to_vec();
    }
    everyone_stays(&mut room, ["Hello", "I am still here"])?;
    an_empty_message_is_no_end(&mut room)?;
    room.be_silent(SILENCE);
    everyone_stays(&mut room, ["I was silent", "I have not left"])?;
    let (news, still_open) = all_leave(&mut room)?;
    check(&mut room, &names, &news)?;
    ends_the_connections(&room, still_open)?;
    who_never_spoke_leaves_too(&mut room)?;
    a_leave_waits_for_the_channel(&mut room)
}

/// A client that talks has not left, nor has a client that is silent for a while.
fn everyone_stays(room: &mut Room, texts: [&str; 2]) -> Graded<()> {
    room.done.push(format!("each of them said {:?} and {:?}", texts[0], texts[1]));
    for (name, _) in LEAVERS {
        for text in texts {
            room.say(name, &chat(name, text));
            let heard = room.hear("ben", |came| came.contains(text) && came.contains(name));
            let heard = heard.map_err(|trouble| room.not_heard(name, "ben", trouble))?;
            if let Some(leave) = heard.iter().find(|came| leave_in(came).is_some()) {
                let came = format!("ben heard\n    {leave}");
                return Err(left_early(room, came));
            }
        }
    }
    Ok(())
}

/// A frame may be empty.
fn an_empty_message_is_no_end(room: &mut Room) -> Graded<()> {
    let (name, _) = LEAVERS[0];
    room.done.push(format!("{name} sent an empty text and an empty ping"));
    room.say(name, "");
    let _ = room.guest(name).socket().send(Message::Ping(Bytes::new()));
    room.say(name, &chat(name, "Not gone"));
    let heard = room.hear("ben", |came| came.contains("Not gone") && came.contains(name));
    let heard = heard.map_err(|trouble| room.not_heard(name, "ben", trouble))?;
    match heard.iter().find(|came| leave_in(came).is_some()) {
        Some(leave) => Err(left_early(room, format!("ben heard\n    {leave}"))),
        None => Ok(()),
    }
}

/// The room hangs up on a client that has left, also on one that never said anything.
fn who_never_spoke_leaves_too(room: &mut Room) -> Graded<()> {
    let before = room.removals();
    if room.is_untouched || before == 0 {
        return Ok(()); // the room removes nobody, whatever it is told
    }
    room.connect("mute")?;
    let mut mute = room.take_out("mute");
    mute.say_goodbye(false);
    room.done.push("mute connected, said nothing, and hung up".to_string());
    if room.hangs_up_on(&mut mute) || room.removals() > before {
        return Ok(()); // what the room does with the event is not up to this exercise
    }
    let summary = "a client that never said anything does not leave";
    let came = "mute's connection stays open";
    let cause = "the event is sent only if the client has said something.";
    Err(room.judge(Finding::new(Left, summary, came, cause), EXPECTED))
}

/// A leave that does not wait for room in the channel is lost when many talk.
fn a_leave_waits_for_the_channel(room: &mut Room) -> Graded<()> {
    if room.is_untouched || !has_word(Left, &["try_send", "timeout"]) {
        return Ok(());
    }
    room.done.push("anna sent long messages, and ten clients left meanwhile".to_string());
    let mut crowd = Vec::new();
    for number in 0..10 {
        let name: &'static str = format!("extra {number}").leak();
        room.come_in(name)?;
        crowd.push(room.take_out(name));
    }
    let long = format!("{{\"type\":\"disconnect\",\"pad\":[{}0]}}", "0,".repeat(10_000));
    for _ in 0..100 {
        room.say("anna", &long);
    }
    for guest in &mut crowd {
        guest.say_goodbye(false);
    }
    let mut patience = Patience::new(&room.program);
    let mut gone = 0;
    while gone < crowd.len() {
        gone +=
            room.guest("ben").take_inbox().iter().filter(|came| leave_in(came).is_some()).count();
        let _ = room.guest("ben").wait_for_text(TICK);
        if patience.is_over(&room.program) {
            let came = format!("ben heard of {gone} of {} leaves", crowd.len());
            let cause = "the channel was full, and the event was thrown away. `send` waits.";
            let summary = "a leave gets lost when many talk";
            return Err(room.judge(Finding::new(Left, summary, came, cause), EXPECTED));
        }
    }
    Ok(())
}

/// Did the client's own thread say so, or did the room cut the client off?
fn left_early(room: &Room, came: String) -> Verdict {
    let summary = "a client that stays was announced as gone";
    let early = (Left, "the event was sent while the connection was still open.");
    room.program.log().wait_for(CUT_OFF, 1); // the line may be on its way
    let (culprit, cause) = room.who_closed().unwrap_or(early);
    room.judge(Finding::new(culprit, summary, came, cause), EXPECTED)
}

/// Everybody else leaves, each in another way. Returns the messages that ben hears.
fn all_leave(room: &mut Room) -> Graded<(Vec<String>, Vec<Guest>)> {
    let (mut still_open, mut news) = (Vec::new(), Vec::new());
    for (name, way) in LEAVERS {
        room.done.push(format!("{name} said \"Bye\", and then {}", way.told()));
        if way == Way::Reset {
            // A reset throws away what the server has not read yet.
            room.say(name, &chat(name, "Bye"));
            let heard = room.hear("ben", |came| came.contains("Bye") && came.contains(name));
            news.extend(heard.map_err(|trouble| room.not_heard(name, "ben", trouble))?);
        }
        let guest = room.take_out(name);
        still_open.extend(leave(guest, name, way));
    }
    let mut patience = Patience::new(&room.program);
    loop {
        news.extend(room.guest("ben").take_inbox());
        let gone = news.iter().filter(|came| leave_in(came).is_some()).count();
        let is_hopeless = patience.is_over(&room.program) || room.program.log().has(ONLY_LOGGED);
        if gone >= LEAVERS.len() || is_hopeless {
            break;
        }
        if let Waited::Closed(how) = room.guest("ben").wait_for_text(TICK) {
            return Err(room.stop("ben", Trouble::Closed("ben", how), EXPECTED));
        }
    }
    // A second announcement comes before the answer to this.
    for _ in 0..2 {
        let end = chat("anna", &format!("{} messages so far", room.said));
        room.say("anna", &end);
        let heard = room.hear("ben", |came| came.contains("messages so far"));
        news.extend(heard.map_err(|trouble| room.not_heard("anna", "ben", trouble))?);
    }
    Ok((news, still_open))
}

/// When a client has left, the room drops its outbox, and that ends its connection.
fn ends_the_connections(room: &Room, still_open: Vec<Guest>) -> Graded<()> {
    if !lacks(Left, &["Left"]) || room.is_untouched {
        return Ok(());
    }
    for mut guest in still_open {
        if room.hangs_up_on(&mut guest) {
            continue;
        }
        let came = format!("the leave was announced, and {}'s connection stays", guest.name);
        let summary = "a client that has left stays in the room";
        let cause = "`Event::Left` is never sent, and something else is in its place. The room has \
                     to remove the client, and not only its name.";
        let expected = "the server ends the connection of a client that has left";
        return Err(room.judge(Finding::new(Left, summary, came, cause), expected));
    }
    Ok(())
}

/// Says the last words and leaves, all in one go. Returns the guest if its connection is still open:
/// then the server has to close it.
fn leave(guest: Guest, name: &str, way: Way) -> Option<Guest> {
    let half = Frame::new(TEXT, chat(name, "never finished")).masked();
    let goodbye = Frame::new(TEXT, r#"{"type":"disconnect"}"#).masked();
    let close = Frame::close(1001, "").masked();
    let end = match way {
        Way::Reset => {
            guest.reset(STUCK);
            return None;
        }
        Way::Close => close,
        Way::Goodbye => [goodbye, close].concat(),
        Way::HangUp => Vec::new(),
        Way::HalfFrame => half[..9].to_vec(),
        Way::NoText => Frame::new(TEXT, [0xff, 0xfe]).masked(),
        Way::NoFrame => Frame { first: FIN | 0x7f, payload: b"?".to_vec() }.masked(),
    };
    let last_words = Frame::new(TEXT, chat(name, "Bye")).masked();
    let mut stream = guest.stream();
    // An error means that the server has closed the connection already.
    let _ = stream.write_all(&[last_words, end].concat());
    if matches!(way, Way::HangUp | Way::HalfFrame) {
        let _ = stream.shutdown(Shutdown::Write);
    }
    Some(guest)
}

impl Way {
    fn told(self) -> &'static str {
        match self {
            Way::Close => "closed the tab (with a Close)",
            Way::Goodbye => "sent a disconnect and closed the tab",
            Way::HangUp => "hung up without a Close",
            Way::Reset => "lost the connection (with a reset)",
            Way::HalfFrame => "hung up in the middle of a message",
            Way::NoText => "sent a text that is not UTF-8",
            Way::NoFrame => "sent bytes that are no WebSocket frame",
        }
    }
}

/// The name in a message that tells of a leave: a username, or `client 3` from the starter's loop.
fn leave_in(came: &str) -> Option<String> {
    if let Some(client) = came.strip_suffix(" has left") {
        return Some(client.to_string());
    }
    let message: Value = serde_json::from_str(came).ok()?;
    let is_leave = message["type"] == "disconnect";
    message["user_left"].as_str().filter(|_| is_leave).map(str::to_string)
}

/// Every leave is announced once, after the last words. `names` are the leavers' names in ben's news.
fn check(room: &mut Room, names: &[String], news: &[String]) -> Graded<()> {
    let leaves: Vec<String> = news.iter().filter_map(|came| leave_in(came)).collect();
    let count = |name: &String| leaves.iter().filter(|left| *left == name).count();
    let leavers = LEAVERS.iter().zip(names);
    let (gone, missing): (Vec<_>, Vec<_>) = leavers
        .clone()
        .map(|((guest, way), name)| (*guest, *way, name))
        .partition(|(.., name)| count(name) > 0);
    if !missing.is_empty() {
        let ways = missing.iter().map(|(guest, way, _)| format!("{guest} {}", way.told()));
        // The room announces a goodbye by itself, and a client to which it cannot write.
        let is_known = |way| !room.is_untouched && matches!(way, Way::Goodbye | Way::Reset);
        let some = gone.iter().any(|(_, way, _)| !is_known(*way));
        let others = leaves.iter().any(|left| !names.contains(left));
        return Err(not_announced(room, ways.collect(), some, others));
    }
    for ((guest, way), name) in leavers {
        if count(name) > 1 {
            let came = format!("ben heard {} times that {name} has left", count(name));
            return Err(twice(room, format!("{came}: {guest} {}", way.told()), Some(*way)));
        }
        let bye = news.iter().position(|came| came.contains("Bye") && came.contains(guest));
        let gone = news.iter().position(|came| leave_in(came).as_ref() == Some(name));
        let came = match bye {
            Some(bye) if Some(bye) < gone => continue,
            Some(_) => format!("ben heard the last words of {guest} after the leave"),
            None => format!("ben heard that {guest} has left, and never the last words"),
        };
        let summary = "a leave was announced before the last words";
        let finding = match cuts_off(room) {
            true => Finding::new(Slow, "clients are cut off in a small burst", came, ""),
            false => {
                let cause = "`Event::Left` went into the channel before the last message did.";
                Finding::new(Left, summary, came, cause).unless_overtaken()
            }
        };
        return Err(room.judge(finding, EXPECTED));
    }
    let Some(line) = removed_again(room) else { return Ok(()) };
    let came = format!("this line came more than once in the log\n    {line}");
    let is_of = |place: usize| line.contains(&format!("client {place} "));
    // Anna connected first, so she is client 0.
    match LEAVERS.iter().enumerate().find(|(place, _)| is_of(place + 1)) {
        Some((place, (guest, way))) => {
            let who = format!("client {} is {guest}, who {}", place + 1, way.told());
            Err(twice(room, format!("{came}\n{who}"), Some(*way)))
        }
        None => Err(twice(room, came, None)),
    }
}

/// Whether the room cut off anyone but fritz. After the reset it could not write to fritz any more.
fn cuts_off(room: &Room) -> bool {
    let fritz = LEAVERS.iter().position(|(_, way)| *way == Way::Reset).map_or(0, |place| place + 1);
    let lines = room.program.log().lines_with(CUT_OFF);
    lines.iter().any(|line| !line.contains(&format!("client {fritz} ")))
}

/// The room announces nobody twice, but it logs each time that it is told to remove a client.
fn removed_again(room: &Room) -> Option<String> {
    let lines = room.program.log().lines_with(REMOVED);
    let is_again = |line: &&String| lines.iter().filter(|other| other == line).count() > 1;
    let removes_twice = count_of(Broadcast, "remove(id") > 1;
    lines.iter().find(is_again).filter(|_| !removes_twice).cloned()
}

fn twice(room: &Room, came: String, way: Option<Way>) -> Verdict {
    let cause = match way {
        Some(Way::Close | Way::Goodbye) => {
            "`Event::Left` is sent more than once for one connection. After a Close, `read` still \
             returns an `Err`."
        }
        _ => {
            "`Event::Left` is sent more than once for one connection: in a loop that goes on, or \
             in two places."
        }
    };
    let summary = "a client left more than once";
    room.judge(Finding::new(Left, summary, came, cause), EXPECTED)
}

/// `some`: other ways to leave were announced. `others`: a client that is still there was announced.
fn not_announced(room: &mut Room, missing: Vec<String>, some: bool, others: bool) -> Verdict {
    let came = format!("nobody heard of these:\n    {}", missing.join("\n    "));
    if let Some(finding) = room.certain(false) {
        let came = format!("{came}\n{}", finding.came);
        return room.judge(Finding { came, ..finding }, EXPECTED);
    }
    // The room announces whom it removes, so then it got lost on the way to ben.
    if !room.is_untouched && room.removals() >= LEAVERS.len() && !lacks(Slow, &["spawn"]) {
        let summary = "messages got lost on the way to a client";
        return room.judge(Finding::new(Slow, summary, came, ""), EXPECTED);
    }
    let silent = "nobody hears that a client has left";
    let (culprit, summary, cause) = if room.program.log().has(ONLY_LOGGED) {
        let cause = "this is still the code that the exercise begins with: the end of a \
                     connection only goes to the log.";
        (Left, silent, cause)
    } else if lacks(Left, &["Left"]) {
        (Left, silent, "the event is never sent.")
    } else if others || lacks(Left, &["(id, Event", "(id, Left"]) {
        let is_lefts = lacks(Left, &["(id, Event", "(id, Left"]);
        let culprit = if is_lefts { Left } else { Broadcast };
        (culprit, "another client is announced as gone", "an event needs the `id` of its client.")
    } else if some {
        let cause = "`Event::Left` is sent for some kinds of ending only. Every connection ends \
                     with an `Err` from `read`, whatever came before: that is the one place for \
                     it.";
        (Left, "some clients leave, and nobody hears of it", cause)
    } else if !room.is_untouched && lacks(Broadcast, &["remove(id", "leave(id"]) {
        let cause = "`Event::Left` comes out of the channel, and the room does not learn of it.";
        (Broadcast, "the room does not announce a leave", cause)
    } else {
        (Left, silent, "")
    };
    room.judge(Finding::new(culprit, summary, came, cause), EXPECTED)
}
