//! Splits README.md into its parts: blocks between fences, prose, code in the prose, and tables.

use std::{fs, path::PathBuf, sync::LazyLock};

/// The start of each path in this project.
const TOP: [&str; 7] =
    ["src/", "client/", "tests/", "exercises/", ".ci/", "Cargo.toml", "README.md"];

/// The text between two fences. `info` is the rest of the first fence, such as `json walter sends`.
pub struct Block {
    pub info: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a file of the project.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Reads all sources in a folder, one after the other.
pub fn sources(folder: &str) -> String {
    let entries =
        fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut all = String::new();
    for entry in entries {
        let name = entry.expect("an entry").file_name().into_string().expect("a name in UTF-8");
        let path = format!("{folder}/{name}");
        if root().join(&path).is_dir() {
            if name != "target" {
                all += &sources(&path);
            }
        } else if [".rs", ".js", ".html"].iter().any(|ending| name.ends_with(ending)) {
            all += &read(&path);
        }
    }
    all
}

pub fn readme() -> &'static str {
    static README: LazyLock<String> = LazyLock::new(|| read("README.md"));
    &README
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// All blocks between fences, without the indentation of their fence.
pub fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = readme().lines();
    while let Some(fence) = lines.by_ref().find(|line| is_fence(line)) {
        let (indent, info) = fence.split_once("```").expect("a fence");
        let inside = lines.by_ref().take_while(|line| !is_fence(line));
        let inside: Vec<_> = inside.map(|line| line.strip_prefix(indent).unwrap_or(line)).collect();
        blocks.push(Block { info: info.to_string(), text: inside.join("\n") });
    }
    blocks
}

/// Everything that is not between fences.
pub fn prose() -> &'static str {
    static PROSE: LazyLock<String> = LazyLock::new(|| {
        let mut is_inside = false;
        let mut prose = String::new();
        for line in readme().lines() {
            if is_fence(line) {
                is_inside = !is_inside;
            } else if !is_inside {
                assert!(
                    line.matches('`').count().is_multiple_of(2),
                    "a code span does not end on its line: {line}"
                );
                prose += line;
                prose += "\n";
            }
        }
        prose
    });
    &PROSE
}

/// The `code` spans in some prose.
pub fn spans(prose: &str) -> impl Iterator<Item = &str> {
    prose.split('`').skip(1).step_by(2)
}

/// The `code` spans in some prose, each with the text before it.
pub fn spans_with_what_stands_before(prose: &str) -> impl Iterator<Item = (&str, &str)> {
    prose.split('`').step_by(2).zip(spans(prose))
}

/// The rows of all tables whose header begins with `header`, each split into its cells.
pub fn table<const CELLS: usize>(header: &str) -> Vec<[&'static str; CELLS]> {
    let mut rows = Vec::new();
    let mut lines = prose().lines();
    while lines.any(|line| line.starts_with(header)) {
        for row in lines.by_ref().skip(1).take_while(|line| line.starts_with('|')) {
            let cells: Vec<&'static str> =
                row.trim_matches('|').split('|').map(str::trim).collect();
            rows.push(cells.try_into().unwrap_or_else(|_| panic!("not {CELLS} cells: {row}")));
        }
    }
    rows
}

/// The anchor that GitHub makes for a heading: the part of a link after the #.
pub fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let letters =
        words.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    letters.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

pub fn is_path(span: &str) -> bool {
    TOP.iter().any(|top| span.starts_with(top)) && !span.contains(' ')
}

pub fn is_identifier(span: &str) -> bool {
    span.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Whether a file defines this name: in Rust, in JavaScript, or as the id of an element.
pub fn defines(file: &str, name: &str) -> bool {
    let kinds = ["fn", "const", "struct", "enum", "trait", "function", "pub"];
    let ends =
        |rest: &str| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    match name.strip_prefix('#') {
        Some(id) => file.contains(&format!("id=\"{id}\"")),
        None => kinds.iter().any(|kind| {
            let definition = format!("{kind} {name}");
            file.match_indices(&definition).any(|(at, _)| ends(&file[at + definition.len()..]))
        }),
    }
}
