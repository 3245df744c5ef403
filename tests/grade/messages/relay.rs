//! Exercise 1: a relayed message reaches everyone logged in, and nobody else.
//!
//! The grader sees `relay` only through its callers: first a login, and if that shows nothing, a
//! chat message.

use serde_json::json;

use crate::{
    Exercise,
    common::{
        seen::Seen,
        verdict::{Graded, Verdict},
    },
    scene::{Scene, tells_of_relay},
};

/// The message that makes the server call `relay`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Login,
    Chat,
}

pub fn grade() -> Graded<()> {
    let way = everyone_gets_it()?;
    match a_broken_client_stops_nobody(way) {
        // If the leave breaks the server or the roster, that is not the fault of this exercise.
        Err(Verdict::Blocked { by: Exercise::Disconnect | Exercise::Login, .. }) => Ok(()),
        graded => graded,
    }
}

/// Finds a way by which a message reaches everyone.
fn everyone_gets_it() -> Graded<Way> {
    let mut scene = Scene::open(Exercise::Relay)?;
    scene.come_in("laura")?;
    scene.come_in("walter")?;
    scene.connect("nosy")?;
    scene.done.push("nosy is connected and does not log in".to_string());
    let login = scene.come_in("maria")?;
    if scene.relay_changes_the_text(&login) {
        let relayed = scene.relayed().unwrap_or_default().text;
        let expected = format!("everyone gets the text that relay was given\n    {relayed}");
        let cause = "relay must not change the text: make a message of the text as it is";
        let summary = "the text was changed on its way";
        return Err(scene.fail(summary, expected, login.to_string(), cause));
    }
    let relays_at_login = scene.relays();
    if login.is_exact() && scene.went_through_relay() {
        return Ok(Way::Login);
    }
    let chat = chat(&mut scene, "walter")?;
    if chat.is_exact() && scene.went_through_relay() {
        return Ok(Way::Chat);
    }
    // Which of the two messages went through `relay`?
    Err(match scene.relays() {
        0 if relays_at_login == 0 && tells_of_relay() => {
            let by = if login.is_exact() { Exercise::Chat } else { Exercise::Login };
            let why = "neither login nor chat calls relay".to_string();
            Verdict::Blocked { by, why }
        }
        0 => judge(&scene, &login, relays_at_login, Exercise::Login),
        relays => judge(&scene, &chat, relays, Exercise::Chat),
    })
}

/// A message that did not reach everyone, or too often: is it the fault of `relay` or of its caller?
fn judge(scene: &Scene, seen: &Seen, relays: usize, caller: Exercise) -> Verdict {
    if relays > 1 {
        let why = "the same message is relayed again".to_string();
        return Verdict::Blocked { by: caller, why };
    }
    let (summary, cause) = seen.what_went_wrong();
    let expected = "laura, walter and maria, who are logged in, get the message once; nosy, who \
                    is not, gets nothing";
    scene.fail(summary, expected, seen.to_string(), cause)
}

/// In the middle of the roster is a client with a broken connection. Its thread has not noticed
/// yet, so the room does not know.
fn a_broken_client_stops_nobody(way: Way) -> Graded<()> {
    let mut scene = Scene::open(Exercise::Relay)?;
    for name in ["laura", "walter", "maria"] {
        scene.come_in(name)?;
    }
    let mut walter = scene.take_out("walter");
    walter.keep_its_thread_busy();
    // walter goes before he has read this: then his system answers with a reset.
    relayed(&mut scene, way, "anna")?;
    walter.break_off();
    scene.done.push("walter's connection broke, without a word".to_string());
    for newcomer in ["otto", "paul", "quentin"] {
        let seen = relayed(&mut scene, way, newcomer)?;
        // Everyone on the roster but walter. If the room has noticed a leave, fewer are on it.
        let on_the_roster = scene.relayed().map_or(0, |relay| relay.to);
        if seen.recipients().len() + 1 < on_the_roster {
            let expected = "everyone else who is logged in still gets each message";
            let cause = "the loop ended at the first client with a broken connection: go on with \
                         the others, whatever `send` returns";
            let summary = "one broken client keeps the message from others";
            return Err(scene.fail(summary, expected, seen.to_string(), cause));
        }
    }
    Ok(())
}

/// One message through `relay`. The room may announce walter's leave in between: that is left out.
fn relayed(scene: &mut Scene, way: Way, newcomer: &'static str) -> Graded<Seen> {
    let mut seen = match way {
        Way::Login => scene.come_in(newcomer)?,
        Way::Chat => chat(scene, "laura")?,
    };
    for (.., texts) in &mut seen.came {
        texts.retain(|text| !text.contains("user_left"));
    }
    Ok(seen)
}

fn chat(scene: &mut Scene, name: &'static str) -> Graded<Seen> {
    let text = json!({ "type": "chat", "text": "Good morning!", "username": name });
    scene.send(name, &text.to_string(), Exercise::Chat)
}
