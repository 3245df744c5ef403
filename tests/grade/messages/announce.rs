//! Exercise 7, extra credit: a screen reader speaks the changes. The grader looks where a screen
//! reader looks: in the browser's accessibility tree.

use crate::{
    Exercise,
    common::verdict::Graded,
    page::Visit,
    support::browser::{Accessible, Browser},
};

/// The live regions: the element, its role, and its purpose.
pub const REGIONS: [(&str, &str, &str); 3] = [
    ("#ws-status", "status", "the state of the connection"),
    ("#notice", "status", "notices for the user"),
    ("#chat", "log", "the messages"),
];

/// A hidden element is not in the tree.
const SHOW_ALL: &str = "document.querySelectorAll('[hidden]')
    .forEach(element => { element.hidden = false; }); null";

pub fn grade(browser: &Browser) -> Graded<()> {
    let mut visit = Visit::load(browser, Exercise::Announce)?;
    visit.eval(SHOW_ALL)?;
    for (selector, role, purpose) in REGIONS {
        if let Some((problem, cause)) = visit.damage(selector)? {
            let expected = format!("{selector} ({purpose}) is there, and closed again");
            return Err(visit.failure(problem.clone(), expected, problem, cause));
        }
        let (node, is_whole) = look_at(&mut visit, selector)?;
        let Some((problem, cause)) = what_went_wrong(&node, role, is_whole) else { continue };
        let log = if role == "log" { ", not aria-atomic, with the name Messages" } else { "" };
        let expected =
            format!("{selector} ({purpose}) is a live region: role {role}, aria-live polite{log}");
        let (role, live, name) = (&node.role, &node.live, &node.name);
        let whole = if is_whole { ", aria-atomic" } else { "" };
        let came =
            format!("for a screen reader it is: {role}, live: {live:?}, name: {name:?}{whole}");
        return Err(visit.failure(format!("{selector} {problem}"), expected, came, cause));
    }
    Ok(())
}

/// The element as a screen reader finds it, and whether it reads all of it at each change.
fn look_at(visit: &mut Visit, selector: &str) -> Graded<(Accessible, bool)> {
    let node = visit.page.accessible(selector);
    let nothing = |_| Accessible { role: "nothing".into(), ..Accessible::default() };
    let mut node = node.unwrap_or_else(nothing);
    let is = |what: &str| format!("document.querySelector('{selector}').{what}");
    node.live.make_ascii_lowercase();
    if visit.eval(&is("hasAttribute('aria-live')"))? != true {
        node.live.clear(); // some screen readers do not know that a role implies it
    }
    let is_whole = visit.eval(&is("getAttribute('aria-atomic') === 'true'"))? == true;
    Ok((node, is_whole))
}

/// The mistake in a live region: the rest of a sentence about it, and why it matters.
fn what_went_wrong(
    node: &Accessible,
    role: &str,
    is_whole: bool,
) -> Option<(String, &'static str)> {
    let (problem, cause) = match () {
        () if node.role != role => (
            format!("does not have the role {role}"),
            "the role is missing, or is not the one that fits this place",
        ),
        () if node.live == "assertive" => (
            "interrupts the reader".into(),
            "assertive interrupts whatever is being read; polite waits for the end of the sentence",
        ),
        () if node.live != "polite" => (
            "has no polite aria-live".into(),
            "aria-live is missing or has another value, so some screen readers stay silent",
        ),
        () if role != "log" => return None,
        () if is_whole => (
            "is read anew as a whole".into(),
            "with aria-atomic=\"true\" each new message makes the screen reader read the whole log \
             again. Only the new message is news",
        ),
        () if node.name.is_empty() => (
            "has no name".into(),
            "nothing on the page labels this place, so a screen reader cannot say what it is",
        ),
        () if !node.name.to_lowercase().contains("messages") => (
            "is not called Messages".into(),
            "a screen reader says the name, so that people know what this place holds",
        ),
        () => return None,
    };
    Some((problem, cause))
}
