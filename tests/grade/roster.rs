//! Exercise 5: the page lists everyone who is logged in, as the last message says.

use serde_json::{Value, json};

use crate::{
    difference::differences, exercise::Exercise, page::Visit, support::browser::Browser,
    verdict::Graded,
};

/// One line of the list for each name, however it is made.
const LINES: &str = "document.querySelector('#users-list').innerText
    .split('\\n').map(line => line.trim()).filter(line => line)";

pub fn grade(browser: &Browser) -> Graded<()> {
    let mut visit = Visit::load(browser, Exercise::Roster)?;
    visit.enter("walter")?;
    shows(&mut visit, &login("walter", &["laura", "walter"]))?;
    shows(&mut visit, &login("maria", &["laura", "walter", "maria"]))?;
    shows(&mut visit, &leave("laura", &["walter", "maria"]))?;
    shows(&mut visit, &login("walter", &["walter", "maria", "walter"]))?;
    shows(&mut visit, &login("<b>mia</b>", &["walter", "maria", "walter", "<b>mia</b> & <i>"]))?;
    // This brings no list: the old one stays. What else a chat message does to the page is not
    // for this exercise to judge.
    let last = ["walter", "maria", "walter", "<b>mia</b> & <i>"];
    match visit.hears(&json!({ "type": "chat", "text": "Hello!", "username": "maria" })) {
        Ok(()) => compare(&mut visit, &last),
        Err(_) => Ok(()),
    }
}

fn login(name: &str, roster: &[&str]) -> Value {
    json!({ "type": "login", "user_joined": name, "active_users": roster })
}

fn leave(name: &str, roster: &[&str]) -> Value {
    json!({ "type": "disconnect", "user_left": name, "active_users": roster })
}

fn shows(visit: &mut Visit, message: &Value) -> Graded<()> {
    visit.hears(message)?;
    let names = message["active_users"].as_array().into_iter().flatten();
    let names: Vec<&str> = names.flat_map(Value::as_str).collect();
    compare(visit, &names)
}

fn compare(visit: &mut Visit, names: &[&str]) -> Graded<()> {
    let expected = json!(names);
    let shown = visit.looks(LINES, |shown| *shown == expected)?;
    if shown == expected {
        return Ok(());
    }
    let lines: Vec<&str> = shown.as_array().into_iter().flatten().flat_map(Value::as_str).collect();
    let found = differences(&json!({ "#users-list": names }), &json!({ "#users-list": shown }));
    let named = found.join("; ");
    let (summary, cause) = what_went_wrong(names, &lines, &named);
    let expected = format!("#users-list shows, line by line\n{}", bullets(names));
    let came = match &lines[..] {
        [] => "#users-list is empty".to_string(),
        lines => format!("it shows\n{}\nDifference: {named}", bullets(lines)),
    };
    Err(visit.fail(summary, expected, came, cause))
}

fn what_went_wrong(names: &[&str], lines: &[&str], named: &str) -> (String, &'static str) {
    let is_markup =
        names.iter().any(|name| name.contains('<')) && !lines.iter().any(|line| line.contains('<'));
    if lines.is_empty() {
        let cause = "nothing was put into the list, for this type of message at least: a login \
                     and a disconnect both bring a new list";
        ("#users-list is empty".into(), cause)
    } else if is_markup {
        let cause = "the name was taken for HTML. A stranger chose it: use textContent, not \
                     innerHTML";
        ("a name was taken for HTML".into(), cause)
    } else if lines.len() > names.len() {
        let cause = "the new list was appended to the old one: empty the list first";
        ("the old names are still there".into(), cause)
    } else if lines.len() == 1 && names.iter().filter(|name| lines[0].contains(*name)).count() > 1 {
        ("all names are on one line".into(), "each name needs an element of its own")
    } else {
        (named.to_string(), "the list is not that of the last message: show all of it anew")
    }
}

fn bullets(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}
