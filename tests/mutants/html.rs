//! The operators for HTML.

use std::ops::Range;

use crate::code::code_bytes;
use crate::operators::{Language, Mutant, Row, with};

pub const HTML: Language =
    Language { rows: ROWS, anywhere: &[], at_the_start: &[], in_loops: &[], others };

const ROWS: &[Row] = &[
    ("role", "role=\"status\"", &["role=\"log\"", "role=\"alert\"", "aria-role=\"status\""]),
    ("role", "role=\"log\"", &["role=\"status\"", "role=\"chat\"", "aria-role=\"log\""]),
    (
        "live",
        "aria-live=\"polite\"",
        &[
            "aria-live=\"off\"",
            "aria-live=\"assertive\"",
            "aria-alive=\"polite\"",
            "aria-live=\"polite\" aria-hidden=\"true\"",
        ],
    ),
    ("live", "aria-live=\"off\"", &["aria-live=\"polite\"", "aria-alive=\"off\""]),
    (
        "label",
        "aria-label=\"Messages\"",
        &[
            "aria-label=\"messages\"",
            "aria-label=\"No messages\"",
            "title=\"Messages\"",
            "aria-labelledby=\"users-title\"",
        ],
    ),
    ("text", "Not connected", &[""]),
    ("text", "></p>", &[">Messages</p>"]),
    ("text", "></div>", &[">Messages</div>"]),
    ("element", "<p ", &["<div "]),
    ("element", "<div ", &["<p "]),
    ("end", "</p>", &[""]),
    ("end", "</div>", &[""]),
];

/// Changes of one attribute, whatever it is.
fn others(text: &str) -> Vec<Mutant> {
    let is_code = code_bytes(text);
    let lines = text.match_indices('<').filter(|(start, _)| is_code[*start]);
    let tags = lines.filter(|(start, _)| !text[*start..].starts_with("</"));
    let mut mutants = Vec::new();
    for (start, _) in tags {
        let length = text[start..].find('>').expect("a tag ends");
        let tag = start..start + length;
        for attribute in attributes(text, tag.clone()) {
            let mut add = |operator, place: Range<usize>, new: &str| {
                mutants.push(Mutant { operator, text: with(text, place, new) });
            };
            add("no-attribute", attribute.clone(), "");
            let written = &text[attribute.clone()];
            let is_for_screen_readers =
                [" role=", " aria-"].iter().any(|start| written.starts_with(start));
            if !is_for_screen_readers {
                continue;
            }
            let (name, _) = written.split_once('=').expect("such an attribute has a value");
            add("empty", attribute.clone(), &format!("{name}=\"\""));
            // The attribute stands in the next element, or around its own one.
            let without = with(text, attribute.clone(), "");
            let end = start + length - attribute.len();
            if let Some(next) = without[end..].find(" id=") {
                let text = with(&without, end + next..end + next, written);
                mutants.push(Mutant { operator: "next-element", text });
            }
            let text = with(&without, start..start, &format!("<div{written}>"));
            let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
            let text = with(&text, line_end..line_end, "</div>");
            mutants.push(Mutant { operator: "outer-element", text });
        }
    }
    mutants
}

/// The attributes of a tag, each with the space before it.
fn attributes(text: &str, tag: Range<usize>) -> Vec<Range<usize>> {
    let is_code = code_bytes(text);
    let spaces = text[tag.clone()].match_indices(' ').map(|(place, _)| tag.start + place);
    // A space in a value is no code.
    let mut starts: Vec<usize> = spaces.filter(|place| is_code[*place]).collect();
    starts.push(tag.end);
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}
