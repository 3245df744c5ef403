//! Exercise 6: the page shows what is said, ours on the right, everyone else's on the left.

use serde_json::{Value, json};

use crate::{exercise::Exercise, page::Visit, support::browser::Browser, verdict::Graded};

/// What is in #chat, in its order: on which side, and the text.
const BUBBLES: &str = "[...document.querySelectorAll('#chat .left, #chat .right')].map(line =>
    [line.classList.contains('right') ? 'right' : 'left', line.textContent])";

/// What is said: by whom, and what. Walter is the one at the page.
const TALK: [(&str, &str); 6] = [
    ("maria", "Good morning, Walter!"),
    ("walter", "Is \"this\" working?"),
    ("laura", "It is."),
    ("maria", "1 < 2 && <b>bold</b> <img src=x onerror='document.title=1'>"),
    ("<i>otto</i>", "My name is odd."),
    ("walter", "2 > 1"),
];

pub fn grade(browser: &Browser) -> Graded<()> {
    let mut visit = Visit::load(browser, Exercise::Messages)?;
    visit.enter("walter")?;
    for (before, (username, text)) in TALK.iter().enumerate() {
        visit.hears(&json!({ "type": "chat", "text": text, "username": username }))?;
        // The first one alone does not tell in which way the sides are wrong.
        if before > 0 {
            compare(&mut visit, &TALK[..=before])?;
        }
    }
    Ok(())
}

/// On which side it belongs.
fn side(username: &str) -> &'static str {
    if username == "walter" { "right" } else { "left" }
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
        "in #chat one element after the other, with the class left or right and the text\n{}\n\
         (You: instead of walter: on our own, and a time behind the text, is fine)",
        wanted.join("\n")
    );
    let bubbles = bubbles(&shown);
    let came = match &bubbles[..] {
        [] => "#chat has no element with the class left or right".to_string(),
        lines => {
            let lines: Vec<_> =
                lines.iter().map(|(side, text)| format!("    {side:5}  {text}")).collect();
            format!("it shows\n{}", lines.join("\n"))
        }
    };
    Err(visit.fail(summary, expected, came, cause))
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
            *side_shown == side(name)
                && shown.contains(text)
                && (side(name) == "right" || shown.contains(name))
        })
}

fn what_went_wrong(shown: &Value, talk: &[(&str, &str)]) -> (String, &'static str) {
    let bubbles = bubbles(shown);
    let sides: Vec<_> = bubbles.iter().map(|(side, _)| *side).collect();
    let wanted: Vec<_> = talk.iter().map(|(name, _)| side(name)).collect();
    let others: Vec<_> =
        wanted.iter().map(|side| if *side == "left" { "right" } else { "left" }).collect();
    let (name, text) = talk[talk.len() - 1];
    let (_, last) = bubbles.last().copied().unwrap_or_default();
    if bubbles.is_empty() {
        let cause = "no element was appended to #chat, or it has neither class";
        ("#chat shows no message".into(), cause)
    } else if bubbles.len() < talk.len() {
        let cause = if last.contains(text) {
            "the new message replaced the old ones: append it"
        } else {
            "only the first messages are shown: each message that comes needs a new element"
        };
        ("a message is missing".into(), cause)
    } else if bubbles.len() > talk.len() {
        ("a message is there more than once".into(), "one message, one element with a class")
    } else if bubbles[0].1.contains(text) {
        ("the newest message is at the top".into(), "new messages come to the end")
    } else if sides == others {
        let cause = "left and right are swapped: our own messages are on the right";
        ("left and right are swapped".into(), cause)
    } else if sides != wanted {
        let summary = format!("everything is on the {}", sides[0]);
        let cause = "the class depends on who says it: compare data.username with username";
        (summary, cause)
    } else if text.contains('<') && !last.contains(text) || name.contains('<') {
        let cause = "what a stranger wrote was taken for HTML: use textContent or append, not \
                     innerHTML";
        ("a text was taken for HTML".into(), cause)
    } else if !last.contains(text) {
        ("the text is missing".into(), "data.text is what was said, and belongs there whole")
    } else {
        ("the sender is missing".into(), "data.username is who said it, and belongs there too")
    }
}
