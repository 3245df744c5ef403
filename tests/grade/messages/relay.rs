//! Exercise 1: a relayed message reaches everyone logged in, and nobody else.
//!
//! The grader sees `relay` only through its callers: a login, a chat message, or a leave, whichever
//! calls it.

use serde_json::json;

use crate::{
    Exercise,
    common::{
        cast::{Cast, Name},
        seen::Seen,
        verdict::{Graded, Verdict, list, short},
    },
    scene::{Scene, quote},
    unwatched::is_the_same_unwatched,
};

/// The message that makes the server call `relay`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Login,
    Chat,
    Leave,
}

/// How many messages are relayed, one after the other.
const MANY: usize = 8;

pub fn grade() -> Graded<()> {
    let mut cast = Cast::new(Exercise::Relay.number());
    let (mut scene, way) = everyone_gets_it(&mut cast)?;
    if way == Way::Leave {
        return Ok(()); // no message for further tests calls it
    }
    everyone_gets_each(&mut scene, way, &mut cast)?;
    match a_broken_client_stops_nobody(way, &mut cast) {
        // If the leave breaks the server or the roster, that is not the fault of this exercise.
        Err(Verdict::Blocked { by: Exercise::Disconnect | Exercise::Login, .. }) => {}
        graded => graded?,
    };
    is_the_same_unwatched(Exercise::Relay)
}

/// Finds a way by which a message reaches everyone.
fn everyone_gets_it(cast: &mut Cast) -> Graded<(Scene, Way)> {
    let mut scene = Scene::open(Exercise::Relay)?;
    let mut earlier = Vec::new();
    for _ in 0..3 {
        let login = scene.come_in(cast.plain())?;
        earlier.push(Tried::new(&scene, Way::Login, login));
    }
    let sender = scene.guests[1].name;
    scene.connect("nosy")?;
    scene.done.push("nosy is connected and does not log in".to_string());
    let login = scene.come_in(cast.plain())?;
    let login = Tried::new(&scene, Way::Login, login);
    the_text_is_the_same(&scene, &login)?;
    let chat = chat(&mut scene, sender)?;
    let chat = Tried::new(&scene, Way::Chat, chat);
    the_text_is_the_same(&scene, &chat)?;
    let mut ways = vec![login, chat];
    if ways.iter().all(|way| !way.is_through_relay) {
        let goodbye = json!({ "type": "disconnect", "username": sender }).to_string();
        scene.guest(sender).is_logged_in = false;
        let leave = scene.send(sender, &goodbye, Exercise::Disconnect)?;
        ways.push(Tried::new(&scene, Way::Leave, leave));
    }
    if let Some(right) = ways.iter().rfind(|way| way.is_right()) {
        let way = right.way;
        let is_wrong = |one: &&Tried| one.is_through_relay && !one.seen.is_exact();
        return match earlier.iter().find(is_wrong) {
            // If a login never is right, that is another exercise.
            Some(tried) if ways[0].is_right() => Err(judge(&mut scene, tried)),
            _ => Ok((scene, way)),
        };
    }
    match ways.iter().rfind(|way| way.is_through_relay) {
        Some(tried) => Err(judge(&mut scene, tried)),
        None => {
            let by = if ways[0].seen.is_exact() { Exercise::Chat } else { Exercise::Login };
            let why = "neither login nor chat calls relay".to_string();
            Err(Verdict::Blocked { by, why })
        }
    }
}

/// One message, and what it brought.
struct Tried {
    way: Way,
    seen: Seen,
    is_through_relay: bool,
    /// How often it was relayed, and to how many clients on the roster.
    relays: usize,
    to: usize,
    /// The number of the scene's steps until then.
    steps: usize,
}

impl Tried {
    fn new(scene: &Scene, way: Way, seen: Seen) -> Tried {
        let to = scene.relayed().map_or(seen.logged_in().len(), |relay| relay.to);
        let (is_through_relay, relays) = (scene.went_through_relay(), scene.relays());
        Tried { way, seen, is_through_relay, relays, to, steps: scene.done.len() }
    }

    fn is_right(&self) -> bool {
        self.is_through_relay && self.seen.is_exact()
    }

    fn caller(&self) -> Exercise {
        match self.way {
            Way::Login => Exercise::Login,
            Way::Chat => Exercise::Chat,
            Way::Leave => Exercise::Disconnect,
        }
    }
}

/// What came is what `relay` was given, letter by letter.
fn the_text_is_the_same(scene: &Scene, tried: &Tried) -> Graded<()> {
    let Some(changed) = scene.text_that_relay_changed(&tried.seen) else { return Ok(()) };
    let relayed = scene.relayed().unwrap_or_default().text;
    let expected =
        format!("everyone gets the text that relay was given. In the log it is\n    {relayed}");
    let mut came = format!("{} got\n    {changed}", list(&tried.seen.recipients()));
    if without_its_ends(&relayed) == without_its_ends(&quote(changed)) {
        came += "\nDifference: the spaces or line ends around the text";
    }
    let cause = "relay must not change the text: make a message of `text` as it is";
    Err(scene.fail("the text was changed on its way", expected, came, cause))
}

/// A quoted text without the spaces around it.
fn without_its_ends(quoted: &str) -> String {
    quoted.trim_matches('"').replace("\\n", " ").trim().to_string()
}

/// A message that did not reach everyone, or too often: is it the fault of `relay` or of its caller?
fn judge(scene: &mut Scene, tried: &Tried) -> Verdict {
    if tried.relays > 1 {
        let why = "the same message is relayed again".to_string();
        return Verdict::Blocked { by: tried.caller(), why };
    }
    let members = tried.seen.logged_in();
    if tried.to != members.len() && tried.way == Way::Login {
        let why = format!("{} on the roster after a login, instead of {}", tried.to, members.len());
        return Verdict::Blocked { by: Exercise::Login, why };
    }
    scene.done.truncate(tried.steps);
    let (summary, cause) = what_went_wrong(&tried.seen);
    let everyone = list(&members);
    let expected = format!("everyone logged in gets the message once, and nobody else: {everyone}");
    scene.fail(summary, expected, tried.seen.to_string(), cause)
}

/// By the places on the roster: `relay` does not know who sent the message.
fn what_went_wrong(seen: &Seen) -> (String, String) {
    let members = seen.logged_in();
    let got = seen.recipients();
    let is_clean = got.iter().all(|name| members.contains(name))
        && seen.came.iter().all(|(.., texts)| texts.len() < 2);
    let (Some((first, others)), Some((last, earlier))) =
        (members.split_first(), members.split_last())
    else {
        return seen.what_went_wrong();
    };
    let everyone = "the message is for everyone on the roster";
    let (summary, cause) = match () {
        () if !is_clean || got.is_empty() => return seen.what_went_wrong(),
        () if got == [*last] => (
            format!("only {last}, who logged in last, got the message"),
            format!("{everyone}: go through all of it, not only to its last entry"),
        ),
        () if got == [*first] => (
            format!("only {first}, who logged in first, got the message"),
            format!("{everyone}: the loop ends after the first round, or there is none"),
        ),
        () if got == earlier => (
            format!("{last}, who logged in last, did not get the message"),
            format!("the last place is left out: {everyone}"),
        ),
        () if got == others => (
            format!("{first}, who logged in first, did not get the message"),
            format!("the first place is left out: {everyone}. Places begin at 0"),
        ),
        () => {
            let lost: Vec<_> = members.iter().copied().filter(|name| !got.contains(name)).collect();
            (format!("{} did not get the message", list(&lost)), String::new())
        }
    };
    (summary, cause)
}

/// What worked once works each time.
fn everyone_gets_each(scene: &mut Scene, way: Way, cast: &mut Cast) -> Graded<()> {
    let steps = scene.done.len();
    let members = scene.guests.iter().filter(|guest| guest.is_logged_in);
    let names: Vec<_> = members.map(|guest| guest.name).collect();
    for name in names.iter().cycle().take(MANY) {
        let seen = match way {
            // A second login of the same client is for exercise 2.
            Way::Login => scene.come_in(cast.plain())?,
            _ => chat(scene, name)?,
        };
        if seen.is_exact() || scene.relays() != 1 {
            continue;
        }
        let expected = "as before, everyone who is logged in gets the message once";
        let cause = "the same call has worked before, so something from an earlier call is left \
                     over";
        let summary = "a later message did not reach everyone";
        return Err(scene.fail(summary, expected, seen.to_string(), cause));
    }
    for username in [names[0], cast.name(Name::Accent), cast.name(Name::Longest)] {
        whoever_has_this_name_gets_it(scene, way, cast.plain(), username)?;
        scene.done.truncate(steps);
    }
    long_texts_are_whole(scene, way, names[0])?;
    scene.done.truncate(steps);
    let text = match way {
        Way::Login => json!({ "type": "login", "username": names[0] }),
        _ => json!({ "type": "chat", "text": "Hello?", "username": names[0] }),
    };
    match scene.keeps_pace(names[0], &[text.to_string()]) {
        Err(Verdict::Blocked { .. }) => Ok(()), // by another exercise: relay does not sleep
        graded => graded,
    }
}

/// Another one with the same name, or one with an unusual name. If the login allows it: that is
/// another exercise.
fn whoever_has_this_name_gets_it(
    scene: &mut Scene,
    way: Way,
    guest: &'static str,
    username: &str,
) -> Graded<()> {
    scene.connect(guest)?;
    let mut seen = scene.login(guest, username)?;
    if way == Way::Chat {
        seen = chat(scene, guest)?;
    }
    let is_on_the_roster = scene.relayed().is_some_and(|relay| relay.to == seen.logged_in().len());
    if seen.is_exact() || scene.relays() != 1 || !is_on_the_roster {
        return Ok(());
    }
    let (summary, _) = what_went_wrong(&seen);
    let expected = "each client on the roster gets the message, whatever its name is";
    let cause = "who gets a message does not depend on the name: two clients may have the same one, and \
                 each has an entry of its own on the roster";
    Err(scene.fail(summary, expected, seen.to_string(), cause))
}

fn long_texts_are_whole(scene: &mut Scene, way: Way, name: &'static str) -> Graded<()> {
    if way != Way::Chat {
        return Ok(());
    }
    let long =
        json!({ "type": "chat", "text": "All of this is one text. ".repeat(400) }).to_string();
    let seen = scene.send(name, &long, Exercise::Chat)?;
    if !scene.relayed_what_was_sent() || seen.texts().iter().all(|text| *text == long) {
        return Ok(());
    }
    let came = format!("everyone got\n    {}", short(seen.texts()[0], 200));
    let expected = format!("everyone gets all {} bytes of the text", long.len());
    let cause = "relay must not change the text: make a message of `text` as it is";
    Err(scene.fail("a long text was changed on its way", expected, came, cause))
}

/// In the middle of the roster is a client with a broken connection. Its thread has not noticed
/// yet, so the room does not know.
fn a_broken_client_stops_nobody(way: Way, cast: &mut Cast) -> Graded<()> {
    let mut scene = Scene::open(Exercise::Relay)?;
    let [first, broken, last] = cast.plain_trio();
    for name in [first, broken, last] {
        scene.come_in(name)?;
    }
    let mut guest = scene.take_out(broken);
    guest.keep_its_thread_busy();
    // It goes before it has read this: then its system answers with a reset.
    relayed(&mut scene, way, first, cast)?;
    guest.break_off();
    scene.done.push(format!("{broken}'s connection broke, without a word"));
    for _ in 0..3 {
        let seen = relayed(&mut scene, way, first, cast)?;
        if seen.texts().len() == 1 && seen.came.iter().any(|(.., texts)| texts.len() > 1) {
            let expected = "everyone else gets the message once";
            let cause = "after one failed `send` the message went out again: the others have it";
            let summary = "one broken client makes the message come twice";
            return Err(scene.fail(summary, expected, seen.to_string(), cause));
        }
        // Everyone on the roster but the broken one. If the room has noticed a leave, fewer are on it.
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

/// One message through `relay`. The room may announce the broken client's leave in between: that is
/// left out.
fn relayed(scene: &mut Scene, way: Way, sender: &'static str, cast: &mut Cast) -> Graded<Seen> {
    let mut seen = match way {
        Way::Login => scene.come_in(cast.plain())?,
        _ => chat(scene, sender)?,
    };
    for (.., texts) in &mut seen.came {
        texts.retain(|text| !text.contains("user_left"));
    }
    Ok(seen)
}

/// With a capital letter, an accent and spaces: `relay` must not change any of them.
fn chat(scene: &mut Scene, name: &'static str) -> Graded<Seen> {
    let text =
        format!(" {{\"type\": \"chat\", \"text\": \"Caf\u{e9}?\", \"username\": \"{name}\"}}");
    scene.send(name, &text, Exercise::Chat)
}
