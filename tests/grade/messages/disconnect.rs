//! Exercise 3: a client that leaves is taken off the roster, and everyone left hears of it once.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        cast::{Cast, Name},
        difference::{ANOTHER_KEY, BUILT_BY_HAND, differences_in},
        log_line::Relay,
        mistake::{self, Change, Look, Mistake},
        seen::{Seen, pretty},
        verdict::{Graded, Verdict},
    },
    scene::{Leaving, SLEEPS, Scene},
    unwatched::is_the_same_unwatched,
};

pub fn grade() -> Graded<()> {
    let mut cast = Cast::new(Exercise::Disconnect.number());
    keeps_pace(&mut cast)?;
    goodbyes(&mut cast)?;
    closed_tabs(&mut cast)?;
    two_with_the_same_name(&mut cast)?;
    after_a_new_name(&mut cast)?;
    is_the_same_unwatched(Exercise::Disconnect)
}

fn keeps_pace(cast: &mut Cast) -> Graded<()> {
    let mut room = Room::open(&[cast.plain(), cast.plain()])?;
    let texts = ["login", "disconnect"].map(|kind| json!({ "type": kind, "username": "nosy" }));
    match room.scene.keeps_pace("nosy", &texts.map(|text| text.to_string())) {
        // A login and a leave came at once, so this does not show which of them is stuck.
        Err(Verdict::Blocked { by: Exercise::Relay, why }) if why != SLEEPS => Ok(()),
        graded => graded,
    }
}

/// Clients say goodbye.
fn goodbyes(cast: &mut Cast) -> Graded<()> {
    let [first, second, third] = cast.plain_trio();
    let last = cast.plain();
    let mut room = Room::open(&[first, second, third, last])?;
    let goodbye = json!({ "type": "disconnect", "username": second });
    if let Err(verdict) = room.says_goodbye(second, goodbye) {
        return Err(because_of_the_message(verdict, &[first, second, third, last]));
    }
    room.closes_silently(second, "the message had announced it already: once is enough")?;
    room.says_goodbye(first, json!({ "type": "disconnect" }))?;
    // The server must not believe the name in the message.
    room.says_goodbye(last, json!({ "type": "disconnect", "username": third }))?;
    let goodbye = json!({ "type": "disconnect", "username": "nosy" }).to_string();
    let seen = room.scene.send("nosy", &goodbye, Exercise::Disconnect)?;
    room.nothing(&seen, STRANGER)?;
    room.the_last_one_goes(third, cast.plain())?;
    room.closes_silently("nosy", STRANGER)?;
    room.scene.conclude()
}

/// The same function runs after a goodbye and after a closed tab. If it is right then, the message
/// does not come to it: the `match` around chat is to blame.
fn because_of_the_message(verdict: Verdict, names: &[&'static str]) -> Verdict {
    let closes = || Room::open(names)?.goes(names[1], Leaving::ClosedTab);
    match (verdict, closes()) {
        (Verdict::Fail(_), Ok(())) => Verdict::Blocked {
            by: Exercise::Chat,
            why: "a disconnect does not reach its function".to_string(),
        },
        (verdict, _) => verdict,
    }
}

/// Clients go away without a goodbye.
fn closed_tabs(cast: &mut Cast) -> Graded<()> {
    let [first, second, third] = cast.plain_trio();
    let last = cast.plain();
    let mut room = Room::open(&[first, second, third, last])?;
    room.goes(first, Leaving::ClosedTab)?;
    room.goes(third, Leaving::LostNetwork)?;
    room.goes(last, Leaving::ClosedTab)?;
    // With each kind of hard name, in the order of coming.
    let mut guests = Vec::new();
    for _ in Name::ALL {
        let guest = cast.plain();
        room.come_in(guest, cast.hard())?;
        guests.push(guest);
    }
    for (index, guest) in guests.into_iter().enumerate() {
        match index % 2 {
            0 => room.goes(guest, Leaving::ClosedTab)?,
            _ => room.says_goodbye(guest, json!({ "type": "disconnect", "username": second }))?,
        }
    }
    room.scene.conclude()
}

/// Only if the login keeps both: if it does not, that is the fault of another exercise.
fn two_with_the_same_name(cast: &mut Cast) -> Graded<()> {
    let [first, second, third] = cast.plain_trio();
    let mut room = Room::open(&[first, second])?;
    let (twin, triplet) = (cast.plain(), cast.plain());
    for guest in [twin, triplet, third] {
        room.come_in(guest, if guest == third { third } else { first })?;
    }
    if !room.is_as_it_should_be(&[first, second, first, first, third]) {
        return Ok(());
    }
    room.goes(second, Leaving::ClosedTab)?;
    room.goes(twin, Leaving::ClosedTab)?;
    room.says_goodbye(triplet, json!({ "type": "disconnect", "username": first }))?;
    room.goes(first, Leaving::ClosedTab)?;
    room.scene.conclude()
}

/// Only if a second login gives a new name: that is another exercise.
fn after_a_new_name(cast: &mut Cast) -> Graded<()> {
    let [first, second, third] = cast.plain_trio();
    let mut room = Room::open(&[first, second, third])?;
    let new = cast.plain();
    let seen = room.scene.login(second, new)?;
    (room.roster[1].username, room.roster[1].real) = (new.to_string(), new.to_string());
    room.shown = seen.texts().into_iter().find_map(active_users);
    if !room.is_as_it_should_be(&[first, new, third]) {
        return Ok(());
    }
    room.says_goodbye(second, json!({ "type": "disconnect", "username": second }))?;
    // It comes back: now it is the last one.
    let back = cast.plain();
    let seen = room.scene.login(second, back)?;
    let [username, real] = [back, back].map(str::to_string);
    room.roster.push(Entry { guest: second, username, real });
    room.shown = seen.texts().into_iter().find_map(active_users);
    if room.is_as_it_should_be(&[first, third, back]) {
        room.goes(second, Leaving::LostNetwork)?;
    }
    room.scene.conclude()
}

const STRANGER: &str = "nosy was never logged in: there is nothing to announce";

const TWICE: &str = "this runs twice for one client, when it says goodbye and when its connection \
                     has ended. The second time it is not on the roster: `position` finds no \
                     place, and that is not an error";

const ANOTHER_ONE: &str = "another entry was taken off: an id is not a place on the roster. \
                           `position` finds the place of the entry with this `id`";

/// Someone on the roster.
struct Entry {
    guest: &'static str,
    /// As the messages show it: that is not the name if the login is wrong.
    username: String,
    /// As the client said it.
    real: String,
}

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

    fn come_in(&mut self, guest: &'static str, username: &str) -> Graded<()> {
        self.scene.connect(guest)?;
        let seen = self.scene.login(guest, username)?;
        let shown = seen.texts().into_iter().find_map(active_users);
        let is_new = |name: &&String| {
            let before = self.shown.iter().flatten().filter(|other| other == name).count();
            shown.iter().flatten().filter(|other| other == name).count() > before
        };
        // A list that is always late shows the one who came before.
        let is_others = |name: &&String| self.roster.iter().any(|entry| entry.username == **name);
        let is_there = shown.iter().flatten().any(|name| name == username);
        let new =
            shown.iter().flatten().filter(|name| !is_there && is_new(name) && !is_others(name));
        let new: Vec<&String> = new.collect();
        let real = username.to_string();
        let username = new.first().filter(|_| new.len() == 1).map_or(&real, |name| name).clone();
        self.roster.push(Entry { guest, username, real });
        self.shown = shown;
        Ok(())
    }

    /// Whether the last message showed this roster.
    fn is_as_it_should_be(&self, names: &[&str]) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown == names)
    }

    fn says_goodbye(&mut self, name: &'static str, goodbye: Value) -> Graded<()> {
        let seen = self.send_goodbye(name, goodbye)?;
        self.check(name, &seen, None)
    }

    fn send_goodbye(&mut self, name: &'static str, goodbye: Value) -> Graded<Seen> {
        self.scene.guest(name).is_logged_in = false;
        let seen = self.scene.send(name, &goodbye.to_string(), Exercise::Disconnect)?;
        self.scene.check_arm(&seen, "disconnect")?;
        // The function `disconnect` does not know the text of the message.
        if self.scene.relayed_what_was_sent() {
            let why = "a disconnect is relayed as it came".to_string();
            return Err(Verdict::Blocked { by: Exercise::Chat, why });
        }
        Ok(seen)
    }

    /// A newcomer does not find the last one on the roster, if the messages so far have shown the
    /// roster.
    fn the_last_one_goes(&mut self, last: &'static str, next: &'static str) -> Graded<()> {
        let is_shown = self.shown.as_ref().is_some_and(|shown| *shown == [last]);
        self.send_goodbye(last, json!({ "type": "disconnect" }))?;
        let seen = self.scene.come_in(next)?;
        let came = seen.texts().into_iter().find_map(active_users);
        if seen.on_roster() == Some(1)
            || !is_shown
            || came.is_none_or(|names| !names.iter().any(|name| name == last))
        {
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
        let place = self.roster.iter().position(|entry| entry.guest == name);
        let left = self.roster.remove(place.expect("a guest that leaves has come"));
        let username = left.username.as_str();
        let names: Vec<_> = self.roster.iter().map(|entry| &entry.username).collect();
        let expected =
            json!({ "type": "disconnect", "user_left": username, "active_users": names });
        self.check_leaver(&left, seen, &expected)?;
        self.scene.check_text(seen)?;
        let before = self.shown.take();
        let as_shown = before.clone().map(|shown| without(shown, username));
        for text in seen.texts() {
            let found = differences_in(&expected, text);
            self.shown = active_users(text);
            // If the login shows a wrong roster, that is another exercise.
            let mut as_it_was = expected.clone();
            as_it_was["active_users"] = json!(as_shown);
            let real: Vec<_> = self.roster.iter().map(|entry| &entry.real).collect();
            let as_it_is = json!({
                "type": "disconnect", "user_left": left.real, "active_users": real,
            });
            let is_right = |wanted: &Value| differences_in(wanted, text).is_empty();
            if [&expected, &as_it_was, &as_it_is].into_iter().any(is_right) {
                continue;
            }
            let named = found.join("; ");
            let came = format!("{seen}\nDifference: {named}");
            let expected = format!("this message\n{}", pretty(&expected.to_string()));
            let cause = self.cause(text, username, before.as_deref());
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

    /// The mistake in a message, if the message shows it.
    fn cause(&self, text: &str, username: &str, before: Option<&[String]>) -> &'static str {
        let Ok(came) = serde_json::from_str::<Value>(text) else { return BUILT_BY_HAND };
        if ["type", "user_left", "active_users"].into_iter().any(|key| came.get(key).is_none()) {
            return ANOTHER_KEY;
        }
        if took_another_off(text, username) {
            return ANOTHER_ONE;
        }
        let names: Vec<&str> = self.roster.iter().map(|entry| entry.username.as_str()).collect();
        let Some(list) = active_users(text) else { return "" };
        let is_relayed_to_all = self.scene.relayed().is_some_and(|relay| relay.to == names.len());
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        let before: Vec<&str> = before.unwrap_or_default().iter().map(String::as_str).collect();
        let mut sorted = [list.clone(), names.clone()];
        sorted.iter_mut().for_each(|list| list.sort_unstable());
        if list == before {
            "the list still has the client that left: first take it off, then make the list"
        } else if list.len() < names.len() && is_part_of(&list, &names) && is_relayed_to_all {
            "others are missing from the list, though they are still on the roster"
        } else if list.len() < names.len() && is_part_of(&list, &names) {
            "others were taken off the roster too: remove only the entry with this `id`"
        } else if sorted[0] == sorted[1] && list != names {
            "the roster keeps its order when someone leaves; `swap_remove` does not"
        } else if list != names {
            let look = Look {
                change: Change::Left(username.to_string()),
                expected: names.iter().map(|name| name.to_string()).collect(),
                came: list.iter().map(|name| name.to_string()).collect(),
            };
            mistake::in_lists(&[look], None).map_or("", Mistake::says)
        } else {
            let left = came["user_left"].as_str().unwrap_or_default();
            if left == username {
                return "";
            }
            mistake::in_texts(&[(username, left)]).map_or(
                "user_left must be the name on the roster, whatever the message says",
                Mistake::says,
            )
        }
    }

    /// The client that left should have heard nothing.
    fn check_leaver(&self, left: &Entry, seen: &Seen, expected: &Value) -> Graded<()> {
        let Entry { guest: name, username, .. } = left;
        // Even if `relay` reaches the wrong clients, it still logs the size of the roster.
        let is_one_too_many = |relay: Relay| relay.to == self.roster.len() + 1;
        let is_still_there =
            self.scene.relayed().map_or(self.scene.is_relay_whole, is_one_too_many);
        if !is_still_there || !seen.recipients().contains(name) {
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

/// Whether the long list has all names of the short one, in their order.
fn is_part_of(short: &[&str], long: &[&str]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|name| rest.any(|other| other == name))
}
