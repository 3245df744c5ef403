//! Exercise 1: every connection has a thread of its own, for as long as it lasts.

use std::{
    io::Write,
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

use crate::{
    Exercise,
    blame::{Finding, code, comes_before, has, has_word, lacks},
    common::{
        guest::Guest,
        verdict::{Graded, Verdict},
    },
    room::{Room, chat},
    support::frames::UPGRADE,
};

/// A class comes in within milliseconds. Only a loop that could sleep is measured.
const IN_TIME: Duration = Duration::from_secs(3);

/// A class, and a few more: a fixed number of threads is not enough for them.
const CLASS: usize = 40;

const BESIDE: &str = "every client gets its handshake and its pong, whatever the others do";

pub fn grade() -> Graded<()> {
    let mut room = Room::open(Exercise::Spawn)?;
    the_first_one_is_served(&mut room)?;
    a_silent_client_holds_up_nobody(&mut room)?;
    a_class_comes_in(&mut room)?;
    an_unfinished_handshake_holds_up_nobody(
        &mut room,
        0,
        "carl connects, and sends nothing",
        "dora",
    )?;
    let half = "emil sends half of his handshake, and stops there";
    an_unfinished_handshake_holds_up_nobody(&mut room, 40, half, "fritz")?;
    a_thread_outlives_a_message(&mut room)
}

fn the_first_one_is_served(room: &mut Room) -> Graded<()> {
    room.done.push("anna connects, and says nothing".to_string());
    match connect(room, "anna")? {
        None => Ok(()),
        Some(why) => {
            let came = format!("anna got no answer to her handshake ({why})");
            // A thread that is stuck would keep the connection.
            let is_dropped = !why.contains("nothing came");
            let is_tampered = has_word(Exercise::Spawn, &["nonblocking", "timeout", "shutdown"]);
            let cause = match is_dropped && !is_tampered {
                true => {
                    "the connection was dropped before `client` had run with it: each connection \
                     needs a thread that calls `client`."
                }
                false => "",
            };
            Err(fail(room, "not even one client is served", came, cause))
        }
    }
}

fn a_silent_client_holds_up_nobody(room: &mut Room) -> Graded<()> {
    room.done.push("ben connects".to_string());
    let Some(why) = connect(room, "ben")? else {
        return is_still_there(room, "anna");
    };
    // Does it help when anna goes?
    room.guest("anna").say_goodbye(false);
    room.done.push("anna leaves".to_string());
    let (summary, came, cause) = match room.serves_another() {
        true => (
            "clients are served one after the other",
            format!(
                "ben got no answer to his handshake ({why}). When anna had left, the next \
                 client was served at once"
            ),
            one_after_the_other(),
        ),
        false => (
            "the second client is never served",
            format!("ben got no answer to his handshake ({why}), not even when anna had left"),
            "the loop has ended, or it waits.",
        ),
    };
    Err(fail(room, summary, came, cause))
}

fn one_after_the_other() -> &'static str {
    let code = code(Exercise::Spawn).unwrap_or_default();
    let loops = ["for ", "while ", "loop "];
    if comes_before(Exercise::Spawn, "spawn(", &loops) {
        "one thread serves all clients in its loop. Each client needs a thread of its own, which \
         the loop starts."
    } else if code.contains(".join()") {
        "`join` waits until the thread has ended. Start the thread, and go on with the loop."
    } else if code.contains("scope") {
        "at its end, a scope waits for its threads. So it must not end before the loop does."
    } else if code.contains("lock()") {
        "a thread keeps the lock while its client stays, and the next thread waits for the lock."
    } else if comes_before(Exercise::Spawn, "client(", &["spawn("]) {
        "`client` runs before the thread does, so the loop waits for it. Call it inside the \
         closure that you give to `spawn`."
    } else if code.contains("spawn") {
        "there is a thread, but the loop does not go on before it has ended."
    } else {
        "the loop runs `client` itself, and that takes as long as the client stays."
    }
}

/// A client that connected earlier keeps its connection when others come.
fn is_still_there(room: &mut Room, name: &'static str) -> Graded<()> {
    room.done.push(format!("{name} sends a ping"));
    let pinged = room.ping(name);
    pinged.map_err(|trouble| room.stop(name, trouble, "a pong: the connection stays open"))
}

fn an_unfinished_handshake_holds_up_nobody(
    room: &mut Room,
    bytes: usize,
    what: &str,
    next: &'static str,
) -> Graded<()> {
    room.done.push(what.to_string());
    let half = TcpStream::connect(("127.0.0.1", room.program.port))
        .and_then(|mut stream| stream.write_all(&UPGRADE.as_bytes()[..bytes]).map(|()| stream));
    room.done.push(format!("{next} connects"));
    let Some(why) = connect(room, next)? else { return Ok(()) };
    if let Ok(stream) = half {
        let _ = stream.shutdown(Shutdown::Both);
    }
    let came = format!("{next} got no answer to the handshake ({why}): {what}");
    if !room.serves_another() {
        let cause = "the loop has ended, or it waits for clients that stay.";
        return Err(fail(room, "a third client is never served", came, cause));
    }
    let summary = "an unfinished handshake holds up everyone else";
    let cause = "the handshake happens in the loop. It may take as long as the client likes, so it \
                 has to happen in the client's thread: `client` does it.";
    Err(fail(room, summary, came, cause))
}

fn a_thread_outlives_a_message(room: &mut Room) -> Graded<()> {
    for text in ["Hello?", "Is anybody here?", "I stay."] {
        room.done.push(format!("anna says {text:?}, and sends a ping"));
        room.say("anna", &chat("anna", text));
        let Err(trouble) = room.ping("anna") else { continue };
        if has(Exercise::Spawn, &["client("]) {
            return Err(room.stop("anna", trouble, "a pong after each message"));
        }
        let summary = "a thread ends with its client's first message";
        let came = "no pong after a message".to_string();
        let cause = "the thread has to read on until its client has gone: `client` does that.";
        return Err(fail(room, summary, came, cause));
    }
    Ok(())
}

fn a_class_comes_in(room: &mut Room) -> Graded<()> {
    room.done.push(format!("{CLASS} more clients connect, and say nothing"));
    let (port, start) = (room.program.port, Instant::now());
    let mut class = Vec::new();
    for number in 1..=CLASS {
        match Guest::connect(port, "one of the 40") {
            Ok(student) => class.push(student),
            Err(why) => {
                if let Some(finding) = room.certain(false) {
                    return Err(room.judge(finding, BESIDE));
                }
                let at_once = number + 1; // anna and ben are here, and this one is not
                let summary = format!("only {at_once} clients are served at once");
                let came = format!("client {} got no answer to its handshake ({why})", at_once + 1);
                let cause = match lacks(Exercise::Spawn, &["spawn("]) {
                    true => "",
                    false => {
                        "the number of threads has a limit. A client keeps its thread as \
                              long as it stays, so each client needs a new one."
                    }
                };
                return Err(fail(room, summary, came, cause));
            }
        }
    }
    let taken = start.elapsed();
    if taken > IN_TIME && has_word(Exercise::Spawn, &["sleep", "timeout", "nonblocking"]) {
        let came = format!("{CLASS} clients came in after {:.1} s", taken.as_secs_f32());
        let cause = "the loop sleeps, and a client waits for its handshake meanwhile.";
        return Err(fail(room, "a class waits for the loop", came, cause));
    }
    is_still_there(room, "ben")?;
    a_newcomer_takes_nobodys_place(room, class)
}

/// If the id of a client were the number of those who are here, two would have the same one now.
fn a_newcomer_takes_nobodys_place(room: &mut Room, mut class: Vec<Guest>) -> Graded<()> {
    room.done.push("one of them leaves, and gina and hugo connect".to_string());
    let mut first = class.swap_remove(0);
    first.say_goodbye(true);
    room.hangs_up_on(&mut first); // if it does not, that is for other exercises to judge
    for name in ["gina", "hugo"] {
        if let Some(why) = connect(room, name)? {
            let came = format!("{name} got no answer to the handshake ({why})");
            return Err(fail(room, "a newcomer is not served", came, ""));
        }
    }
    class.push(room.take_out("gina"));
    for student in class {
        let name = student.name;
        room.guests.push(student);
        let pinged = room.ping(name);
        pinged.map_err(|trouble| room.stop(name, trouble, "the others keep their connections"))?;
        room.take_out(name);
    }
    Ok(())
}

/// `Some` is the reason why there was no handshake.
fn connect(room: &mut Room, name: &'static str) -> Graded<Option<String>> {
    match Guest::connect(room.program.port, name) {
        Ok(guest) => room.guests.push(guest),
        Err(why) => match room.certain(false) {
            Some(finding) => return Err(room.judge(finding, BESIDE)),
            None => return Ok(Some(why)),
        },
    }
    let pinged = room.ping(name);
    pinged.map_err(|trouble| room.stop(name, trouble, BESIDE))?;
    Ok(None)
}

fn fail(room: &Room, summary: impl Into<String>, came: String, cause: &str) -> Verdict {
    room.judge(Finding::new(Exercise::Spawn, summary, came, cause), BESIDE)
}
