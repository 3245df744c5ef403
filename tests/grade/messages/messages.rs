//! Exercise 6: the page shows the chat, our messages on the right, everyone else's on the left.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::verdict::{Graded, Verdict},
    page::Visit,
    support::browser::Browser,
};

/// The lines in #chat, in their order: the side, and the text.
const BUBBLES: &str = "[...document.querySelectorAll('#chat .left, #chat .right')]
    .filter(line => !line.parentElement.closest('.left, .right'))
    .map(line => [
        ['left', 'right'].filter(side => line.classList.contains(side)).join(' and '),
        line.textContent,
    ])";

/// The number of nodes in #chat, without the page's own lines about people who come and go.
const NODES: &str = "[...document.querySelector('#chat').childNodes]
    .filter(node => !node.classList?.contains('quiet')).length";

/// Our own name on this page.
const US: &str = "walter";

/// The chat messages: who says what.
const TALK: [(&str, &str); 6] = [
    ("maria", "Good morning, Walter!"),
    ("walter", "Is \"this\" working?"),
    ("laura", "It is."),
    ("maria", "1 < 2 &amp;&amp; <b>bold</b> <img src=x onerror='document.title=1'>"),
    ("<i>otto</i>", "My name is odd."),
    ("walter", "2 > 1"),
];

pub fn grade(browser: &Browser) -> Graded<()> {
    let mut visit = Visit::load(browser, Exercise::Messages)?;
    visit.enter(US)?;
    let mut others = others().into_iter();
    for (before, (username, text)) in TALK.iter().enumerate() {
        visit.hears(&json!({ "type": "chat", "text": text, "username": username }))?;
        // One message is not enough to tell how the sides are wrong.
        if before > 0 {
            compare(&mut visit, &TALK[..=before])?;
            if let Some(other) = others.next() {
                ignores(&mut visit, &other, &TALK[..=before])?;
            }
        }
    }
    Ok(())
}

/// The messages in between that are not chat.
fn others() -> [Value; 3] {
    let roster = json!([US, "maria", "laura"]);
    [
        json!({ "type": "login", "user_joined": "laura", "active_users": roster }),
        json!({ "type": "disconnect", "user_left": "maria", "active_users": [US, "laura"] }),
        json!({ "error": "not JSON", "details": "expected value at line 1 column 1" }),
    ]
}

/// The side of a message from this sender.
fn side(username: &str) -> &'static str {
    if username == US { "right" } else { "left" }
}

/// A message that is not chat leaves #chat as it is.
fn ignores(visit: &mut Visit, message: &Value, talk: &[(&str, &str)]) -> Graded<()> {
    let nodes = visit.eval(NODES)?;
    match visit.hears(message) {
        // The chat messages before it went through these lines without harm, so the roster's lines
        // are to blame.
        Err(_) if visit.hangs => {
            let why = "the page hangs at a login or a disconnect".to_string();
            return Err(Verdict::Blocked { by: Exercise::Roster, why });
        }
        heard => heard?,
    }
    let shown = visit.looks(BUBBLES, |shown| is_right(shown, talk))?;
    if is_right(&shown, talk) && visit.eval(NODES)? == nodes {
        return Ok(());
    }
    let summary = "a message that is not chat changes #chat";
    let expected = "the last message leaves #chat as it is, without an extra empty line";
    let cause = "only a message of the type \"chat\" belongs there: compare data.type with it, and \
                 use === (one = would set it)";
    Err(visit.fail(summary, expected, what_came(&bubbles(&shown)), cause))
}

fn compare(visit: &mut Visit, talk: &[(&str, &str)]) -> Graded<()> {
    let shown = visit.looks(BUBBLES, |shown| is_right(shown, talk))?;
    if is_right(&shown, talk) {
        return Ok(());
    }
    let (summary, cause) = what_went_wrong(&shown, talk);
    let wanted = talk.iter().map(|(name, text)| format!("    {:5}  {name}: {text}", side(name)));
    let wanted: Vec<String> = wanted.collect();
    let expected = format!(
        "#chat has these elements, each with the class left or right\n{}\n\
         (our own may say You: instead of walter:, and a time may follow the text)",
        wanted.join("\n")
    );
    Err(visit.fail(summary, expected, what_came(&bubbles(&shown)), cause))
}

fn what_came(bubbles: &[(&str, &str)]) -> String {
    if bubbles.is_empty() {
        return "#chat has no element with the class left or right".to_string();
    }
    let lines = bubbles.iter().map(|(side, text)| format!("    {side:5}  {text}"));
    format!("it shows\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn bubbles(shown: &Value) -> Vec<(&str, &str)> {
    let pairs = shown.as_array().into_iter().flatten();
    pairs.map(|pair| (pair[0].as_str().unwrap_or(""), pair[1].as_str().unwrap_or(""))).collect()
}

fn is_right(shown: &Value, talk: &[(&str, &str)]) -> bool {
    let bubbles = bubbles(shown);
    let mut pairs = bubbles.iter().zip(talk);
    bubbles.len() == talk.len()
        && pairs.all(|((side_shown, shown), (name, text))| {
            *side_shown == side(name) && says(shown, name, text)
        })
}

/// The sender comes before the text. Our own message may say You.
fn says(shown: &str, name: &str, text: &str) -> bool {
    shown.split_once(text).is_some_and(|(before, _)| names(before, name))
}

fn names(shown: &str, name: &str) -> bool {
    shown.contains(name) || name == US && shown.contains("You")
}

fn what_went_wrong(shown: &Value, talk: &[(&str, &str)]) -> (String, &'static str) {
    let bubbles = bubbles(shown);
    let sides: Vec<_> = bubbles.iter().map(|(side, _)| *side).collect();
    let wanted: Vec<_> = talk.iter().map(|(name, _)| side(name)).collect();
    let others: Vec<_> =
        wanted.iter().map(|side| if *side == "left" { "right" } else { "left" }).collect();
    let (_, text) = talk[talk.len() - 1];
    let (_, last) = bubbles.last().copied().unwrap_or_default();
    if bubbles.is_empty() {
        let cause = "no element was appended to #chat, or it has neither class";
        ("#chat shows no message".into(), cause)
    } else if bubbles.len() < talk.len() {
        let cause = if last.contains(text) {
            "the new message replaced the old ones: append it"
        } else {
            "only the first messages are shown: each new message needs a new element"
        };
        ("a message is missing".into(), cause)
    } else if bubbles.len() > talk.len() {
        ("a message is there more than once".into(), "one message needs one element with a class")
    } else if bubbles[0].1.contains(text) {
        ("the newest message is at the top".into(), "append each new message at the end")
    } else if sides == others {
        let cause = "left and right are swapped: our own messages are on the right";
        ("left and right are swapped".into(), cause)
    } else if sides.contains(&"left and right") {
        let cause = "one class must replace the other: set className, or toggle both classes";
        ("a message has both classes".into(), cause)
    } else if sides != wanted {
        let summary = format!("everything is on the {}", sides[0]);
        let cause = "the class depends on the sender: compare data.username with username";
        (summary, cause)
    } else {
        let mut pairs = bubbles.iter().map(|(_, shown)| *shown).zip(talk);
        let wrong = pairs.find(|(shown, (name, text))| !says(shown, name, text));
        let (summary, cause) = wrong.map_or(("", ""), what_it_lacks);
        (summary.into(), cause)
    }
}

/// The mistake in the text of one element.
fn what_it_lacks((shown, (name, text)): (&str, &(&str, &str))) -> (&'static str, &'static str) {
    let is_markup = |written: &str| written.contains('<') && !shown.contains(written);
    if shown.contains("${") {
        let cause = "a text with ${…} in it needs backticks around it: `…`, not '…' or \"…\"";
        ("${…} is shown as it is written", cause)
    } else if is_markup(text) || is_markup(name) {
        let cause = "a stranger's text was taken for HTML: use textContent or append, not \
                     innerHTML";
        ("a text was taken for HTML", cause)
    } else if shown.contains("\"type\"") {
        let cause = "the message is shown as JSON: show only data.username and data.text";
        ("the whole JSON is shown", cause)
    } else if !shown.contains(text) {
        ("the text is missing", "data.text is the text of the message: show all of it")
    } else if names(shown, name) {
        ("the sender is behind the text", "the sender comes first:  walter: is this working?")
    } else if *name == US {
        let cause = "our own message says neither You: nor our name";
        ("our own message does not say You:", cause)
    } else {
        ("the sender is missing", "data.username is the sender: show it before the text")
    }
}
