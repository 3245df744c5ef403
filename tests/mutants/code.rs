//! A text of code, as far as a small change needs to understand it: what is a comment, what is a
//! string, and which lines belong together. It is the same for Rust, JavaScript and HTML.

use std::ops::Range;

/// A statement, a match arm, a line of an object or an element: one or more whole lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub lines: Range<usize>,
    /// The item that it stands in, as a place in the list of all items.
    pub parent: Option<usize>,
    /// It can stand anywhere among statements. A match arm and a line of an object can't.
    pub is_statement: bool,
}

impl Item {
    /// The lines between its first and its last one.
    pub fn body(&self) -> Range<usize> {
        self.lines.start + 1..self.lines.end.saturating_sub(1).max(self.lines.start + 1)
    }
}

/// All items of a formatted text, outer ones before inner ones.
pub fn items(text: &str) -> Vec<Item> {
    let lines: Vec<&str> = text.lines().collect();
    let is_code = code_bytes(text);
    let mut start = 0;
    let is_item = text.split_inclusive('\n').map(|line| {
        let first = start + (line.len() - line.trim_start().len());
        start += line.len();
        !line.trim().is_empty() && is_code[first]
    });
    let is_item: Vec<bool> = is_item.collect();
    let mut found = Vec::new();
    collect(&lines, &is_item, 0..lines.len(), None, &mut found);
    found
}

fn collect(
    lines: &[&str],
    is_item: &[bool],
    within: Range<usize>,
    parent: Option<usize>,
    found: &mut Vec<Item>,
) {
    let indent = |line: usize| lines[line].len() - lines[line].trim_start().len();
    let opener = parent.map(|parent: usize| lines[found[parent].lines.start].trim());
    let is_statement =
        opener.is_none_or(|line| line.ends_with(" {") && !line.starts_with("match "));
    let mut next = within.start;
    while next < within.end {
        let start = next;
        next += 1;
        if !is_item[start] {
            continue;
        }
        while next < within.end && (!is_item[next] || indent(next) > indent(start)) {
            next += 1;
        }
        if next < within.end && lines[next].trim_start().starts_with(['}', ')', ']']) {
            next += 1;
        }
        // A comment or an empty line belongs to what follows it.
        while !is_item[next - 1] {
            next -= 1;
        }
        let item = Item { lines: start..next, parent, is_statement };
        let body = item.body();
        found.push(item);
        collect(lines, is_item, body, Some(found.len() - 1), found);
    }
}

/// For each byte, whether it is code: not in a comment, and not in a string behind its first quote.
pub fn code_bytes(text: &str) -> Vec<bool> {
    let mut is_code = Vec::with_capacity(text.len());
    let mut inside: Option<&str> = None; // what ends the string or the comment
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        let was_code = inside.is_none();
        let mut is_start_of_comment = false;
        match inside {
            None => {
                inside = [("\"", "\""), ("`", "`"), ("//", "\n"), ("<!--", "-->")]
                    .into_iter()
                    .find_map(|(start, end)| rest.starts_with(start).then_some(end));
                is_start_of_comment = matches!(inside, Some("\n" | "-->"));
            }
            Some("\"" | "`") if first == '\\' => {
                length += rest[1..].chars().next().map_or(0, char::len_utf8);
            }
            Some(end) if rest.starts_with(end) => {
                inside = None;
                length = end.len();
            }
            Some(_) => {}
        }
        let is_one = was_code && !is_start_of_comment;
        is_code.extend(std::iter::repeat_n(is_one, length));
        rest = &rest[length..];
    }
    is_code
}

/// The contents of all strings in double quotes.
pub fn strings(text: &str) -> Vec<Range<usize>> {
    let is_code = code_bytes(text);
    let quotes = text.match_indices('"').map(|(place, _)| place);
    let starts = quotes.filter(|&place| is_code[place]);
    let content = |start: usize| {
        let length = is_code[start + 1..].iter().position(|is_code| *is_code)?;
        Some(start + 1..start + length)
    };
    starts.filter_map(content).collect()
}

/// The places of a pattern in the code, each with the name for which an `@` in the pattern stands.
pub fn places<'t>(text: &'t str, pattern: &str) -> Vec<(Range<usize>, &'t str)> {
    let is_code = code_bytes(text);
    let (before, after) = pattern.split_once('@').unwrap_or((pattern, ""));
    let mut found = Vec::new();
    for (start, _) in text.match_indices(before) {
        let rest = &text[start + before.len()..];
        let name = if pattern.contains('@') { name_at_start_of(rest) } else { "" };
        let is_named = !pattern.contains('@') || !name.is_empty();
        if is_named && rest[name.len()..].starts_with(after) && is_code.get(start) == Some(&true) {
            let end = start + before.len() + name.len() + after.len();
            if is_whole(text, start, end) {
                found.push((start..end, name));
            }
        }
    }
    found
}

fn name_at_start_of(text: &str) -> &str {
    let end = text.find(|letter: char| !is_in_name(letter));
    &text[..end.unwrap_or(text.len())]
}

/// The place does not begin or end in the middle of a name.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_cut =
        |place: usize| text[..place].ends_with(is_in_name) && text[place..].starts_with(is_in_name);
    !is_cut(start) && !is_cut(end)
}

fn is_in_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
