//! The operators for Rust.

use crate::code::items;
use crate::operators::{Language, Mutant, Row, Statement, other_strings};

pub const RUST: Language = Language {
    rows: ROWS,
    anywhere: &[("return", "return;")],
    at_the_start: &[
        SLEEP,
        ("not-for-all", "if self.roster.is_empty() { return; }"),
        ("not-for-all", "if self.roster.len() == 1 { return; }"),
        ("not-for-all", "if self.roster.len() > 2 { return; }"),
        ("print", "println!(\"{} here\", self.roster.len());"),
        ("panic", "assert!(self.roster.len() < 3);"),
    ],
    in_loops: &[("break", "break;"), ("continue", "continue;"), SLEEP],
    others,
};

/// The one thread that writes to all clients must not wait.
const SLEEP: Statement = ("sleep", "std::thread::sleep(std::time::Duration::from_millis(300));");

const ROWS: &[Row] = &[
    // Who is told.
    (
        "members",
        "&self.roster {",
        &[
            "self.roster.first() {",
            "self.roster.last() {",
            "self.roster.iter().skip(1) {",
            "self.roster.iter().take(2) {",
            "self.roster.iter().take(self.roster.len().saturating_sub(1)) {",
            "self.roster.iter().chain(self.roster.first()) {",
            "&self.roster[1..] {",
            "self.roster.iter().filter(|member| member.username.is_ascii()) {",
            "self.roster.iter().filter(|member| member.username.len() < 20) {",
            "self.roster.iter().filter(|member| !text.contains(&member.username)) {",
        ],
    ),
    (
        "id",
        "send(member.id,",
        &["send(ClientId(1),", "send(ClientId(member.id.0 + 1),", "send(self.roster[0].id,"],
    ),
    (
        "broken",
        "out.send(member.id, message);",
        &[
            "if !out.send(member.id, message) { break; }",
            "if out.send(member.id, message) { break; }",
            "while !out.send(member.id, message) {}",
            "assert!(out.send(member.id, message));",
            "let message = out.encode(text); out.send(member.id, message);",
        ],
    ),
    (
        "only-one",
        "self.relay(&@.to_string(), out)",
        &[
            "{ let only = out.encode(&@.to_string()); out.send(id, only); }",
            "{ let only = out.encode(&@.to_string()); out.send(self.roster[0].id, only); }",
            "for member in self.roster.iter().filter(|member| member.id != id) \
             { let one = out.encode(&@.to_string()); out.send(member.id, one); }",
            "self.reply_error(id, \"\", &@.to_string(), out)",
        ],
    ),
    (
        "only-one",
        "self.relay(text, out)",
        &[
            "{ let only = out.encode(text); out.send(from, only); }",
            "for member in self.roster.iter().filter(|member| member.id != from) \
             { let one = out.encode(text); out.send(member.id, one); }",
            "{ self.relay(text, out); self.relay(text, out) }",
            "{ self.relay(text, out); let one = out.encode(text); out.send(from, one); }",
            "self.reply_error(from, \"chat\", text, out)",
        ],
    ),
    // Texts.
    (
        "text",
        ".@(text",
        &[
            ".@(text.trim()",
            ".@(&text.to_lowercase()",
            ".@(&format!(\"{text}\\n\")",
            ".@(&format!(\"{text:?}\")",
            ".@(&text[1..]",
            ".@(&text.chars().take(80).collect::<String>()",
            ".@(&serde_json::from_str::<Value>(text).unwrap_or_default().to_string()",
            ".@(data[\"text\"].as_str().unwrap_or_default()",
        ],
    ),
    (
        "name",
        "username.to_string()",
        &[
            "username.trim().to_string()",
            "username.to_lowercase()",
            "username.chars().filter(char::is_ascii).collect()",
            "id.to_string()",
        ],
    ),
    (
        "value",
        "\"user_joined\": username",
        &[
            "\"user_joined\": username.trim()",
            "\"user_joined\": username.to_lowercase()",
            "\"user_joined\": format!(\"{username:?}\")",
            "\"user_joined\": id.0",
            "\"user_joined\": self.active_users().first()",
        ],
    ),
    (
        "value",
        "\"user_left\": username",
        &[
            "\"user_left\": username.trim()",
            "\"user_left\": username.to_lowercase()",
            "\"user_left\": format!(\"{username:?}\")",
            "\"user_left\": id.to_string()",
            "\"user_left\": self.active_users().first()",
        ],
    ),
    (
        "list",
        "self.active_users()",
        &[
            "self.active_users().len()",
            "self.active_users().iter().rev().collect::<Vec<_>>()",
            "self.active_users().iter().take(3).collect::<Vec<_>>()",
            "self.active_users().iter().filter(|name| **name != username).collect::<Vec<_>>()",
            "self.active_users().iter().collect::<std::collections::BTreeSet<_>>()",
            "({ let mut users = self.active_users(); users.sort(); users })",
            "({ let mut users = self.active_users(); users.dedup(); users })",
        ],
    ),
    (
        "message",
        "&@.to_string(), out",
        &[
            "&@.to_string().to_lowercase(), out",
            "&@.to_string().replace('\\\\', \"\"), out",
            "&format!(\"{@:?}\"), out",
            "&json!(@.to_string()).to_string(), out",
            "&data.to_string(), out",
        ],
    ),
    // Who is looked for, and where.
    ("compare", " == ", &[" != ", " > "]),
    ("same-name", "member.id == id", &["member.username == username", "true", "false"]),
    ("find", ".find(", &[".take(1).find("]),
    ("find", ".find(|member| member.id == id)", &[".last()", ".next()", ".nth(1)"]),
    ("find", ".position(", &[".skip(1).position(", ".take(1).position("]),
    (
        "place",
        ".remove(place)",
        &[
            ".remove(0)",
            ".remove(place.saturating_sub(1))",
            ".remove(self.roster.len() - 1)",
            ".swap_remove(place)",
            ".split_off(place).remove(0)",
        ],
    ),
    (
        "place",
        "self.roster.remove(place).username",
        &[
            "self.roster[place].username.clone()",
            "self.roster.remove(place).username.trim().to_string()",
            "self.roster.remove(place).id.to_string()",
        ],
    ),
    (
        "push",
        "self.roster.push(",
        &[
            "self.roster.insert(0, ",
            "self.roster.insert(self.roster.len() - 1, ",
            "self.roster.insert(self.roster.len().min(2), ",
            "self.roster = vec!(",
        ],
    ),
    ("rename", "member.username = ", &["member.username += &"]),
    ("nobody", "else { return }", &["else { panic!() }"]),
    // The arms of a `match`.
    (
        "arm",
        "Some(\"chat\") =>",
        &[
            "Some(\"chat\") | None =>",
            "Some(\"chat\") if data[\"username\"].is_string() =>",
            "Some(\"chat\") if self.roster.len() > 1 =>",
            "Some(\"chat\") if self.roster.iter().any(|member| member.id == from) =>",
            "Some(\"chat\") if self.active_users().contains(&data[\"username\"].as_str().unwrap_or_default()) =>",
            "Some(kind) if kind.eq_ignore_ascii_case(\"chat\") =>",
            "Some(kind) if kind.len() == 4 =>",
            "_ if text.contains(\"\\\"chat\\\"\") =>",
        ],
    ),
    (
        "arm",
        "Some(\"@\") => self.",
        &[
            "Some(\"@\") if self.roster.is_empty() => self.",
            "Some(\"@\") if text.len() < 60 => self.",
        ],
    ),
    (
        "type",
        "data[\"type\"].as_str()",
        &[
            "Some(text)",
            "data[\"type\"].as_str().map(str::trim)",
            "data[\"type\"].as_str().or(Some(\"chat\"))",
            "Some(data[\"type\"].as_str().unwrap_or_default().to_lowercase().as_str())",
        ],
    ),
    ("unknown", "_ =>", &["None => {} _ =>", "Some(_) => {} None =>"]),
    (
        "unknown",
        "quote(text)",
        &[
            "{ self.relay(text, out); quote(text) }",
            "{ self.disconnect(from, out); quote(text) }",
            "{ let one = out.encode(text); out.send(from, one); quote(text) }",
            "{ warn!(\"Unrecognized message type: {}\", quote(text)); quote(text) }",
        ],
    ),
    ("log", "warn!(", &["info!(", "println!(", "panic!("]),
    (
        "log",
        "quote(text)",
        &[
            "text",
            "format!(\"{text:?}\")",
            "data",
            "quote(data[\"type\"].as_str().unwrap_or_default())",
            "quote(&text[..text.len().min(40)])",
        ],
    ),
];

fn others(text: &str) -> Vec<Mutant> {
    let mut mutants = other_strings(text);
    mutants.extend(other_arms(text));
    mutants
}

/// A match arm does nothing, or does what the next one does.
fn other_arms(text: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let arms = items(text).into_iter().filter(|item| item.lines.len() == 1);
    let arms = arms.map(|item| item.lines.start).filter(|line| lines[*line].contains(" => "));
    let arms: Vec<usize> = arms.collect();
    let parts = |line: usize| lines[line].split_once(" => ").expect("it is an arm");
    let with = |changed: &[(usize, &str)]| -> String {
        let mut lines: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
        for (line, body) in changed {
            lines[*line] = format!("{} => {body}\n", parts(*line).0);
        }
        lines.concat()
    };
    let mut mutants = Vec::new();
    for (number, &arm) in arms.iter().enumerate() {
        mutants.push(Mutant { operator: "empty-arm", text: with(&[(arm, "{}")]) });
        if let Some(&next) = arms.get(number + 1) {
            let text = with(&[(arm, parts(next).1), (next, parts(arm).1)]);
            mutants.push(Mutant { operator: "swap-arms", text });
            let text = with(&[(next, parts(arm).1)]);
            mutants.push(Mutant { operator: "same-arm", text });
        }
    }
    mutants
}
