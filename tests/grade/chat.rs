//! Exercise 4: chat goes on as it came; whatever else comes goes to the log, and to nobody.

use std::time::Duration;

use serde_json::Value;

use crate::{
    difference::differences,
    exercise::Exercise,
    scene::Scene,
    seen::Seen,
    verdict::{Graded, list},
};

/// Spaces, an order of keys, an escape, numbers and a key that nobody asked for: all of that is
/// the sender's business.
const ODD: &str = "{ \"username\":\"walter\",  \"type\":\"chat\", \"text\":\"  caf\\u00e9? \", \
                   \"big\": 12345678901234567890123, \"half\": 0.50, \"mood\": null }";

/// None of these is a message that the room knows.
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
        scene.come_in(name)?;
    }
    passes_on(&mut scene, r#"{"type":"chat","text":"Is this working?","username":"walter"}"#)?;
    passes_on(&mut scene, ODD)?;
    passes_on(&mut scene, r#"{"type":"chat"}"#)?;
    ignores_the_unknown(&mut scene)?;
    passes_on(&mut scene, r#"{"type":"chat","text":"Still there?","username":"walter"}"#)?;
    scene.conclude()
}

/// The very same text, to everyone.
fn passes_on(scene: &mut Scene, text: &str) -> Graded<()> {
    let seen = scene.send("walter", text, Exercise::Chat)?;
    let sent: Value = serde_json::from_str(text).unwrap_or_default();
    scene.check_text(&seen)?;
    scene.check_delivery(&seen, &sent)?;
    let texts = seen.texts();
    let Some(came) = texts.iter().find(|came| **came != text) else {
        return Ok(());
    };
    let found = differences(&sent, &serde_json::from_str(came).unwrap_or_default());
    let (summary, cause) = if found.is_empty() {
        let cause = "it is the same JSON, written anew: spaces, escapes or numbers changed. \
                     Relay `text`, not `data`";
        ("the text was written anew".to_string(), cause)
    } else {
        let cause = "the message was changed on its way. Relay the `text` that came, and \
                     nothing else";
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
    for (number, text) in UNKNOWN.iter().enumerate() {
        let seen = scene.send("walter", text, Exercise::Chat)?;
        let got = seen.recipients();
        if !got.is_empty() {
            let (summary, cause) = if got == ["walter"] {
                ("an unknown message was answered", "the sender gets no answer either")
            } else {
                ("an unknown message was relayed", "only the type \"chat\" is passed on")
            };
            let cause = format!("{cause}: anything else goes to the log, and to nobody");
            return Err(scene.fail(summary, "nothing, to nobody", seen.to_string(), cause));
        }
        if !scene.program.log().has_unrecognized(number + 1, Duration::from_secs(1)) {
            let expected = "a line in the log with  Unrecognized message type: …";
            let cause = "whoever runs the server wants to know what was ignored: use warn!";
            let summary = "an unknown message was not logged";
            return Err(scene.fail(summary, expected, "no such line in the log", cause));
        }
    }
    Ok(())
}
