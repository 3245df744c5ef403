//! Exercise 5: the page lists everyone who is logged in, as the last message says.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{difference::differences, verdict::Graded},
    page::Visit,
    support::browser::Browser,
};

/// The text of each item, however it is made.
const ITEMS: &str = "[...document.querySelectorAll('#users-list li')]
    .map(item => item.textContent.trim())";

/// The text of the whole list, with the text that is in no item.
const TEXT: &str = "document.querySelector('#users-list').textContent";

/// The messages: the type, who came or left, and who is here then.
const CHANGES: [(&str, &str, &[&str]); 5] = [
    ("login", "walter", &["laura", "walter"]),
    ("login", "maria", &["laura", "walter", "maria"]),
    ("disconnect", "laura", &["walter", "maria"]),
    ("login", "walter", &["walter", "maria", "walter"]),
    ("login", "<b>mia</b>", &["walter", "maria", "walter", "<b>mia</b> &amp; <i>"]),
];

pub fn grade(browser: &Browser) -> Graded<()> {
    let mut visit = Visit::load(browser, Exercise::Roster)?;
    visit.enter("walter")?;
    for (index, (kind, name, roster)) in CHANGES.into_iter().enumerate() {
        let key = if kind == "login" { "user_joined" } else { "user_left" };
        visit.hears(&json!({ "type": kind, key: name, "active_users": roster }))?;
        compare(&mut visit, index)?;
    }
    // A message without a list must not break the page.
    visit.hears(&json!({ "type": "login", "user_joined": "otto" }))?;
    visit.hears(&json!({ "type": "login", "active_users": CHANGES[CHANGES.len() - 1].2 }))?;
    // This message brings no list: the old one stays. If the page hangs now, another exercise is
    // to blame: this one has handled all other messages.
    match visit.hears(&json!({ "type": "chat", "text": "Hello!", "username": "maria" })) {
        Err(_) if visit.hangs => Ok(()),
        heard => heard.and_then(|()| compare(&mut visit, CHANGES.len() - 1)),
    }
}

/// The list after one of the changes.
fn compare(visit: &mut Visit, index: usize) -> Graded<()> {
    let (_, _, names) = CHANGES[index];
    let expected = json!(names);
    let shown = visit.looks(ITEMS, |shown| *shown == expected)?;
    if shown == expected {
        return Ok(());
    }
    let text = visit.eval(TEXT)?;
    let text = text.as_str().unwrap_or_default().trim();
    let items: Vec<&str> = shown.as_array().into_iter().flatten().flat_map(Value::as_str).collect();
    let found = differences(&json!({ "#users-list": names }), &json!({ "#users-list": shown }));
    let named = found.join("; ");
    let (summary, cause) = what_went_wrong(index, &items, text, &named);
    let expected = format!("#users-list shows, one <li> for each\n{}", bullets(names));
    let came = match (&items[..], text) {
        ([], "") => "#users-list is empty".to_string(),
        ([], text) => format!("it has no <li>, and shows\n{}", bullets(&[text])),
        (items, _) => format!("it shows\n{}\nDifference: {named}", bullets(items)),
    };
    Err(visit.fail(summary, expected, came, cause))
}

fn what_went_wrong(
    index: usize,
    items: &[&str],
    text: &str,
    named: &str,
) -> (String, &'static str) {
    let (kind, _, names) = CHANGES[index];
    let before = index.checked_sub(1).map(|index| CHANGES[index].2);
    let has_all = |item: &&str| names.iter().all(|name| item.contains(name));
    let is_place = |(place, item): (usize, &&str)| place.to_string() == **item;
    let is_as_written = |item: &&str| item.contains('<') && item.contains("&amp;");
    let is_markup = names.iter().any(|name| name.contains('<')) && !items.iter().any(is_as_written);
    if items.is_empty() && !text.is_empty() {
        let cause = "the names are there, but not in <li>: each name needs an element of its own";
        ("#users-list has no <li>".into(), cause)
    } else if items.is_empty() {
        let cause = "nothing was put into the list, at least for this type of message: a login \
                     and a disconnect both bring a new list";
        ("#users-list is empty".into(), cause)
    } else if before == Some(items) {
        let cause = "this message changed nothing on the page: each login brings a new list, and \
                     each disconnect too";
        (format!("a {kind} changes nothing"), cause)
    } else if is_markup {
        let cause = "the name was taken for HTML. A stranger may choose any name: use \
                     textContent, not innerHTML";
        ("a name was taken for HTML".into(), cause)
    } else if items.len() > names.len() {
        let cause = "the new list was appended to the old one: empty the list first";
        ("the old names are still there".into(), cause)
    } else if items.iter().enumerate().all(is_place) {
        let cause = "these are places in the array, not names: for … of goes through the names";
        ("#users-list shows numbers".into(), cause)
    } else if items.len() == 1 && has_all(&items[0]) {
        ("all names are on one line".into(), "each name needs an element of its own")
    } else if items.iter().all(has_all) {
        let cause = "each <li> shows the whole list: in the loop, use one name of it";
        ("each <li> shows all names".into(), cause)
    } else if items.len() == 1 {
        let cause = "all names share one <li>: each name needs its own, so make it inside the \
                     loop";
        ("only one name is shown".into(), cause)
    } else {
        (named.to_string(), "the page must show the whole list of the last message, and no other")
    }
}

fn bullets(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}
