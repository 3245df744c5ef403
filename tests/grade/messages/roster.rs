//! Exercise 5: the page lists everyone who is logged in, as the last message says.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        cast::{Cast, Name},
        mistake::{self, Change, Mistake, in_lists},
        verdict::{Graded, list},
    },
    look::Look,
    page::{self, Problem, Visit, shown},
    support::browser::Browser,
};

/// The first steps of the scene have only plain names.
const PLAIN_STEPS: usize = 4;

/// A message that brings a new list.
struct Step {
    change: Change,
    roster: Vec<&'static str>,
}

pub fn grade(browser: &Browser) -> Graded<()> {
    page::grade(browser, Exercise::Roster, play)
}

pub fn play(visit: &mut Visit) -> Graded<()> {
    let mut cast = Cast::new(Exercise::Roster.number());
    let [first, second, us] = cast.plain_trio();
    visit.enter(us)?;
    let steps = scene(&mut cast, [first, second, us]);
    shows_each_list(visit, &steps, us)?;
    let last = steps.last().expect("the scene has steps");
    ignores_the_rest(visit, &mut cast, last, us)?;
    takes_a_login_without_a_list(visit, &mut cast, last)?;
    let sent = visit.write(&cast.plain_text())?;
    visit.is_from(&sent, us)
}

/// People come, go, and choose other names. A name may be there twice.
fn scene(cast: &mut Cast, [first, second, us]: [&'static str; 3]) -> Vec<Step> {
    let joined = |name: &'static str, roster: &[&'static str]| Step {
        change: Change::Joined(name.to_string()),
        roster: roster.to_vec(),
    };
    let left = |name: &'static str, roster: &[&'static str]| Step {
        change: Change::Left(name.to_string()),
        roster: roster.to_vec(),
    };
    let [third, fourth] = [cast.plain(), cast.name(Name::Markup)];
    let mut steps = vec![
        joined(us, &[first, second, us]),
        joined(third, &[first, second, us, third]),
        left(second, &[first, us, third]),
        joined(us, &[first, us, third, us]), // a namesake of ours
        joined(fourth, &[fourth, us, third, us]), // the first one has another name now
        left(us, &[fourth, us, third]),
    ];
    let mut roster = vec![fourth, us, third];
    for kind in Name::ALL {
        if roster.len() > 4 {
            let lost = roster.remove(2);
            steps.push(left(lost, &roster));
        }
        let name = cast.name(kind);
        roster.push(name);
        steps.push(joined(name, &roster));
    }
    let (alone, back) = (roster[0], cast.plain());
    steps.push(left(us, &[alone]));
    steps.push(joined(back, &[alone, back]));
    steps
}

/// Each message brings a list, and the page shows it.
fn shows_each_list(visit: &mut Visit, steps: &[Step], us: &str) -> Graded<()> {
    let mut looks = Vec::new();
    let mut wrong: Option<(usize, usize, Look)> = None;
    for (index, step) in steps.iter().enumerate() {
        let message = step.message();
        visit.hears(&message)?;
        let expected = visible(&step.roster);
        let look = match &wrong {
            None => visit.looks(|look| look.items == expected)?,
            // The first mistake is the one to report. More of them only explain it.
            Some(_) => visit.look()?,
        };
        let came = look.items.clone();
        if wrong.is_none() && came != expected {
            wrong = Some((index, visit.step(), look));
        } else if wrong.is_none() {
            leaves_the_rest_alone(visit, &message, &look)?;
        }
        looks.push(mistake::Look { change: step.visible_change(), expected, came });
    }
    let Some((index, moment, look)) = wrong else { return Ok(()) };
    visit.back_to(moment);
    let before = index.checked_sub(1).map(|before| &looks[before].came);
    let problem = compare(&looks[index], before, &look);
    Err(visit.fail(problem.because(cause(&looks, &look, us))))
}

/// The mistake, if it alone explains all lists.
fn cause(looks: &[mistake::Look], wrong: &Look, us: &str) -> &'static str {
    if wrong.items.is_empty() && !wrong.list_text.is_empty() {
        let text = &wrong.list_text;
        let names: Vec<&String> = looks.iter().flat_map(|look| &look.expected).collect();
        return match names.iter().any(|name| text.contains(name.as_str())) {
            true => "the names are there, but not in <li>: each name needs an element of its own",
            false => "",
        };
    }
    // A browser sorts and joins a hard name a little differently. The first names are plain.
    let plain = || in_lists(&looks[..PLAIN_STEPS], Some(us));
    in_lists(looks, Some(us)).or_else(plain).map_or("", advice)
}

/// The wrong list, and what is different about it.
fn compare(seen: &mistake::Look, before: Option<&Vec<String>>, look: &Look) -> Problem {
    let kind = if matches!(seen.change, Change::Left(_)) { "disconnect" } else { "login" };
    let expected = format!("#users-list shows, one <li> for each\n{}", bullets(&seen.expected));
    let (summary, came) = match (&seen.came[..], &*look.list_text) {
        ([], "") => ("#users-list is empty".to_string(), "#users-list is empty".to_string()),
        ([], text) => {
            let came = format!("it has no <li>, and shows\n{}", bullets(&[text.to_string()]));
            ("#users-list has no <li>".to_string(), came)
        }
        (items, _) => {
            let difference = difference(&seen.expected, items);
            let summary = match before.is_some_and(|before| before == items) {
                true => format!("a {kind} changes nothing"),
                false => difference.clone(),
            };
            (summary, format!("it shows\n{}\nDifference: {difference}", bullets(items)))
        }
    };
    Problem::new(summary, expected, came)
}

/// The difference in a sentence, shorter than both lists.
fn difference(expected: &[String], came: &[String]) -> String {
    let [missing, surplus] = [without(expected, came), without(came, expected)];
    let mut found = Vec::new();
    if !missing.is_empty() {
        found.push(format!(
            "#users-list lacks {}",
            list(&names(&missing.iter().map(|name| shown(name)).collect::<Vec<_>>()))
        ));
    }
    if !surplus.is_empty() {
        let surplus: Vec<String> = surplus.iter().map(|name| shown(name)).collect();
        found.push(format!("it has {} too many", list(&names(&surplus))));
    }
    if found.is_empty() {
        found.push("the right names in another order".to_string());
    }
    found.join("; ")
}

/// The names that are not taken. A name that is there twice counts twice.
fn without(all: &[String], taken: &[String]) -> Vec<String> {
    let mut left = all.to_vec();
    for name in taken {
        if let Some(place) = left.iter().position(|other| other == name) {
            left.remove(place);
        }
    }
    left
}

fn names(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

/// The advice about a mistake, for someone who writes this list in JavaScript.
fn advice(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::Nothing => "nothing was ever put into the list",
        Mistake::Appended | Mistake::Prepended | Mistake::FirstRemoved => {
            "the old names are still there when the new ones come: empty the list first"
        }
        Mistake::EveryOtherRemoved => {
            "every other one of the old names was removed. While a loop goes through the children \
             of an element, each removed child moves the others up, and the loop misses one. \
             replaceChildren() empties the list at once"
        }
        Mistake::OnlyLast => {
            "only the last name stays: the list is emptied for each name, or all names share one \
             <li>. Empty the list before the loop, and make a new <li> inside the loop"
        }
        Mistake::OnlyAtLogins => {
            "a login changes the list, but a disconnect does not: both bring a new list"
        }
        Mistake::OnlyAtGoodbyes => {
            "a disconnect changes the list, but a login does not: both bring a new list"
        }
        Mistake::FirstForever => "the first list stays, but each message brings a new one",
        Mistake::Places => {
            "these are places in the array, not names: for … in goes through the places, for … of \
             goes through the names"
        }
        Mistake::AllInEach => "each <li> shows the whole list: in the loop, use one name of it",
        Mistake::AllInOne => {
            "all names are in one <li>: each name needs an element of its own, so make it inside \
             the loop"
        }
        Mistake::TakenForHtml => {
            "the name was taken for HTML. A stranger may choose any name: use textContent, not \
             innerHTML"
        }
        Mistake::EscapedInPart => {
            "the name was taken for HTML, and not all special characters in it were replaced. \
             textContent needs no replacing"
        }
        Mistake::Escaped => {
            "special characters in the name were replaced, such as < by &lt;, and the replacement \
             is shown. textContent shows a name as it is: do not replace anything"
        }
        Mistake::Sorted => {
            "the names were sorted, but the message has them in the right order already"
        }
        Mistake::OnceEach => {
            "each name is there only once, as in a Set. Two people may have the same name"
        }
        Mistake::Quoted => {
            "there are quotes around each name that do not belong to it, as JSON.stringify writes \
             them"
        }
        other => other.says(),
    }
}

/// What the message does on the page outside of the list, and what it does not.
fn leaves_the_rest_alone(visit: &mut Visit, message: &Value, look: &Look) -> Graded<()> {
    if let Some((expected, came)) = look.lacks(message) {
        let problem = Problem::new("the rest of handleServerMessage did not run", expected, came);
        return Err(visit.fail(problem.because(visit.cut_short())));
    }
    if !look.is_list_same {
        let summary = "#users-list is another element now";
        let expected = "#users-list stays, and what is in it changes";
        let cause = "the whole list was replaced. The variable usersList is still the old one, \
                     which is not on the page any more";
        return Err(visit.fail(Problem::new(summary, expected, summary).because(cause)));
    }
    if !look.is_counted(message) {
        let summary = "the number above the list is wrong";
        let number = look.list_children;
        let expected =
            format!("the number above the list is the number of elements in #users-list, {number}");
        let cause = match look.is_late {
            true => "the list comes too late: showTheRest(data) counts it before it is there",
            false => "",
        };
        let problem = Problem::new(summary, expected, format!("it is {:?}", look.count));
        return Err(visit.fail(problem.because(cause)));
    }
    let harm = if !look.is_kept {
        "the list's lines changed what was in #chat"
    } else if message["type"] != "chat" && !look.lines().is_empty() {
        "the list's lines put something into #chat"
    } else if !look.are_frames_same {
        "the list's lines removed what is in the wire's list, #frames"
    } else if !look.is_rest_same {
        "the list's lines changed another part of the page"
    } else {
        return Ok(());
    };
    let expected = "only #users-list changes, and what showTheRest changes";
    Err(visit.fail(Problem::new(harm, expected, harm)))
}

/// Only a login and a disconnect bring a list. Everyone can put `active_users` into a message of
/// another type, and nobody should believe it.
fn ignores_the_rest(visit: &mut Visit, cast: &mut Cast, last: &Step, us: &str) -> Graded<()> {
    let (name, other) = (cast.plain(), cast.plain());
    let text = cast.text();
    let fake = json!([other, name]);
    let messages = [
        json!({ "type": "chat", "text": text, "username": name }),
        json!({ "type": "chat", "text": text, "username": us }),
        json!({ "type": "chat", "text": "login, chat, disconnect", "username": name, "active_users": fake }),
        json!({ "type": "dance", "user_joined": other, "active_users": fake }),
        json!({ "error": "not JSON", "details": "expected value at line 1 column 1" }),
        json!({ "error": "too late", "details": "sorry", "active_users": fake }),
        json!({ "type": "Login", "active_users": fake }),
        json!({ "active_users": fake }),
    ];
    let expected = visible(&last.roster);
    for message in messages {
        visit.hears(&message)?;
        let look = visit.looks(|look| look.items == expected)?;
        if look.items == expected {
            leaves_the_rest_alone(visit, &message, &look)?;
            continue;
        }
        let summary = "a message that is no login and no disconnect changes the list";
        let wanted = "only a message of the type \"login\" or \"disconnect\" changes the list";
        let (came, cause) = match look.items[..] {
            [] => ("the list is empty then".to_string(), ""),
            _ if look.items == [other, name] => {
                let cause = "the list of any message is shown: look at data.type first. Everyone \
                             can send a chat message with a list of names that they made up";
                (format!("it shows\n{}", bullets(&look.items)), cause)
            }
            _ => (format!("it shows\n{}", bullets(&look.items)), ""),
        };
        return Err(visit.fail(Problem::new(summary, wanted, came).because(cause)));
    }
    Ok(())
}

/// A message without a list must not break the page. The old list may stay, or go.
fn takes_a_login_without_a_list(visit: &mut Visit, cast: &mut Cast, last: &Step) -> Graded<()> {
    for kind in ["login", "disconnect"] {
        let key = if kind == "login" { "user_joined" } else { "user_left" };
        let message = json!({ "type": kind, key: cast.plain() });
        visit.hears(&message)?;
        let old = visible(&last.roster);
        let look = visit.looks(|look| look.items == old || look.items.is_empty())?;
        if look.items != old && !look.items.is_empty() {
            let summary = "a message without a list changes the list";
            let came = format!("it shows\n{}", bullets(&look.items));
            return Err(visit.fail(Problem::new(summary, "the list stays as it was", came)));
        }
        leaves_the_rest_alone(visit, &message, &look)?;
    }
    let message = last.message();
    visit.hears(&message)?;
    let expected = visible(&last.roster);
    let look = visit.looks(|look| look.items == expected)?;
    if look.items == expected {
        return leaves_the_rest_alone(visit, &message, &look);
    }
    let summary = "after a message without a list, the list stays wrong";
    let wanted = format!("#users-list shows, one <li> for each\n{}", bullets(&expected));
    let came = format!("it shows\n{}", bullets(&look.items));
    Err(visit.fail(Problem::new(summary, wanted, came)))
}

impl Step {
    fn visible_change(&self) -> Change {
        let name = visible(&[self.change.name()]).remove(0);
        match self.change {
            Change::Joined(_) => Change::Joined(name),
            Change::Left(_) => Change::Left(name),
        }
    }

    fn message(&self) -> Value {
        match &self.change {
            Change::Joined(name) => {
                json!({ "type": "login", "user_joined": name, "active_users": self.roster })
            }
            Change::Left(name) => {
                json!({ "type": "disconnect", "user_left": name, "active_users": self.roster })
            }
        }
    }
}

/// The names as a person sees them in a list: one space for several, and none outside.
fn visible(names: &[&str]) -> Vec<String> {
    let name = |name: &&str| {
        let words = name.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    names.iter().map(name).collect()
}

fn bullets(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("    {}", shown(line))).collect();
    lines.join("\n")
}
