//! README.md as what it is made of: blocks between fences, prose, code in the prose, tables.

use std::{fs, path::PathBuf, sync::LazyLock};

/// Where the path of a file of this project begins.
const TOP: [&str; 7] =
    ["src/", "client/", "tests/", "exercises/", ".ci/", "Cargo.toml", "README.md"];

/// What stands between two fences. `info` is what the first fence says: a language, and who
/// says or hears it.
pub struct Block {
    pub info: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All sources in a folder, one after the other.
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
                    "code goes over a line's end: {line}"
                );
                prose += line;
                prose += "\n";
            }
        }
        prose
    });
    &PROSE
}

/// The `code` in some prose.
pub fn spans(prose: &str) -> impl Iterator<Item = &str> {
    prose.split('`').skip(1).step_by(2)
}

/// The same, each with the text between it and the one before.
pub fn spans_with_what_stands_before(prose: &str) -> impl Iterator<Item = (&str, &str)> {
    prose.split('`').step_by(2).zip(spans(prose))
}

/// The rows of the table whose header begins so, each with its cells.
pub fn table<const CELLS: usize>(header: &str) -> Vec<[&'static str; CELLS]> {
    let rows = prose().lines().skip_while(|line| !line.starts_with(header));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<_> = row.trim_matches('|').split('|').map(str::trim).collect();
        cells.try_into().unwrap_or_else(|_| panic!("not {CELLS} cells: {row}"))
    })
    .collect()
}

/// What a link to a heading says after the #, as GitHub makes it.
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

/// Whether a file makes something of this name: Rust, JavaScript, or an element with this id.
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
