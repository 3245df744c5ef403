//! The operators for JavaScript.

use crate::operators::{Language, Mutant, Row, Statement, other_strings, with};

pub const JAVASCRIPT: Language = Language {
    rows: ROWS,
    anywhere: &[("return", "return;")],
    at_the_start: AT_THE_START,
    in_loops: &[("break", "break;"), ("continue", "continue;")],
    others,
};

const AT_THE_START: &[Statement] = &[
    ("not-for-all", "if (usersList.childElementCount > 2) return;"),
    ("not-for-all", "if (data.username === username) return;"),
    ("not-for-all", "if (data.error) return;"),
    ("print", "console.log(data);"),
    ("throw", "if (data.error) throw new Error(data.error);"),
    ("more-lines", "chat.append(document.createElement(\"hr\"));"),
    ("clears", "chat.replaceChildren();"),
    ("clears", "usersList.replaceChildren();"),
    ("spoils", "username = \"\";"),
];

const ROWS: &[Row] = &[
    // Conditions.
    ("compare", "===", &["!==", "="]),
    ("and-or", "||", &["&&"]),
    ("one-side", "data.type === \"login\" || data.type", &["data.type"]),
    (
        "one-side",
        "data.type === \"login\" || data.type === \"disconnect\"",
        &[
            "data.type === \"login\"",
            "data.type !== \"chat\"",
            "data.type",
            "data.type === (\"login\" || \"disconnect\")",
            "data.type === \"login\" || \"disconnect\"",
        ],
    ),
    (
        "type",
        "data.type === \"@\"",
        &["data.type?.startsWith(\"@\")", "event.data.includes(\"@\")"],
    ),
    (
        "list",
        "Array.isArray(data.active_users)",
        &["data.active_users", "data.active_users?.length > 1"],
    ),
    (
        "list",
        "of data.active_users",
        &[
            "of data.active_users.slice(1)",
            "of data.active_users.slice(0, 3)",
            "of data.active_users.reverse()",
            "of data.active_users.sort()",
            "of new Set(data.active_users)",
            "of data.active_users.filter((name) => name !== username)",
            "of [data.user_joined]",
        ],
    ),
    (
        "empties",
        "usersList.replaceChildren();",
        &[
            "usersList.lastElementChild?.remove();",
            "while (usersList.firstChild) usersList.firstChild.remove();",
            "usersList.replaceChildren(document.createElement(\"li\"));",
            "usersList.replaceWith(usersList.cloneNode());",
            "if (data.user_left) usersList.replaceChildren();",
        ],
    ),
    // Elements and their texts.
    ("element", "createElement(\"li\")", &["createElement(\"div\")", "createTextNode(\"li\")"]),
    ("element", "createElement(\"p\")", &["createElement(\"div\")", "createTextNode(\"p\")"]),
    (
        "element",
        "createElement(\"strong\")",
        &["createElement(\"style\")", "createElement(\"template\")", "createTextNode(\"strong\")"],
    ),
    ("property", "textContent", &["innerHTML", "innerText", "title"]),
    ("property", "className", &["id", "classname"]),
    (
        "name",
        "= name;",
        &[
            "= `${name}`;",
            "= name.trim();",
            "= data.user_joined;",
            "= name.slice(0, 20);",
            "= name.replace(\"<\", \"&lt;\");",
            "= name === username ? \"You\" : name;",
        ],
    ),
    ("append", ".append(", &[".prepend(", ".replaceChildren(", ".before("]),
    (
        "append",
        "usersList.append(item)",
        &["usersList.append(item.outerHTML)", "setTimeout(() => usersList.append(item))"],
    ),
    (
        "append",
        "chat.append(line)",
        &[
            "chat.append(line, document.createElement(\"br\"))",
            "chat.append(...line.childNodes)",
            "chat.innerHTML += line.outerHTML",
            "setTimeout(() => chat.append(line))",
            "setTimeout(() => chat.append(line), 3000)",
        ],
    ),
    // Messages.
    (
        "mine",
        "data.username === username",
        &[
            "data.username.includes(username)",
            "data.username.toLowerCase() === username.toLowerCase()",
            "event.data.includes(username)",
            "data.username === usersList.firstElementChild?.textContent",
        ],
    ),
    (
        "side",
        "mine ? \"right\" : \"left\"",
        &[
            "mine ? \"left\" : \"right\"",
            "mine ? \"right left\" : \"left\"",
            "mine ? \"mine right\" : \"left\"",
        ],
    ),
    ("side", "line.className =", &["line.className +=", "chat.className ="]),
    ("mine", "mine ?", &["!mine ?", "false ?"]),
    (
        "sender",
        "`${data.username}:`",
        &[
            "`${data.username}`",
            "`${data.username} says:`",
            "`${data.username.trim()}:`",
            "`${data.username.slice(0, 20)}:`",
        ],
    ),
    ("sender", "\"You:\"", &["\"You\"", "`${username}:`", "`${data.username} (You):`"]),
    (
        "text",
        "data.text",
        &[
            "data.username",
            "data.text.trim()",
            "data.text.slice(0, 200)",
            "data.text.split(\"\\n\")[0]",
            "data.text.normalize()",
        ],
    ),
    (
        "order",
        "sender, \" \", data.text, \" \", timeNow()",
        &[
            "sender, \" \", data.text",
            "sender, data.text, \" \", timeNow()",
            "sender, \" \", data.text, \" \", timeNow",
            "data.text, \" \", sender, \" \", timeNow()",
            "timeNow(), \" \", sender, \" \", data.text",
            "sender.textContent + \" \" + data.text + \" \" + timeNow()",
        ],
    ),
    (
        "html",
        "line.append(sender, \" \", data.text, \" \", timeNow());",
        &[
            "line.innerHTML = `<strong>${sender.textContent}</strong> ${data.text}`;",
            "line.append(sender); line.innerHTML += ` ${data.text}`;",
            "line.textContent = `${sender.textContent} ${data.text}`;",
        ],
    ),
    ("declaration", "const @ =", &["let @ ="]),
];

fn others(text: &str) -> Vec<Mutant> {
    let mut mutants = other_strings(text);
    mutants.extend(other_conditions(text));
    mutants
}

/// The condition of an `if` is negated, always true, or never.
fn other_conditions(text: &str) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (start, opening) in text.match_indices("if (") {
        let start = start + opening.len();
        let line = text[start..].lines().next().unwrap_or_default();
        let Some(condition) = line.strip_suffix(") {") else { continue };
        let place = start..start + condition.len();
        for new in [&format!("!({condition})"), "true", "false"] {
            mutants.push(Mutant { operator: "condition", text: with(text, place.clone(), new) });
        }
    }
    mutants
}
