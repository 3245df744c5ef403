//! Exercise 4: a chat message is relayed as it came. An unknown message only goes to the log.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        cast::{Cast, Text},
        difference::differences,
        seen::{Came, Seen},
        verdict::{Graded, Verdict, list},
    },
    scene::{Leaving, Scene, quote},
    unwatched::is_the_same_unwatched,
};

/// What the room says of a message that it does not know.
const WARNING: &str = "Unrecognized message type: ";

/// In the log, `quote` makes even the longest text shorter than this, in characters.
const LONGEST_LINE: usize = 400;

pub fn grade() -> Graded<()> {
    let mut cast = Cast::new(Exercise::Chat.number());
    let mut scene = Scene::open(Exercise::Chat)?;
    scene.connect("nosy")?;
    scene.done.push("nosy is connected and does not log in".to_string());
    let members = cast.plain_trio();
    for name in members {
        let seen = scene.come_in(name)?;
        is_no_news(&scene, &seen, "a login")?;
    }
    let plain = chat(&cast.plain_text(), members[1]);
    passes_on(&mut scene, members[1], &plain)?;
    passes_on(&mut scene, members[1], &plain)?; // once more, and again by somebody else
    passes_on(&mut scene, members[2], &plain)?;
    scene.keeps_pace(members[0], &[chat("Hello?", members[0])])?;
    recognizes_a_long_login(&mut scene, cast.plain())?;
    passes_on_odd_ones(&mut scene, members, &mut cast)?;
    ignores_the_unknown(&mut scene, members[1], &mut cast)?;
    for _ in 0..4 {
        scene.come_in(cast.plain())?;
    }
    let seen = passes_on(&mut scene, members[2], &chat(&cast.plain_text(), members[2]))?;
    is_no_news(&scene, &seen, "a chat message")?;
    let is_alive = recognizes_a_goodbye(&mut scene, members[2])?;
    scene.conclude()?;
    if is_alive {
        a_goodbye_reaches_its_function(&mut cast)?;
    }
    passes_on_to_one(&mut cast)?;
    is_the_same_unwatched(Exercise::Chat)
}

fn chat(text: &str, username: &str) -> String {
    json!({ "type": "chat", "text": text, "username": username }).to_string()
}

/// The room changes nothing, whoever sends what under whichever name.
fn passes_on_odd_ones(
    scene: &mut Scene,
    members: [&'static str; 3],
    cast: &mut Cast,
) -> Graded<()> {
    let [first, second, third] = members;
    // Spaces, the order of the keys, an escape, numbers and an unknown key.
    let odd = format!(
        "{{ \"username\":\"{second}\",  \"type\" : \"chat\", \"text\":\"  caf\\u00e9? \", \
         \"big\": 12345678901234567890123, \"half\": 0.50, \"mood\": null }}"
    );
    passes_on(scene, second, &odd)?;
    passes_on(scene, second, r#"{"type":"chat"}"#)?;
    for index in 0..Text::ALL.len() {
        let sender = members[index % members.len()];
        passes_on(scene, sender, &chat(&cast.text(), sender))?;
    }
    passes_on(scene, third, &chat(&cast.plain_text(), first))?; // under another's name
    passes_on(scene, first, &chat(&cast.plain_text(), cast.hard()))?; // under a new one
    passes_on(scene, first, " {\n \"type\":\"chat\",\n \"text\":\"\\n\"\n} ")?;
    passes_on(scene, "nosy", &chat(&cast.plain_text(), "nosy"))?; // it is not logged in
    Ok(())
}

/// A goodbye does the same as a closed tab: both run the function `disconnect`.
fn a_goodbye_reaches_its_function(cast: &mut Cast) -> Graded<()> {
    let members = cast.plain_trio();
    let leave = |goodbye: bool| -> Graded<(Scene, Seen)> {
        let mut scene = Scene::open(Exercise::Chat)?;
        for name in members {
            scene.come_in(name)?;
        }
        let seen = if goodbye {
            scene.guest(members[1]).is_logged_in = false;
            let goodbye = json!({ "type": "disconnect", "username": members[1] }).to_string();
            scene.send(members[1], &goodbye, Exercise::Disconnect)?
        } else {
            scene.leave(members[1], Leaving::ClosedTab)?
        };
        Ok((scene, seen))
    };
    // If a leave breaks the server, that is not the fault of this exercise.
    let Ok((scene, seen)) = leave(true) else { return Ok(()) };
    let Ok((_, closed)) = leave(false) else { return Ok(()) };
    // A closed tab runs the function twice, so only its first message counts.
    let first = |name: &str| {
        let came = closed.came.iter().find(|(other, ..)| *other == name);
        came.and_then(|(.., texts)| texts.first())
    };
    let is_same = |(name, _, texts): &Came| first(name).is_none_or(|text| texts.contains(text));
    if seen.came.iter().all(is_same) {
        return Ok(());
    }
    let expected = format!("the same as when the tab is closed:\n{closed}");
    let cause =
        "the arm for \"disconnect\" has to call the function `disconnect`, and nothing else";
    let summary = "a disconnect does not reach its function";
    Err(scene.fail(summary, expected, seen.to_string(), cause))
}

/// Someone who is alone gets the own message too.
fn passes_on_to_one(cast: &mut Cast) -> Graded<()> {
    let mut scene = Scene::open(Exercise::Chat)?;
    let name = cast.plain();
    scene.come_in(name)?;
    passes_on(&mut scene, name, &chat(&cast.plain_text(), name))?;
    scene.conclude()
}

/// A login may be longer than usual.
fn recognizes_a_long_login(scene: &mut Scene, name: &'static str) -> Graded<()> {
    let pad = "a login with more in it than usual";
    let login = json!({ "type": "login", "username": name, "pad": [pad, pad, pad, pad] });
    scene.connect(name)?;
    let seen = scene.send_login(name, &login)?;
    is_no_news(scene, &seen, "a login")
}

/// The very same text, to everyone.
fn passes_on(scene: &mut Scene, sender: &'static str, text: &str) -> Graded<Seen> {
    let seen = scene.send(sender, text, Exercise::Chat)?;
    let sent: Value = serde_json::from_str(text).unwrap_or_default();
    scene.check_text(&seen)?;
    let delivered = scene.check_delivery(&seen, &sent);
    delivered.map_err(|verdict| why_silent(verdict, scene, &seen))?;
    let texts = seen.texts();
    let Some(came) = texts.iter().find(|came| **came != text) else {
        return Ok(seen);
    };
    let (summary, cause) = what_changed(text, came, &sent);
    let expected = format!("everyone gets the very same text\n    {text}");
    let came = format!("{}\n    {came}\nDifference: {summary}", who_got(&seen));
    Err(scene.fail(summary, expected, came, cause))
}

/// Nothing was sent: was the chat taken for something else?
fn why_silent(verdict: Verdict, scene: &Scene, seen: &Seen) -> Verdict {
    if !seen.recipients().is_empty() || scene.relays() > 0 {
        verdict
    } else if !seen.unrecognized().is_empty() {
        verdict.because(
            "the log says that this message is not recognized, so the arm for \"chat\" was not \
             reached",
        )
    } else if scene.has_seen {
        verdict.because("earlier chats reached everyone, and of this one nobody got anything")
    } else {
        verdict
    }
}

/// The difference between the text that was sent and the one that came, and the mistake, if the
/// difference shows it.
fn what_changed(text: &str, came: &str, sent: &Value) -> (String, &'static str) {
    let is_json = serde_json::from_str::<Value>(came);
    let found = is_json.as_ref().map_or(Vec::new(), |came| differences(sent, came));
    if came == text.trim() {
        ("the spaces around the text are gone".into(), "`text` goes on without a change: no trim()")
    } else if came == text.to_lowercase() || came == text.to_uppercase() {
        let cause = "`text` goes on without a change. To look at the type, use `data`";
        ("the letters are in another case".into(), cause)
    } else if serde_json::from_str::<String>(came).is_ok_and(|inner| inner == text) {
        let cause = "the text was written as a JSON text, with quotes around it and \\\" inside: \
                     relay `text` itself";
        ("the text is in quotes".into(), cause)
    } else if is_json.is_err() {
        ("what came is not JSON any more".into(), "")
    } else if found.is_empty() {
        let cause = "it is the same JSON, but written anew: spaces, escapes or numbers changed. \
                     Relay `text`, not `data`";
        ("the text was written anew".into(), cause)
    } else {
        (found.join("; "), "the message was changed on its way. Relay the `text` that came")
    }
}

fn who_got(seen: &Seen) -> String {
    format!("{} got", list(&seen.recipients()))
}

/// The room knows none of these messages.
fn unknown(cast: &mut Cast, sender: &str) -> Vec<String> {
    let dance = json!({ "type": "dance", "username": sender }).to_string();
    let strange = json!({ "type": cast.hard(), "text": cast.text(), "username": sender });
    let long = json!({ "type": "gr\u{fc}\u{df}e", "text": "\u{2603} ".repeat(1500) });
    let more = [
        r#"{"text":"no type"}"#,
        r#"{"type":7}"#,
        r#"{"type":null}"#,
        r#"{"type":"CHAT","text":"loud"}"#,
        r#"{"type":"chats"}"#,
        r#"{"type":" chat "}"#,
        r#"{"type":"","text":"chat"}"#,
        r#"{"type":["chat"]}"#,
        r#"["type","chat"]"#,
        r#"{"kind":"chat","text":"login"}"#,
        r#""chat""#,
        "null",
        "{\"type\":\n\"a\\nb\"}",
    ];
    let more = more.into_iter().map(str::to_string);
    [dance, strange.to_string(), long.to_string()].into_iter().chain(more).collect()
}

fn ignores_the_unknown(scene: &mut Scene, sender: &'static str, cast: &mut Cast) -> Graded<()> {
    for text in unknown(cast, sender) {
        let seen = scene.send(sender, &text, Exercise::Chat)?;
        let got = seen.recipients();
        if !got.is_empty() {
            let (summary, cause) = if got == [sender] {
                ("an unknown message was answered", "the sender must not get an answer either")
            } else {
                ("an unknown message was relayed", "only the type \"chat\" is relayed")
            };
            let cause = format!("{cause}: anything else only goes to the log");
            return Err(scene.fail(summary, "nobody gets anything", seen.to_string(), cause));
        }
        is_warned_of(scene, &seen, &text)?;
    }
    Ok(())
}

/// An unknown message makes one line in the log, at a level that is shown by default, with its text.
fn is_warned_of(scene: &Scene, seen: &Seen, text: &str) -> Graded<()> {
    let (summary, cause) = match seen.unrecognized()[..] {
        [line] if line.starts_with("WARN") => match what_the_line_lacks(line, text) {
            None => return Ok(()),
            Some(lack) => lack,
        },
        [_] => (
            "an unknown message was not logged as a warning",
            "the people who run the server look for warnings, and may not see other lines: use \
             warn!",
        ),
        [] if seen.log.is_empty() => (
            "an unknown message was not logged",
            match Exercise::Chat.answer().is_some_and(|answer| answer.contains("print")) {
                true => {
                    "the output of println! and the like is not in the log, where the people who \
                     run the server look: use warn!"
                }
                false => {
                    "the people who run the server want to know which messages were ignored: the \
                     last arm writes them into the log, with warn!"
                }
            },
        ),
        [] => (
            "an unknown message was not logged",
            "there is a line, but it has other words. Write the words of the Goal, letter by \
             letter, so that people can search for them",
        ),
        _ => ("an unknown message was logged more than once", "one line for a message is enough"),
    };
    let expected = format!("one line in the log\n    WARN … {WARNING}{}", quote(text));
    Err(scene.fail(summary, expected, seen.logged(), cause))
}

/// The line has the message's text, as `quote` or `{:?}` shows it.
fn what_the_line_lacks(line: &str, text: &str) -> Option<(&'static str, &'static str)> {
    let (_, shown) = line.split_once(WARNING)?;
    let is_short = shown.chars().count() <= LONGEST_LINE;
    let first_line = text.split('\n').next().unwrap_or_default();
    if shown.contains(&quote(text)) || (is_short && shown.contains(&format!("{text:?}"))) {
        None
    } else if !is_short {
        let cause = "a client may send 64 KiB, and all of it is in this line. `quote(text)` makes it \
                     short";
        Some(("a long unknown message fills the log", cause))
    } else if first_line != text && shown.contains(first_line) {
        let cause = "a client may put the end of a line into its text, and then the log looks as if \
                     somebody else had said the rest. `quote(text)` makes it safe";
        Some(("an unknown message breaks the log's line", cause))
    } else if shown.contains(text) {
        let cause = "in the Goal the text is in quotes, so that people see where it begins and ends: \
                     `quote(text)`";
        Some(("the warning's text has no quotes", cause))
    } else {
        let cause = "the Goal wants the text of the message behind these words: `quote(text)`";
        Some(("the warning does not say what was ignored", cause))
    }
}

/// A message of a known type makes no such line.
fn is_no_news(scene: &Scene, seen: &Seen, kind: &str) -> Graded<()> {
    if seen.unrecognized().is_empty() {
        return Ok(());
    }
    let summary = format!("{kind} was logged as unknown");
    let cause = "only a type that is none of the three is unknown. An `else` belongs only to the \
                 last `if`: write `else if`, or a `match` with the last arm `_`";
    Err(scene.fail(summary, "no such line in the log", seen.logged(), cause))
}

/// Whatever a goodbye leads to, it is not an unknown message.
/// Returns whether the server is still alive.
fn recognizes_a_goodbye(scene: &mut Scene, name: &'static str) -> Graded<bool> {
    let pad = "a goodbye with more in it than usual";
    let goodbye = json!({ "type": "disconnect", "username": name, "pad": [pad, pad, pad] });
    let seen = match scene.send(name, &goodbye.to_string(), Exercise::Disconnect) {
        // If a leave breaks the server, that is not the fault of this exercise.
        Err(Verdict::Blocked { .. }) => return Ok(false),
        seen => seen?,
    };
    scene.check_arm(&seen, "disconnect")?;
    is_no_news(scene, &seen, "a disconnect")?;
    Ok(true)
}
