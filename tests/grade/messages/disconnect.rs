//! Exercise 3: a client that leaves is taken off the roster, and everyone left hears of it once.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        difference::{ANOTHER_KEY, BUILT_BY_HAND, NO_JSON, differences_in},
        program::Relay,
        seen::{Seen, pretty},
        verdict::Graded,
    },
    scene::{Leaving, ODD_NAME, Scene},
};

/// Someone on the roster: the guest, and the username.
type Entry = (&'static str, &'static str);

pub fn grade() -> Graded<()> {
    goodbyes()?;
    closed_tabs()?;
    one_of_two_with_the_same_name()
}

/// Clients say goodbye.
fn goodbyes() -> Graded<()> {
    let mut room = Room::open(&["laura", "walter", "maria", "otto"])?;
    room.says_goodbye("walter", json!({ "type": "disconnect", "username": "walter" }))?;
    room.closes_silently("walter", "the message had announced it already: once is enough")?;
    room.says_goodbye("laura", json!({ "type": "disconnect" }))?;
    // The server must not believe the name in the message.
    room.says_goodbye("otto", json!({ "type": "disconnect", "username": "maria" }))?;
    let goodbye = json!({ "type": "disconnect", "username": "nosy" }).to_string();
    let seen = room.scene.send("nosy", &goodbye, Exercise::Disconnect)?;
    room.nothing(&seen, STRANGER)?;
    room.the_last_one_goes("maria", "anna")?;
    room.closes_silently("nosy", STRANGER)?;
    room.scene.conclude()
}

/// Clients go away without a goodbye.
fn closed_tabs() -> Graded<()> {
    let mut room = Room::open(&["laura", "walter", "maria", "otto"])?;
    room.goes("laura", Leaving::ClosedTab)?;
    room.goes("maria", Leaving::LostNetwork)?;
    room.goes("otto", Leaving::ClosedTab)?;
    room.come_in("paul", ODD_NAME)?;
    room.goes("paul", Leaving::ClosedTab)?;
    room.scene.conclude()
}

/// Only if the login keeps both: if it does not, that is the fault of another exercise.
fn one_of_two_with_the_same_name() -> Graded<()> {
    let mut room = Room::open(&["walter", "laura"])?;
    let is_shown = room.shown.is_some();
    room.come_in("walter-2", "walter")?;
    let walters = room.shown.iter().flatten().filter(|name| *name == "walter").count();
    if is_shown && walters != 2 {
        return Ok(());
    }
    room.goes("walter-2", Leaving::ClosedTab)?;
    room.scene.conclude()
}

const STRANGER: &str = "nosy was never logged in: there is nothing to announce";

const TWICE: &str = "this runs twice for one client, when it says goodbye and when its connection \
                     has ended. The second time it is not on the roster: `position` finds no \
                     place, and that is not an error";

const ANOTHER_ONE: &str = "another entry was taken off: an id is not a place on the roster. \
                           `position` finds the place of the entry with this `id`";

/// The scene, and the roster as it should be.
struct Room {
    scene: Scene,
    roster: Vec<Entry>,
    /// The roster in the last message. It may be wrong when the login is wrong.
    shown: Option<Vec<String>>,
}

impl Room {
    fn open(names: &[&'static str]) -> Graded<Room> {
        let mut scene = Scene::open(Exercise::Disconnect)?;
        scene.connect("nosy")?;
        scene.done.push("nosy is connected and does not log in".to_string());
        let mut room = Room { scene, roster: Vec::new(), shown: None };
        for name in names {
            room.come_in(name, name)?;
        }
        Ok(room)
    }

    fn come_in(&mut self, name: &'static str, username: &'static str) -> Graded<()> {
        self.scene.connect(name)?;
        let seen = self.scene.login(name, username)?;
        self.roster.push((name, username));
        self.shown = seen.texts().into_iter().find_map(active_users);
        Ok(())
    }

    fn says_goodbye(&mut self, name: &'static str, goodbye: Value) -> Graded<()> {
        let seen = self.send_goodbye(name, goodbye)?;
        self.check(name, &seen, None)
    }

    fn send_goodbye(&mut self, name: &'static str, goodbye: Value) -> Graded<Seen> {
        self.scene.guest(name).is_logged_in = false;
        let seen = self.scene.send(name, &goodbye.to_string(), Exercise::Disconnect)?;
        self.scene.check_arm(&seen, "disconnect")?;
        Ok(seen)
    }

    /// A newcomer does not find the last one on the roster, if the messages so far have shown the
    /// roster.
    fn the_last_one_goes(&mut self, last: &'static str, next: &'static str) -> Graded<()> {
        let is_shown = self.shown.as_ref().is_some_and(|shown| *shown == [last]);
        self.send_goodbye(last, json!({ "type": "disconnect" }))?;
        let seen = self.scene.come_in(next)?;
        let came = seen.texts().into_iter().find_map(active_users);
        if !is_shown || came.is_none_or(|names| !names.iter().any(|name| name == last)) {
            return Ok(());
        }
        let summary = format!("{last}, who left as the last one, is still on the roster");
        let expected = format!("{next} comes next, and is alone on the roster");
        let cause = "a client must be taken off the roster also when nobody is left to tell";
        Err(self.scene.fail(summary, expected, seen.to_string(), cause))
    }

    fn goes(&mut self, name: &'static str, how: Leaving) -> Graded<()> {
        let seen = self.scene.leave(name, how)?;
        self.check(name, &seen, Some(how))
    }

    fn closes_silently(&mut self, name: &'static str, why: &str) -> Graded<()> {
        let left = self.scene.leave(name, Leaving::ClosedTab);
        let seen = left.map_err(|verdict| match self.scene.program.log().panic() {
            Some(_) => verdict.because(TWICE),
            None => verdict,
        })?;
        self.nothing(&seen, why)
    }

    fn nothing(&mut self, seen: &Seen, why: &str) -> Graded<()> {
        if seen.recipients().is_empty() {
            return Ok(());
        }
        let summary = "a leave was announced, but nobody left";
        let cause = format!("{why}. First check whether the client is on the roster.");
        Err(self.scene.fail(summary, "nobody gets anything", seen.to_string(), cause))
    }

    /// Everyone left should have heard that `name` left.
    fn check(&mut self, name: &'static str, seen: &Seen, how: Option<Leaving>) -> Graded<()> {
        let place = self.roster.iter().position(|(guest, _)| *guest == name);
        let (_, username) = self.roster.remove(place.expect("a guest that leaves has come"));
        let names: Vec<_> = self.roster.iter().map(|(_, username)| *username).collect();
        let expected =
            json!({ "type": "disconnect", "user_left": username, "active_users": names });
        self.check_leaver((name, username), seen, &expected)?;
        self.scene.check_text(seen)?;
        let as_shown = self.shown.take().map(|shown| without(shown, username));
        for text in seen.texts() {
            let found = differences_in(&expected, text);
            self.shown = active_users(text);
            let is_as_shown = self.shown == as_shown && user_left(text) == username;
            if found.is_empty() || (is_as_shown && as_shown.is_some()) {
                continue;
            }
            let named = found.join("; ");
            let came = format!("{seen}\nDifference: {named}");
            let expected = format!("this message\n{}", pretty(&expected.to_string()));
            let cause = match took_another_off(text, username) {
                true => ANOTHER_ONE,
                false => cause(&named, username),
            };
            return Err(self.scene.fail(named, expected, came, cause));
        }
        let relay = self.scene.relayed();
        let is_silent = seen.recipients().is_empty() && relay.is_none();
        let is_deserted = relay.is_some_and(|relay| relay.to == 0);
        self.scene.check_delivery(seen, &expected).map_err(|verdict| match how {
            Some(_) if is_silent => verdict.because(
                "nothing was sent to anyone. A closed tab and a lost network are leaves too: this \
                 function also runs when the connection has ended",
            ),
            None if is_silent => {
                verdict.because("nothing was sent to anyone: tell everyone left, with relay")
            }
            _ if is_deserted => verdict.because(
                "others were taken off the roster too, so nobody was left to tell. Remove only \
                 the entry with this `id`",
            ),
            _ => verdict,
        })
    }

    /// The client that left should have heard nothing.
    fn check_leaver(&self, (name, username): Entry, seen: &Seen, expected: &Value) -> Graded<()> {
        // Even if `relay` reaches the wrong clients, it still logs the size of the roster.
        let is_one_too_many = |relay: Relay| relay.to == self.roster.len() + 1;
        let is_still_there =
            self.scene.is_relay_whole || self.scene.relayed().is_some_and(is_one_too_many);
        if !is_still_there || !seen.recipients().contains(&name) {
            return Ok(());
        }
        let summary = format!("{name}, who left, got the message too");
        let expected = format!("only the others get\n{}", pretty(&expected.to_string()));
        let cause = match seen.texts().iter().any(|text| took_another_off(text, username)) {
            true => ANOTHER_ONE,
            false => {
                "the client that left was still on the roster when the message was relayed: first \
                 take it off, then tell the others"
            }
        };
        Err(self.scene.fail(summary, expected, seen.to_string(), cause))
    }
}

/// The name of the client that left, in a message.
fn user_left(text: &str) -> Value {
    let message: Value = serde_json::from_str(text).unwrap_or_default();
    message["user_left"].clone()
}

/// Whether it names somebody else, and still lists the client that left.
fn took_another_off(text: &str, username: &str) -> bool {
    let is_listed = active_users(text).is_some_and(|names| names.iter().any(|n| n == username));
    is_listed && user_left(text).as_str().is_some_and(|name| name != username)
}

/// The roster that a message shows.
fn active_users(text: &str) -> Option<Vec<String>> {
    let message: Value = serde_json::from_str(text).ok()?;
    let names = message["active_users"].as_array()?.iter();
    names.map(|name| Some(name.as_str()?.to_string())).collect()
}

fn without(mut names: Vec<String>, username: &str) -> Vec<String> {
    if let Some(place) = names.iter().position(|name| name == username) {
        names.remove(place);
    }
    names
}

/// The usual mistake behind a difference.
fn cause(difference: &str, username: &str) -> &'static str {
    if difference.contains(NO_JSON) {
        BUILT_BY_HAND
    } else if difference.contains("is missing") {
        ANOTHER_KEY
    } else if difference.contains("user_left is") {
        "user_left must be the name on the roster, whatever the message says"
    } else if difference.contains(&format!("active_users has one {username} too many")) {
        "the message was made while the client was still on the roster: first take it off"
    } else if difference.contains("lacks") {
        "others were taken off the roster too: remove only the entry with this `id`"
    } else if difference.contains("another order") {
        "the roster keeps its order when someone leaves; `swap_remove` does not"
    } else {
        "the message must be built from the removed entry and from the roster"
    }
}
