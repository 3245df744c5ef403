//! Exercise 7, extra credit: a screen reader speaks the changes. The grader looks where a screen
//! reader looks: in the browser's accessibility tree.
//!
//! Three places speak. The log does not: a screen reader would speak a message in pieces, and
//! everyone who joins. The page gives #announcer one sentence for each message.

use serde_json::Value;

use crate::{
    Exercise,
    common::verdict::{Graded, short},
    page::{Problem, Visit},
    support::browser::{Accessible, Browser},
};

/// The places that are read aloud, and the log that is silent: the element, its role, and its purpose.
pub const REGIONS: [(&str, &str, &str); 4] = [
    ("#ws-status", "status", "the state of the connection"),
    ("#notice", "status", "notices for the user"),
    ("#announcer", "status", "what is said about the talk"),
    ("#chat", "log", "the messages"),
];

/// A hidden element is not in the tree.
const SHOW_ALL: &str = "document.querySelectorAll('[hidden]')
    .forEach(element => { element.hidden = false; }); null";

/// The attributes of an element, and whether it is hidden from everyone or from screen readers.
const DETAILS: &str = "(selector => {
    const element = document.querySelector(selector);
    const tag = element.cloneNode(false).outerHTML.replace(/<\\/[^>]*>$/, '');
    const details = { tag, text: element.textContent.trim() };
    for (const name of ['live', 'atomic', 'relevant', 'busy']) {
        details[name] = element.getAttribute(`aria-${name}`);
    }
    for (const around of element.closest('body').querySelectorAll('[aria-busy]')) {
        if (around.contains(element)) details.busy = around.getAttribute('aria-busy');
    }
    details.isMuted = element.closest('[aria-hidden=true], [inert]') !== null;
    details.isHidden = element.hidden;
    details.tabIndex = element.tabIndex;
    return details;
})";

/// An element as a screen reader finds it, and its own attributes.
struct Region {
    node: Accessible,
    details: Value,
}

pub fn grade(browser: &Browser) -> Graded<()> {
    let mut visit = Visit::load(browser, Exercise::Announce, &[])?;
    let mut all_details = Vec::new();
    for (selector, _, purpose) in REGIONS {
        if let Some((problem, cause)) = visit.damage(selector)? {
            let expected = format!("{selector} ({purpose}) is there once, and has its end tag");
            let problem = Problem::new(problem.clone(), expected, problem).because(cause);
            return Err(visit.fail(problem));
        }
        let details = visit.eval(&format!("{DETAILS}('{selector}')"))?;
        let text = if selector == "#ws-status" { "Not connected" } else { "" };
        if details["text"] != text {
            let problem = format!("{selector} has another text");
            let expected = format!("attributes change, and the text stays as it was: {text:?}");
            let came = format!("{selector} has the text {}", details["text"]);
            return Err(visit.fail(Problem::new(problem, expected, came)));
        }
        all_details.push(details);
    }
    visit.eval(SHOW_ALL)?;
    for ((selector, role, purpose), details) in REGIONS.into_iter().zip(all_details) {
        let region = Region::look_at(&visit, selector, details);
        let Some((problem, cause)) = region.what_went_wrong(role) else { continue };
        let is = match role {
            "log" => "a silent log: role log, aria-live off, with the name Messages",
            _ => "a live region: role status, aria-live polite",
        };
        let expected = format!("{selector} ({purpose}) is {is}");
        let Accessible { role, live, name, .. } = &region.node;
        let came = format!(
            "{selector} {problem}. For a screen reader it is: {role}, live: {live:?}, name: {name:?}\nIts tag is\n    {}",
            short(region.details["tag"].as_str().unwrap_or_default(), 300)
        );
        let problem = Problem::new(format!("{selector} {problem}"), expected, came).because(cause);
        return Err(visit.fail(problem));
    }
    Ok(())
}

/// Such as "Messages" or "Chat messages", and not "No messages".
fn is_called_messages(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    name.contains("messages") && !name.starts_with("no ")
}

impl Region {
    fn look_at(visit: &Visit, selector: &str, details: Value) -> Region {
        let node = visit.page.accessible(selector);
        let nothing = |_| Accessible { role: "nothing".into(), ..Accessible::default() };
        let mut node = node.unwrap_or_else(nothing);
        // Its own attribute: some screen readers do not know that a role implies it.
        node.live = details["live"].as_str().unwrap_or_default().trim().to_ascii_lowercase();
        Region { node, details }
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.details[name].as_str().map(|value| value.trim().to_ascii_lowercase())
    }

    /// The mistake in a live region: the rest of a sentence about it, and why it matters.
    fn what_went_wrong(&self, role: &str) -> Option<(String, &'static str)> {
        let Region { node, details } = self;
        let is_log = role == "log";
        let tag = details["tag"].as_str().unwrap_or_default();
        let has = |name: &str| tag.contains(&format!(" {name}="));
        let is_one_of = |name: &str, values: &[&str]| {
            self.attribute(name).is_none_or(|value| values.contains(&value.as_str()))
        };
        let relevant = self.attribute("relevant").unwrap_or("additions text".into());
        let relevant: Vec<&str> = relevant.split_whitespace().collect();
        let problem = match () {
            () if details["isMuted"] == true => (
                "is hidden from screen readers",
                "aria-hidden=\"true\" and inert take an element, and everything in it, away from \
                 screen readers",
            ),
            () if tag.contains(['“', '”', '‘', '’']) => (
                "has typographic quotes in its tag",
                "“ and ” are letters like others: HTML wants the plain quotes \"",
            ),
            () if has("live") || has("label") || has("atomic") => (
                "has an attribute that does not exist",
                "live, label and atomic are no attributes: their names begin with aria-",
            ),
            () if node.role != role => {
                let cause = match has("role") {
                    true if details["tag"].as_str().is_some_and(|tag| tag.contains("alert")) => {
                        "an alert interrupts whatever is being read. A status waits"
                    }
                    true => "another role is there, and it does not fit this place",
                    false => "the element has no attribute role of its own",
                };
                return Some((format!("does not have the role {role}"), cause));
            }
            () if self.attribute("live").is_some_and(|live| live == "assertive") => (
                "interrupts the reader",
                "assertive interrupts whatever is being read; polite waits for the end of the \
                 sentence",
            ),
            () if is_log && self.attribute("live").as_deref() != Some("off") => (
                "speaks by itself",
                "a log is polite by itself, so each message is spoken twice, and everyone who joins \
                 is spoken too. aria-live can turn that off",
            ),
            () if !is_log && node.live != "polite" => (
                "has no polite aria-live",
                "aria-live is missing or has another value, so some screen readers stay silent",
            ),
            () if !is_log && self.attribute("busy").is_some_and(|busy| busy == "true") => (
                "is busy, and stays silent",
                "with aria-busy=\"true\" a screen reader waits until the attribute is gone again, \
                 which never happens",
            ),
            () if !is_one_of("busy", &["true", "false", ""]) => {
                ("has another aria-busy than true or false", "no other value is known")
            }
            () if !is_one_of("atomic", &["true", "false", ""]) => {
                ("has another aria-atomic than true or false", "no other value is known")
            }
            () if !is_log && self.attribute("atomic").is_some_and(|atomic| atomic == "false") => (
                "is not read as a whole",
                "a status is read as a whole by itself, and aria-atomic=\"false\" ends that",
            ),
            () if !is_log && !relevant.iter().any(|value| ["additions", "all"].contains(value)) => {
                (
                    "does not tell what is new",
                    "aria-relevant says which changes are spoken: new elements are additions",
                )
            }
            () if !is_log && relevant.iter().any(|value| ["removals", "all"].contains(value)) => (
                "is read when its text is removed",
                "aria-relevant says which changes are spoken: with removals, a text that the page \
                 removes is read once more",
            ),
            () if !is_log && details["isHidden"] == true => (
                "is hidden from everyone",
                "nothing on the page takes the attribute hidden away again",
            ),
            () if !is_log => return None,
            () if node.name.is_empty() => (
                "has no name",
                "nothing on the page labels this place, so a screen reader cannot say what it is",
            ),
            () if !is_called_messages(&node.name) => (
                "is not called Messages",
                "a screen reader says the name, so that people know what this place holds",
            ),
            () if details["tabIndex"] != 0 => (
                "cannot be reached with the keyboard",
                "its tabindex=\"0\" is gone: without a mouse, people could not scroll to old \
                 messages",
            ),
            () if details["isHidden"] != true => (
                "is shown before anybody is connected",
                "its attribute hidden is gone: the page takes it away by itself, when there is \
                 something to see",
            ),
            () => return None,
        };
        Some((problem.0.to_string(), problem.1))
    }
}
