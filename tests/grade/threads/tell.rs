//! Exercise 2: what a client says becomes an event, and no message gets lost when many talk.
//!
//! `broadcast` may be as the student found it: then one listener hears everything, and that one
//! connects last.

use std::io::Write;

use tungstenite::Message;

use crate::{
    Exercise::{self, Broadcast, Tell},
    blame::{Finding, has, lacks},
    class::{Heard, Round, gather, log_in},
    common::{
        diagnosis::Trouble,
        verdict::{Graded, Verdict},
    },
    room::{Room, chat},
    support::frames::{CONTINUATION, FIN, Frame, TEXT},
};

const SPEAKERS: usize = 50;
const LISTENERS: usize = 40;
const ROUNDS: usize = 5;

/// In each round, so that a round fits into the outbox of a listener whose thread has to wait.
const LINES: usize = 20;

/// Spaces, escapes, numbers and an order of keys that no program would write again like this.
const ODD: [&str; 3] = [
    "{ \"username\":\"anna\",  \"type\" : \"chat\", \"text\":\"  caf\\u00e9? \", \"half\": 0.50 }",
    "  {\"type\":\"chat\",\"text\":\"SHOUTED, with a \\\"quote\\\"\\n\",\"username\":\"anna\"}\n",
    "{\"type\":\"chat\",\"text\":\"\u{e9} e\u{301} \u{1f642} \u{202e}\",\"username\":\"anna\"}",
];

pub fn grade() -> Graded<()> {
    let mut room = Room::open(Exercise::Tell)?;
    // Alone, anna needs no thread of her own: this works before `spawn` does.
    room.done.push("anna connected, and said something".to_string());
    room.come_near("anna")?;
    room.done.push("ben connected".to_string());
    room.come_near("ben")?;
    if !room.is_untouched {
        room.login("ben", "ben")?;
    }
    texts_come_as_they_were_said(&mut room)?;
    other_messages_are_no_texts(&mut room)?;
    a_class_talks(&mut room)
}

/// What ben hears of what anna says.
fn texts_come_as_they_were_said(room: &mut Room) -> Graded<()> {
    for text in ODD {
        let heard = said_by_anna(room, text)?;
        if heard.iter().any(|came| came == text) {
            continue;
        }
        let expected = format!("ben hears\n    {text}");
        let came = match heard.is_empty() {
            true => "ben heard nothing of it, and a later message".to_string(),
            false => format!("ben heard\n    {}", heard.join("\n    ")),
        };
        let culprit = match has(Tell, &CHANGES) || lacks(Broadcast, &CHANGES) {
            true => Tell,
            false => Broadcast,
        };
        let (summary, cause) = match heard.is_empty() {
            true => ("a message got lost", ""),
            false => {
                let cause = "the text was changed before it became an event. It goes on as it came: \
                             what it means is for the room to decide.";
                ("the text of a message was changed", cause)
            }
        };
        return Err(room.judge(Finding::new(culprit, summary, came, cause), &expected));
    }
    Ok(())
}

/// Code that makes another text of a text.
const CHANGES: [&str; 7] =
    ["trim", "case()", "from_str", "format!", "replace", "to_string", "json!"];

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
        .map_err(|trouble| talk_trouble(room, trouble))?;
    heard.pop();
    Ok(heard)
}

/// Ben heard nothing more, or his connection ended. Is it his, or the one of anna who talks?
fn talk_trouble(room: &mut Room, trouble: Trouble) -> Verdict {
    let expected = "ben hears what anna says";
    if let Err(closed @ Trouble::Closed(..)) = room.ping("anna") {
        return room.stop("anna", closed, expected);
    }
    match trouble {
        Trouble::Silent => room.stop("anna", Trouble::Silent, expected),
        trouble => room.stop("ben", trouble, expected),
    }
}

/// Pings, pongs and binary messages are no texts, and a text in two frames is one.
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
        return Err(room.judge(Finding::new(Tell, "a message got lost", came, ""), &text));
    }
    Ok(())
}

fn a_class_talks(room: &mut Room) -> Graded<()> {
    let all = SPEAKERS * LINES * ROUNDS;
    let listeners = if room.is_untouched { 1 } else { LISTENERS };
    room.done.push(format!("{SPEAKERS} speakers and {listeners} listeners connected"));
    let mut speakers = gather(room, SPEAKERS, "speaker")?;
    let mut clerk = gather(room, 1, "clerk")?;
    let mut listeners = gather(room, listeners, "listener")?;
    if !room.is_untouched {
        listeners = log_in(room, listeners)?;
    }
    for number in 0..ROUNDS {
        let round = Round { number, lines: LINES };
        room.done.push(format!(
            "every speaker said {LINES} things at once ({} of {all} in all)",
            (number + 1) * SPEAKERS * LINES
        ));
        let (heard, stuck) = round.run(&mut speakers, &mut listeners, &mut clerk[0]);
        check(room, heard, stuck)?;
    }
    Ok(())
}

/// Everyone must have heard everything, once, and each speaker's lines in their order.
fn check(room: &mut Room, heard: Vec<Heard>, stuck: Vec<&'static str>) -> Graded<()> {
    let all = SPEAKERS * LINES;
    let expected = format!("every listener hears {all} of {all} messages, in each speaker's order");
    if let Some(finding) = room.certain(false) {
        return Err(room.judge(finding, &expected));
    }
    let missing = |heard: &Heard| all.saturating_sub(heard.different());
    if let Some((listener, why)) =
        heard.iter().find_map(|heard| Some((heard, heard.trouble.as_ref()?)))
    {
        let came =
            format!("{} heard {} messages; then: {why}", listener.name, listener.lines.len());
        return Err(listener_trouble(room, &expected, came, why, !stuck.is_empty()));
    }
    let overtaking = heard.iter().find_map(|heard| Some((heard, heard.overtaking()?)));
    if let Some((listener, ((speaker, first), (_, second)))) = overtaking {
        let came = format!(
            "{} heard line {first} of speaker {speaker} before line {second}",
            listener.name
        );
        return Err(out_of_order(room, &expected, came));
    }
    if let Some(listener) = heard.iter().max_by_key(|heard| missing(heard))
        && missing(listener) > 0
    {
        let came = format!("{} heard {} of {all}", listener.name, listener.different());
        return Err(lost(room, &expected, came, &heard));
    }
    if let Some(listener) = heard.iter().find(|heard| heard.lines.len() > all) {
        let came = format!("{} heard {} messages", listener.name, listener.lines.len());
        let finding = Finding::new(Tell, "messages came more than once", came, "");
        return Err(room.judge(finding, &expected));
    }
    if let Some(listener) = heard.iter().find(|heard| heard.late > 0) {
        let came = format!(
            "{} heard {} messages only after one that was sent later",
            listener.name, listener.late
        );
        return Err(out_of_order(room, &expected, came));
    }
    Ok(())
}

fn listener_trouble(
    room: &mut Room,
    expected: &str,
    came: String,
    why: &str,
    is_stuck: bool,
) -> Verdict {
    let finding = if why != "nothing more came" {
        let cause = "a burst of a class has to fit into an outbox: it holds 1024 messages.";
        Finding::new(Exercise::Slow, "a listener was cut off in a burst", came, cause)
    } else if is_stuck {
        let summary = "the broadcaster is stuck after a burst";
        Finding::new(Broadcast, summary, came, "")
    } else {
        Finding::new(Tell, "after a burst, nothing more was heard", came, "")
    };
    room.judge(finding, expected)
}

fn out_of_order(room: &Room, expected: &str, came: String) -> Verdict {
    let is_threaded = |exercise| !lacks(exercise, &["spawn", "Builder"]);
    let (culprit, cause) = if is_threaded(Tell) {
        (Tell, "each message has a thread of its own, and threads overtake each other.")
    } else if is_threaded(Broadcast) {
        (Broadcast, "each event has a thread of its own, and threads overtake each other.")
    } else {
        (Tell, "")
    };
    let summary = "the messages of one speaker came in another order";
    room.judge(Finding::new(culprit, summary, came, cause), expected)
}

fn lost(room: &Room, expected: &str, came: String, heard: &[Heard]) -> Verdict {
    let is_same_for_all = heard.iter().all(|other| other.different() == heard[0].different());
    let culprit = match is_same_for_all || room.is_untouched {
        true => Tell,
        false => Exercise::Slow,
    };
    let cause = match culprit {
        Tell if !lacks(Tell, &["try_send", "timeout"]) => {
            "the channel was full, and the event was thrown away. `send` waits, and then the \
             client waits too: that is backpressure."
        }
        Tell => "",
        _ => "the listeners did not all hear the same, so it got lost on the way to them.",
    };
    let summary = "messages got lost when many talked at once";
    room.judge(Finding::new(culprit, summary, came, cause), expected)
}
