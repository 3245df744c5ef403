//! Exercise 2: a login puts the client on the roster, and everyone hears of it.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        cast::{Cast, Name},
        difference::{ANOTHER_KEY, BUILT_BY_HAND, differences_in},
        mistake::{self, Change, Look, Mistake},
        seen::{Seen, pretty},
        verdict::{Graded, Verdict},
    },
    scene::Scene,
    unwatched::is_the_same_unwatched,
};

pub fn grade() -> Graded<()> {
    let mut cast = Cast::new(Exercise::Login.number());
    let [first, second, third] = cast.plain_trio();
    let mut room = Room::open()?;
    // They connect in another order than they log in.
    for guest in [third, first, second] {
        room.scene.connect(guest)?;
    }
    let mut failed = None;
    for guest in [first, second, third] {
        let verdict = room.login(guest, guest);
        // One wrong list seldom tells why, and three often do.
        match verdict {
            Err(Verdict::Fail(failure)) if failure.cause.is_empty() => {
                failed = failed.or(Some(Verdict::Fail(failure)));
            }
            other => other?,
        }
    }
    if let Some(verdict) = failed {
        let cause = mistake::in_lists(&room.looks, None).map_or("", Mistake::says);
        return Err(verdict.because(cause));
    }
    let login = json!({ "type": "login", "username": third }).to_string();
    room.scene.keeps_pace(third, &[login])?;
    let twin = cast.plain();
    room.scene.connect(twin)?;
    room.login(twin, first)?;
    room.login(second, cast.plain())?;
    room.login(twin, cast.plain())?; // one of two with the same name
    room.login(third, third)?; // under the same name again
    let (_, taken) = room.roster[1].clone();
    room.login(first, &taken)?;
    // Each kind of hard name, for a newcomer and for someone who is here.
    for _ in Name::ALL {
        room.login([first, second, third, twin][cast.below(4)], cast.hard())?;
    }
    for _ in Name::ALL {
        let guest = cast.plain();
        room.scene.connect(guest)?;
        room.login(guest, cast.hard())?;
    }
    room.scene.conclude()?;
    is_the_same_unwatched(Exercise::Login)
}

/// The scene, and the roster as it should be: guests, and their usernames.
struct Room {
    scene: Scene,
    roster: Vec<(&'static str, String)>,
    /// The roster before the last login.
    before: Vec<(&'static str, String)>,
    /// The lists that came so far.
    looks: Vec<Look>,
}

impl Room {
    fn open() -> Graded<Room> {
        let mut scene = Scene::open(Exercise::Login)?;
        scene.connect("nosy")?;
        scene.done.push("nosy is connected and does not log in".to_string());
        Ok(Room { scene, roster: Vec::new(), before: Vec::new(), looks: Vec::new() })
    }

    /// A guest logs in, for the first time or again, and everyone hears of it.
    fn login(&mut self, guest: &'static str, username: &str) -> Graded<()> {
        self.before.clone_from(&self.roster);
        match self.roster.iter_mut().find(|(other, _)| *other == guest) {
            Some((_, old)) => *old = username.to_string(),
            None => self.roster.push((guest, username.to_string())),
        }
        let seen = self.scene.login(guest, username)?;
        let expected =
            json!({ "type": "login", "user_joined": username, "active_users": self.names() });
        self.scene.check_text(&seen)?;
        let is_right = |text: &&str| differences_in(&expected, text).is_empty();
        if let (Some(_), Some(other)) = (
            seen.texts().iter().find(|text| is_right(text)),
            seen.texts().iter().find(|text| !is_right(text)),
        ) {
            let summary = "a login brings another message, too";
            let expected = format!("only this message\n{}", pretty(&expected.to_string()));
            let came = format!("{seen}\nSurplus:\n{}", pretty(other));
            return Err(self.scene.fail(summary, expected, came, ""));
        }
        for text in seen.texts() {
            let found = differences_in(&expected, text);
            let message: Value = serde_json::from_str(text).unwrap_or_default();
            self.looks.push(Look {
                change: Change::Joined(username.to_string()),
                expected: self.names().into_iter().map(str::to_string).collect(),
                came: strings(&message["active_users"]).unwrap_or_default(),
            });
            if !found.is_empty() {
                let named = found.join("; ");
                let came = format!("{seen}\nDifference: {named}");
                let cause = self.cause(&seen, text, guest, username);
                let expected = format!("this message\n{}", pretty(&expected.to_string()));
                return Err(self.scene.fail(named, expected, came, cause));
            }
        }
        self.comes_to_its_end(&seen)?;
        let is_silent = seen.recipients().is_empty() && self.scene.relayed().is_none();
        let delivered = self.scene.check_delivery(&seen, &expected);
        delivered.map_err(|verdict| match is_silent {
            true => self.why_silent(verdict, guest, username),
            false => verdict,
        })
    }

    /// The room's line in the log stands behind the exercise.
    fn comes_to_its_end(&self, seen: &Seen) -> Graded<()> {
        let source = Exercise::Login.source().unwrap_or_default();
        let has_line = source.contains(r#"info!("{id} is {}, {} logged in""#);
        if !has_line || seen.on_roster().is_some() || self.scene.relays() == 0 {
            return Ok(());
        }
        let expected =
            "the line behind these lines runs too\n    INFO … client 1 is \"…\", 1 logged in";
        let cause = "a `return` in these lines ends the whole function";
        Err(self.scene.fail("the end of `login` is not reached", expected, seen.logged(), cause))
    }

    fn names(&self) -> Vec<&str> {
        self.roster.iter().map(|(_, username)| username.as_str()).collect()
    }

    fn is_renamed(&self, guest: &str) -> bool {
        self.before.iter().any(|(other, _)| *other == guest)
    }

    /// Nothing was sent, though earlier logins were heard of.
    fn why_silent(&self, verdict: Verdict, guest: &str, username: &str) -> Verdict {
        if self.before.is_empty() {
            return verdict;
        }
        verdict.because(if self.is_renamed(guest) {
            "everyone heard of this client's first login, and of this one nobody: relay a message for \
             every login"
        } else if self.before.iter().any(|(_, taken)| taken == username) {
            "the login was refused. Two people may use one name: each has an entry of its own"
        } else {
            "everyone heard of earlier logins, and of this one nobody: relay a message for every \
             login"
        })
    }

    /// The mistake in a message, if the message shows it.
    fn cause(&self, seen: &Seen, text: &str, guest: &str, username: &str) -> String {
        let Ok(came) = serde_json::from_str::<Value>(text) else {
            return BUILT_BY_HAND.to_string();
        };
        let is_taken =
            self.before.iter().any(|(other, taken)| *other != guest && taken == username);
        let lacks = |key: &str| came.get(key).is_none();
        let sent = json!({ "type": "login", "username": username });
        let cause = if seen.on_roster() == Some(0) {
            "nobody is on the roster after the login: add a Member to it"
        } else if came.get("error").is_some() && is_taken {
            "the login was refused. Two people may use one name: each has an entry of its own"
        } else if came == sent {
            "the message was passed on as it came: build a new one, with user_joined and \
             active_users"
        } else if ["type", "user_joined", "active_users"].into_iter().any(lacks) {
            ANOTHER_KEY
        } else {
            self.cause_in_the_values(&came, guest, username).unwrap_or_default()
        };
        cause.to_string()
    }

    fn cause_in_the_values(
        &self,
        came: &Value,
        guest: &str,
        username: &str,
    ) -> Option<&'static str> {
        let names = self.names();
        let before: Vec<&str> = self.before.iter().map(|(_, name)| name.as_str()).collect();
        let list = strings(&came["active_users"])?;
        if list != names {
            return self.cause_in_the_list(&list, &names, &before, guest, username);
        }
        let joined = came["user_joined"].as_str()?;
        let old = self.before.iter().find(|(other, _)| *other == guest);
        if old.is_some_and(|(_, old)| old == joined) && joined != username {
            Some("user_joined is the client's old name: it must be the new one")
        } else {
            mistake::in_texts(&[(username, joined)]).map(Mistake::says)
        }
    }

    fn cause_in_the_list(
        &self,
        list: &[String],
        names: &[&str],
        before: &[&str],
        guest: &str,
        username: &str,
    ) -> Option<&'static str> {
        let with_one_more = [before, &[username]].concat();
        let others = self.before.iter().filter(|(other, _)| *other != guest);
        let mut to_the_end: Vec<&str> = others.map(|(_, name)| name.as_str()).collect();
        to_the_end.push(username);
        let is_taken = before.contains(&username);
        if self.is_renamed(guest) {
            if list == with_one_more {
                return Some(
                    "a second login of the same client gives its entry a new name; it must not add a \
                     second entry",
                );
            }
            if list == to_the_end && list != names {
                return Some(
                    "active_users is in order of login. A client that logs in again keeps its place",
                );
            }
            if list == before {
                return Some(
                    "the list is as it was before: a second login of the same client changes the \
                     name in its entry, and the list is made after that",
                );
            }
        } else if list == before && is_taken {
            return Some(
                "two people may use one name, and each has an entry of its own. A set, or a search \
                 by name, keeps only one of them",
            );
        } else if list == before {
            return Some(
                "the list was made before the newcomer was on the roster: change the roster first, \
                 then build the message",
            );
        }
        mistake::in_lists(&self.looks, None).map(Mistake::says)
    }
}

/// The texts of an array, if it holds nothing else.
fn strings(array: &Value) -> Option<Vec<String>> {
    array.as_array()?.iter().map(|name| name.as_str().map(str::to_string)).collect()
}
