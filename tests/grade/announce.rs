//! Exercise 7, extra credit: a screen reader speaks what changes. Checked where it looks itself:
//! in the browser's accessibility tree.

use crate::{exercise::Exercise, page::Visit, support::browser::Browser, verdict::Graded};

/// The live regions: the element, its role, and what it is for.
const REGIONS: [(&str, &str, &str); 3] = [
    ("#ws-status", "status", "whether the page is connected"),
    ("#notice", "status", "what the user should know"),
    ("#chat", "log", "the messages"),
];

/// Elements that are hidden for now are not in the tree.
const SHOW_ALL: &str = "document.querySelectorAll('[hidden]')
    .forEach(element => { element.hidden = false; }); null";

pub fn grade(browser: &Browser) -> Graded<()> {
    let mut visit = Visit::load(browser, Exercise::Announce)?;
    visit.eval(SHOW_ALL)?;
    for (selector, role, purpose) in REGIONS {
        let node = visit.page.accessible(selector);
        let (role_there, live, name) = match &node {
            Ok(node) => (node.role.as_str(), node.live.as_str(), node.name.as_str()),
            Err(_) => ("nothing", "", ""),
        };
        let is_there = visit.eval(&format!(
            "document.querySelector('{selector}')?.hasAttribute('aria-live') ?? false"
        ))? == true;
        let (problem, cause) = match () {
            () if role_there != role => (
                format!("{selector} has not the role {role}"),
                "the role is missing, or another one than that for what this place is",
            ),
            () if live == "assertive" => (
                format!("{selector} interrupts the reader"),
                "assertive speaks at once, whatever is being read: polite waits for the end of \
                 the sentence",
            ),
            () if live != "polite" || !is_there => (
                format!("{selector} has no polite aria-live"),
                "aria-live is missing or has another value, so some screen readers stay silent",
            ),
            () if role == "log" && name.is_empty() => (
                format!("{selector} has no name"),
                "nothing on the page labels this place, so a screen reader cannot say what it is",
            ),
            () => continue,
        };
        let expected = format!(
            "{selector} ({purpose}) is a live region: role {role}, aria-live polite{}",
            if role == "log" { ", and a name" } else { "" }
        );
        let came =
            format!("for a screen reader it is: {role_there}, live: {live:?}, name: {name:?}");
        return Err(visit.fail(problem, expected, came, cause));
    }
    Ok(())
}
