//! The operators: each makes small changes to a text, one change for each mutant.
//!
//! Some understand every language: they delete, repeat, swap or move lines, or change a string. The
//! others are rows of a table: what stands in the text, and what a mutant has there instead.

use std::collections::HashSet;

use crate::code::{Item, items, places, strings};
use crate::{html, javascript, rust};

/// A text with one change.
pub struct Mutant {
    pub operator: &'static str,
    pub text: String,
}

/// What an operator replaces: its name, what stands in the text, and what comes there instead. An
/// `@` stands for any name, and for the same name in the new text.
pub type Row = (&'static str, &'static str, &'static [&'static str]);

/// A statement that a mutant has in addition: the operator's name, and the statement.
pub type Statement = (&'static str, &'static str);

/// The operators that belong to one language.
pub struct Language {
    pub rows: &'static [Row],
    /// Before each statement.
    pub anywhere: &'static [Statement],
    /// At the start of the text only.
    pub at_the_start: &'static [Statement],
    /// At each place in a loop.
    pub in_loops: &'static [Statement],
    /// Other changes.
    pub others: fn(&str) -> Vec<Mutant>,
}

/// All mutants of a text, each once.
pub fn mutants(file: &str, text: &str) -> Vec<Mutant> {
    let language = match file.rsplit_once('.') {
        Some((_, "rs")) => &rust::RUST,
        Some((_, "js")) => &javascript::JAVASCRIPT,
        Some((_, "html")) => &html::HTML,
        _ => panic!("there are no operators for {file}"),
    };
    let mut all = changed_lines(text);
    all.extend(more_statements(text, language));
    all.extend(language.rows.iter().flat_map(|row| replaced(text, row)));
    all.extend((language.others)(text));
    let mut known = HashSet::from([text.to_string()]);
    all.retain(|mutant| known.insert(mutant.text.clone()));
    all
}

/// The text at a place replaced.
pub fn with(text: &str, place: std::ops::Range<usize>, new: &str) -> String {
    [&text[..place.start], new, &text[place.end..]].concat()
}

fn replaced(text: &str, (operator, pattern, others): &Row) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (place, name) in places(text, pattern) {
        for other in *others {
            let text = with(text, place.clone(), &other.replace('@', name));
            mutants.push(Mutant { operator, text });
        }
    }
    mutants
}

/// Deletes, repeats, swaps and moves items.
fn changed_lines(text: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let items = items(text);
    let mut mutants = Vec::new();
    // A mutant is a list of ranges of lines.
    let mut add = |operator, ranges: &[std::ops::Range<usize>]| {
        let text = ranges.iter().flat_map(|range| &lines[range.clone()]).copied().collect();
        mutants.push(Mutant { operator, text });
    };
    for item in &items {
        let Item { lines: own, parent, is_statement } = item.clone();
        let (before, after) = (0..own.start, own.end..lines.len());
        add("delete", &[before.clone(), after.clone()]);
        let is_line_of_an_object = !is_statement && !lines[own.start].contains("=>");
        if is_line_of_an_object {
            continue; // their order does not matter, and the last one of two counts
        }
        add("repeat", &[0..own.end, own.start..lines.len()]);
        if own.len() > 2 && lines[own.start].trim_end().ends_with(" {") {
            add("unwrap", &[before.clone(), item.body(), after.clone()]);
        }
        let siblings: Vec<&Item> = items.iter().filter(|other| other.parent == parent).collect();
        let place = siblings.iter().position(|other| *other == item).expect("it is one of them");
        if let Some(next) = siblings.get(place + 1) {
            let next = next.lines.clone();
            let [between, rest] = [own.end..next.start, next.end..lines.len()];
            add("swap", &[before.clone(), next.clone(), between, own.clone(), rest]);
            if is_statement && next.len() > 2 && lines[next.start].trim_end().ends_with(" {") {
                let rest = next.start + 1..lines.len();
                add("into", &[before.clone(), own.end..next.start + 1, own.clone(), rest]);
            }
        }
        if let Some(parent) = parent.map(|parent| &items[parent]).filter(|_| is_statement) {
            let start = parent.lines.start;
            add("out", &[0..start, own.clone(), start..own.start, after]);
        }
    }
    mutants
}

/// Adds a statement.
fn more_statements(text: &str, language: &Language) -> Vec<Mutant> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let items = items(text);
    let mut mutants = Vec::new();
    let mut add = |statements: &[Statement], line: usize| {
        for (operator, statement) in statements {
            let [before, after] = [&lines[..line], &lines[line..]].map(<[&str]>::concat);
            mutants.push(Mutant { operator, text: format!("{before}{statement}\n{after}") });
        }
    };
    let Some(first) = items.first() else { return mutants };
    add(language.at_the_start, first.lines.start);
    for item in items.iter().filter(|item| item.is_statement) {
        let is_last = items.iter().rfind(|other| other.parent == item.parent) == Some(item);
        add(language.anywhere, item.lines.start);
        let places = [Some(item.lines.start), is_last.then_some(item.lines.end)];
        for place in places.into_iter().flatten() {
            let mut around = item.parent;
            while let Some(parent) = around.map(|parent| &items[parent]) {
                let opener = lines[parent.lines.start].trim_start();
                if opener.starts_with("for ") || opener.starts_with("while ") {
                    add(language.in_loops, place);
                    break;
                }
                around = parent.parent;
            }
        }
    }
    mutants
}

/// Each string in double quotes becomes another one, in every second of these ways.
pub fn other_strings(text: &str) -> Vec<Mutant> {
    let strings = strings(text);
    let mut mutants = Vec::new();
    for (number, place) in strings.iter().enumerate() {
        let old = &text[place.clone()];
        let mut letters = old.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let capital: String = first.chain(letters.clone()).collect();
        let next = strings.iter().cycle().skip(number + 1).take(strings.len());
        let another = next.map(|place| &text[place.clone()]).find(|other| *other != old);
        let changes = [
            ("empty", String::new()),
            ("another", another.unwrap_or_default().to_string()),
            ("spelling", old.replace('_', "-")),
            ("capital", capital),
            ("spaced", format!("{old} ")),
        ];
        for (operator, new) in changes.into_iter().skip(number % 2).step_by(2) {
            mutants.push(Mutant { operator, text: with(text, place.clone(), &new) });
        }
    }
    mutants
}
