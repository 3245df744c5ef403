//! Exercise 4: a chat message is relayed as it came. An unknown message only goes to the log.

use serde_json::Value;

use crate::{
    Exercise,
    common::{
        difference::differences,
        seen::Seen,
        verdict::{Graded, Verdict, list},
    },
    scene::Scene,
};

/// Spaces, the order of the keys, an escape, numbers and an unknown key: the room must not change
/// any of them.
const ODD: &str = "{ \"username\":\"walter\",  \"type\" : \"chat\", \"text\":\"  caf\\u00e9? \", \
                   \"big\": 12345678901234567890123, \"half\": 0.50, \"mood\": null }";

/// The room knows none of these messages.
const UNKNOWN: [&str; 7] = [
    r#"{"type":"dance","username":"walter"}"#,
    r#"{"text":"no type","username":"walter"}"#,
    r#"{"type":7}"#,
    r#"{"type":"CHAT","text":"loud","username":"walter"}"#,
    r#"["type","chat"]"#,
    r#""chat""#,
    "null",
];

pub fn grade() -> Graded<()> {
    let mut scene = Scene::open(Exercise::Chat)?;
    scene.connect("nosy")?;
    scene.done.push("nosy is connected and does not log in".to_string());
    for name in ["laura", "walter", "maria"] {
        let seen = scene.come_in(name)?;
        is_no_news(&scene, &seen, "a login")?;
    }
    passes_on(&mut scene, r#"{"type":"chat","text":"Is this working?","username":"walter"}"#)?;
    passes_on(&mut scene, ODD)?;
    passes_on(&mut scene, r#"{"type":"chat"}"#)?;
    ignores_the_unknown(&mut scene)?;
    let last = r#"{"type":"chat","text":"Still there?","username":"walter"}"#;
    let seen = passes_on(&mut scene, last)?;
    is_no_news(&scene, &seen, "a chat message")?;
    recognizes_a_goodbye(&mut scene)?;
    scene.conclude()
}

/// The very same text, to everyone.
fn passes_on(scene: &mut Scene, text: &str) -> Graded<Seen> {
    let seen = scene.send("walter", text, Exercise::Chat)?;
    let sent: Value = serde_json::from_str(text).unwrap_or_default();
    scene.check_text(&seen)?;
    scene.check_delivery(&seen, &sent)?;
    let texts = seen.texts();
    let Some(came) = texts.iter().find(|came| **came != text) else {
        return Ok(seen);
    };
    let found = differences(&sent, &serde_json::from_str(came).unwrap_or_default());
    let (summary, cause) = if found.is_empty() {
        let cause = "it is the same JSON, but written anew: spaces, escapes or numbers changed. \
                     Relay `text`, not `data`";
        ("the text was written anew".to_string(), cause)
    } else {
        let cause = "the message was changed on its way. Relay the `text` that came, without a \
                     change";
        (found.join("; "), cause)
    };
    let expected = format!("everyone gets the very same text\n    {text}");
    let came = format!("{}\n    {came}\nDifference: {summary}", who_got(&seen));
    Err(scene.fail(summary, expected, came, cause))
}

fn who_got(seen: &Seen) -> String {
    format!("{} got", list(&seen.recipients()))
}

fn ignores_the_unknown(scene: &mut Scene) -> Graded<()> {
    for text in UNKNOWN {
        let seen = scene.send("walter", text, Exercise::Chat)?;
        let got = seen.recipients();
        if !got.is_empty() {
            let (summary, cause) = if got == ["walter"] {
                ("an unknown message was answered", "the sender must not get an answer either")
            } else {
                ("an unknown message was relayed", "only the type \"chat\" is relayed")
            };
            let cause = format!("{cause}: anything else only goes to the log");
            return Err(scene.fail(summary, "nobody gets anything", seen.to_string(), cause));
        }
        is_warned_of(scene, &seen)?;
    }
    Ok(())
}

/// An unknown message makes one line in the log, at a level that is shown by default.
fn is_warned_of(scene: &Scene, seen: &Seen) -> Graded<()> {
    let (summary, cause) = match seen.unrecognized()[..] {
        [line] if line.starts_with("WARN") => return Ok(()),
        [_] => (
            "an unknown message was not logged as a warning",
            "the people who run the server look for warnings, and may not see other lines: use \
             warn!",
        ),
        [] if seen.log.is_empty() => (
            "an unknown message was not logged",
            "the people who run the server want to know which messages were ignored: use warn!. \
             The output of println! is not in the log",
        ),
        [] => (
            "an unknown message was not logged",
            "there is a line, but it has other words. Write the words of the Goal, letter by \
             letter, so that people can search for them",
        ),
        _ => ("an unknown message was logged more than once", "one line for a message is enough"),
    };
    let expected = "one line in the log\n    WARN … Unrecognized message type: …";
    Err(scene.fail(summary, expected, seen.logged(), cause))
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
fn recognizes_a_goodbye(scene: &mut Scene) -> Graded<()> {
    let goodbye = r#"{"type":"disconnect","username":"maria"}"#;
    let seen = match scene.send("maria", goodbye, Exercise::Disconnect) {
        // If a leave breaks the server, that is not the fault of this exercise.
        Err(Verdict::Blocked { .. }) => return Ok(()),
        seen => seen?,
    };
    scene.check_arm(&seen, "disconnect")?;
    is_no_news(scene, &seen, "a disconnect")
}
