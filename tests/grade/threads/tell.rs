//! Exercise 2: each text of a client becomes an event, and none gets lost when many clients talk.
//!
//! If `broadcast` is still the starter's code, only the guest that connected last hears anything.

use std::{
    cell::Cell,
    io::Write,
    time::{Duration, Instant},
};

use tungstenite::Message;

use crate::{
    Exercise::{self, Broadcast, Slow, Tell},
    blame::{CHANGES, Finding, has_word, is_suspicious, lacks, sleeps_in},
    class::{Round, find, gather, log_in, twice},
    common::{
        guest::{Guest, Waited},
        verdict::Graded,
    },
    room::{Room, STUCK, chat},
    support::frames::{CONTINUATION, FIN, Frame, TEXT},
};

const SPEAKERS: usize = 50;
const LISTENERS: usize = 40;
const ROUNDS: usize = 5;

/// These fit into the channel, and take milliseconds.
const QUICK: usize = 50;
const IN_TIME: Duration = Duration::from_secs(2);

/// A flood that keeps the broadcaster busy for a second or two. A shorter time tells nothing.
const FLOOD: usize = 500;
const PAD: usize = 10_000;
const SHORT: Duration = Duration::from_millis(300);

/// Per round, so that a round fits into the outbox of a listener whose thread has to wait.
const LINES: usize = 20;

/// Nobody who parses these texts and writes them again gets the same spaces, escapes and numbers.
const ODD: [&str; 3] = [
    "{ \"username\":\"anna\",  \"type\" : \"chat\", \"text\":\"  caf\\u00e9? \", \"half\": 0.50 }",
    "  {\"type\":\"chat\",\"text\":\"SHOUTED, with a \\\"quote\\\"\\n\",\"username\":\"anna\"}\n",
    "{\"type\":\"chat\",\"text\":\"\u{e9} e\u{301} \u{1f642} \u{202e}\",\"username\":\"anna\"}",
];

pub fn grade() -> Graded<()> {
    let mut room = Room::open(Exercise::Tell)?;
    // Alone, anna needs no thread of her own: this works before `spawn` does.
    room.come_near("anna")?;
    room.come_near("ben")?;
    if !room.is_untouched {
        room.login("ben", "ben")?;
    }
    texts_come_as_they_were_said(&mut room)?;
    a_repeated_text_comes_again(&mut room)?;
    other_messages_are_no_texts(&mut room)?;
    a_message_takes_no_time(&mut room)?;
    a_class_talks(&mut room)?;
    a_full_channel_makes_the_client_wait(&mut room)
}

/// Anna says odd texts, and ben hears each of them unchanged.
fn texts_come_as_they_were_said(room: &mut Room) -> Graded<()> {
    for text in ODD {
        let heard = said_by_anna(room, text)?;
        if heard == [text] {
            continue;
        }
        let expected = format!("ben hears this, once\n    {text}");
        let came = match heard.is_empty() {
            true => "ben heard nothing of it, and then a later message".to_string(),
            false => format!("ben heard\n    {}", heard.join("\n    ")),
        };
        let finding = if heard.is_empty() {
            let is_before = room.loses_events("anna") || lacks(Slow, &["spawn"]);
            Finding::new(if is_before { Tell } else { Slow }, "a message got lost", came, "")
        } else if heard.len() > 1 {
            Finding::new(twice(), "a message came more than once", came, "")
        } else {
            let culprit = if is_suspicious(Broadcast, &CHANGES, Tell) { Broadcast } else { Tell };
            let came = match heard[0].trim() == text.trim() {
                true => format!("{came}\nDifference: the spaces and newlines at the ends"),
                false => came,
            };
            let cause = "the text was changed before it became an event. It goes on as it came: \
                         what it means is for the room to decide.";
            Finding::new(culprit, "the text of a message was changed", came, cause)
        };
        return Err(room.judge(finding.unless_overtaken(), &expected));
    }
    Ok(())
}

/// Who says the same thing twice is heard twice.
fn a_repeated_text_comes_again(room: &mut Room) -> Graded<()> {
    room.say("anna", ODD[0]);
    let heard = said_by_anna(room, ODD[0])?;
    if heard == [ODD[0], ODD[0]] {
        return Ok(());
    }
    let came = format!("anna said it twice, and ben heard it {} times", heard.len());
    let summary = "a repeated message got lost";
    let finding = Finding::new(Tell, summary, came, "").unless_overtaken();
    Err(room.judge(finding, "each text is an event, whatever came before it"))
}

/// The thread of a client waits for room in the channel, and for nothing else.
fn a_message_takes_no_time(room: &mut Room) -> Graded<()> {
    let bound = room.quick("anna", IN_TIME, 1)?;
    room.done.push(format!("anna said {QUICK} things, and then sent a ping"));
    let start = Instant::now();
    for _ in 0..QUICK {
        room.say("anna", &chat("anna", "quick"));
    }
    heard_by_ben(room)?;
    let taken = start.elapsed();
    if taken < bound {
        return Ok(());
    }
    let culprit = match is_suspicious(Broadcast, &["sleep"], Tell) {
        true => Broadcast,
        false if is_suspicious(Slow, &["sleep"], Tell) => Slow,
        false => Tell,
    };
    let summary = format!("{QUICK} messages take {:.1} s", taken.as_secs_f32());
    let came = format!("ben heard the last of them after {:.1} s", taken.as_secs_f32());
    let cause = match has_word(culprit, &["sleep"]) {
        true => sleeps_in(culprit),
        false => "",
    };
    let expected = format!("ben hears them within {:.1} s", bound.as_secs_f32());
    Err(room.judge(Finding::new(culprit, summary, came, cause), &expected))
}

/// Anna says something, and then something else: by then ben has heard the first.
fn said_by_anna(room: &mut Room, text: &str) -> Graded<Vec<String>> {
    room.done.push(format!("anna said  {}", text.trim()));
    room.say("anna", text);
    heard_by_ben(room)
}

fn heard_by_ben(room: &mut Room) -> Graded<Vec<String>> {
    let end = chat("anna", &format!("{} messages so far", room.said));
    room.say("anna", &end);
    let mut heard = room
        .hear("ben", |came| came.contains("messages so far"))
        .map_err(|trouble| room.not_heard("anna", "ben", trouble))?;
    heard.pop();
    Ok(heard)
}

/// Pings, pongs and binary messages are not texts, but a text in two frames is one.
fn other_messages_are_no_texts(room: &mut Room) -> Graded<()> {
    let binary = chat("anna", "these are bytes");
    let others = [
        ("a ping", Message::Ping("{\"type\":\"chat\"}".into())),
        ("a pong", Message::Pong("{\"type\":\"chat\"}".into())),
        ("a binary message", Message::Binary(binary.into())),
        ("a binary message", Message::Binary(vec![0xff, 0xfe, 0].into())),
    ];
    for (kind, message) in others {
        room.done.push(format!("anna sent {kind}"));
        let _ = room.guest("anna").socket().send(message);
        let mut heard = heard_by_ben(room)?;
        heard.extend(room.guest("anna").take_inbox());
        if !heard.is_empty() {
            let expected = "nothing comes of it: only a `Message::Text` is something said";
            let came = format!("this was heard\n    {}", heard.join("\n    "));
            let summary = format!("{kind} was taken for a text");
            let cause = "other kinds of messages became events too. Look at the kind first.";
            return Err(room.judge(Finding::new(Tell, summary, came, cause), expected));
        }
    }
    let text = chat("anna", "this comes in two frames");
    room.done.push(format!("anna said, in two frames  {text}"));
    let (first, second) = text.split_at(20);
    let first = Frame { first: TEXT, payload: first.into() };
    let second = Frame { first: FIN | CONTINUATION, payload: second.into() };
    let mut stream = room.guest("anna").stream();
    let _ = stream.write_all(&[first.masked(), second.masked()].concat());
    if heard_by_ben(room)? != [text.as_str()] {
        let came = "ben did not hear it";
        let finding = Finding::new(Tell, "a message got lost", came, "").unless_overtaken();
        return Err(room.judge(finding, &text));
    }
    Ok(())
}

/// The broadcaster has taken the listeners' connections from the channel.
fn is_known(room: &mut Room, mut listeners: Vec<Guest>) -> Graded<Vec<Guest>> {
    for _ in 0..listeners.len() {
        let listener = listeners.remove(0);
        let name = listener.name;
        room.guests.push(listener);
        room.fence(name)?;
        listeners.push(room.take_out(name));
    }
    Ok(listeners)
}

/// When the client's thread has read the whole flood, at most 64 events are still in the channel.
/// The broadcaster needs much more time for each of these messages than the client's thread, which
/// answers the ping by itself: so most refusals come before the pong.
fn a_full_channel_makes_the_client_wait(room: &mut Room) -> Graded<()> {
    if room.is_untouched {
        return Ok(()); // then the broadcaster does not look into a message
    }
    room.done.push(format!("anna sent {FLOOD} long messages, as fast as the room reads them"));
    let text = format!("[{}0", "0,".repeat(PAD));
    let start = Instant::now();
    for _ in 0..FLOOD {
        room.said += 1;
        if room.guest("anna").send(&text).is_err() {
            break; // nobody reads any more; the fence tells why
        }
    }
    let pinged = room.guest("anna").ping(1).is_ok();
    let is_read = pinged && matches!(room.guest("anna").wait_for_pong(1, STUCK), Waited::Answered);
    let read = start.elapsed();
    let refused = room.guest("anna").take_inbox().len();
    // An error means that some got lost, or that the room is stuck. The fence shows which.
    let missing = Cell::new(FLOOD.saturating_sub(refused));
    let _ = room.hear("anna", |_| missing.replace(missing.get().saturating_sub(1)) <= 1);
    let done = start.elapsed();
    room.heard.clear();
    room.fence("anna")?;
    if !is_read || done < SHORT || read > done / 2 || refused > FLOOD / 2 {
        return Ok(());
    }
    let came = format!(
        "everything was read after {:.1} s, and done after {:.1} s: until then it waited somewhere",
        read.as_secs_f32(),
        done.as_secs_f32()
    );
    let expected = "anna has to wait: no more than 64 events wait for the broadcaster";
    let cause = "`tell` returns before the event is in the channel, so what waits has no bound.";
    let summary = "a client may send more than the room can take";
    Err(room.judge(Finding::new(Tell, summary, came, cause), expected))
}

fn a_class_talks(room: &mut Room) -> Graded<()> {
    let all = SPEAKERS * LINES * ROUNDS;
    let listeners = if room.is_untouched { 1 } else { LISTENERS };
    room.done.push(format!("{SPEAKERS} speakers and {listeners} listeners connected"));
    let mut speakers = gather(room, SPEAKERS, "speaker")?;
    let mut clerk = gather(room, 1, "clerk")?;
    let listeners = gather(room, listeners, "listener")?;
    let mut listeners = match room.is_untouched {
        true => is_known(room, listeners)?,
        false => log_in(room, listeners)?,
    };
    let lines = SPEAKERS * LINES;
    let expected = format!("every listener hears {lines} of {lines} messages, in each one's order");
    for number in 0..ROUNDS {
        let round = Round { number, lines: LINES };
        let so_far = (number + 1) * lines;
        room.done.push(format!("each speaker said {LINES} things at once ({so_far} of {all})"));
        let heard = round.run(&room.program, &mut speakers, &mut listeners, &mut clerk[0]);
        if let Some(finding) = find(room, &heard, lines) {
            return Err(room.judge(finding, &expected));
        }
    }
    Ok(())
}
