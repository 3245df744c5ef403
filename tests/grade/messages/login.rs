//! Exercise 2: a login puts the client on the roster, and everyone hears of it.

use serde_json::json;

use crate::{
    Exercise,
    common::{
        difference::{ANOTHER_KEY, BUILT_BY_HAND, NO_JSON, differences_in},
        seen::{Seen, pretty},
        verdict::Graded,
    },
    scene::{ODD_NAME, Scene},
};

pub fn grade() -> Graded<()> {
    let mut scene = Scene::open(Exercise::Login)?;
    scene.connect("nosy")?;
    scene.done.push("nosy is connected and does not log in".to_string());
    // The names are in no alphabetical order, forwards or backwards.
    for (name, roster) in
        [("laura", &["laura"][..]), ("walter", &["laura", "walter"]), ("maria", &THREE)]
    {
        let seen = scene.come_in(name)?;
        check(&mut scene, &seen, name, roster)?;
    }
    scene.connect("laura-2")?;
    let seen = scene.login("laura-2", "laura")?;
    check(&mut scene, &seen, "laura", &["laura", "walter", "maria", "laura"])?;
    let seen = scene.login("walter", "wally")?;
    check(&mut scene, &seen, "wally", &["laura", "wally", "maria", "laura"])?;
    scene.connect("otto")?;
    let seen = scene.login("otto", ODD_NAME)?;
    check(&mut scene, &seen, ODD_NAME, &["laura", "wally", "maria", "laura", ODD_NAME])?;
    scene.conclude()
}

const THREE: [&str; 3] = ["laura", "walter", "maria"];

fn check(scene: &mut Scene, seen: &Seen, username: &str, roster: &[&str]) -> Graded<()> {
    let expected = json!({ "type": "login", "user_joined": username, "active_users": roster });
    scene.check_text(seen)?;
    for text in seen.texts() {
        let found = differences_in(&expected, text);
        if !found.is_empty() {
            let named = found.join("; ");
            let came = format!("{seen}\nDifference: {named}");
            let expected = format!("this message\n{}", pretty(&expected.to_string()));
            let cause = match seen.on_roster() {
                Some(0) => "nobody is on the roster after the login: add a Member to it",
                _ => cause(&named, username, roster),
            };
            return Err(scene.fail(named, expected, came, cause));
        }
    }
    let is_silent = seen.recipients().is_empty() && scene.relayed().is_none();
    scene.check_delivery(seen, &expected).map_err(|verdict| match username {
        "laura" if roster.len() == 1 => verdict,
        "laura" if is_silent => verdict.because(
            "the login was refused. Two people may use one name: each has an entry of its own",
        ),
        _ if is_silent => verdict.because(
            "nothing was sent to anyone, though everyone heard of an earlier login: relay a \
             message for every login",
        ),
        _ => verdict,
    })
}

/// The usual mistake behind a difference.
fn cause(difference: &str, username: &str, roster: &[&str]) -> &'static str {
    let is_second_laura = username == "laura" && roster.len() > 1;
    if difference.contains("error should not be there") {
        "the login was refused. Two people may use one name: each has an entry of its own"
    } else if difference.contains(NO_JSON) {
        BUILT_BY_HAND
    } else if difference.contains("user_joined is missing; active_users is missing") {
        "the message was passed on as it came: build a new one, with user_joined and active_users"
    } else if difference.contains("is missing") {
        ANOTHER_KEY
    } else if difference.contains("another order") {
        "active_users is in order of login: do not sort it. A client that logs in again keeps its \
         place"
    } else if difference.contains("active_users lacks laura") && is_second_laura {
        "two people may use one name, and each has an entry of its own. A set, or a map by name, \
         keeps only one of them"
    } else if difference.contains("too many") && username == "wally" {
        "a second login of the same client gives its entry a new name; it must not add a second \
         entry"
    } else if difference.contains(&format!("active_users lacks {username}")) {
        "the list was made before the newcomer was on the roster: change the roster first, then \
         build the message"
    } else {
        "the message must be built from the username and the roster"
    }
}
