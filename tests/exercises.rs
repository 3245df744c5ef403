//! `exercises/` is the solution with holes, and nothing else: it cannot drift from `src/` and `client/`.
//!
//! After a change of the solution, `UPDATE_EXERCISES=1 cargo test --test exercises` carries it over
//! and leaves the holes as they are. A hole whose surroundings are gone is named, to be moved by hand.

#[path = "wrong_answers/holes.rs"]
mod holes;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Once;

use holes::{EXERCISES, Starter, files_in, id, read, root, starter, write};

/// What every TODO says, in this order.
const PARTS: [&str; 6] = ["Goal:", "Now:", "Facts:", "Look up:", "Write:", "Check:"];

/// How many lines before a hole, and after it, say where in the solution it is.
const CONTEXT: usize = 3;

#[test]
fn the_starter_has_the_files_of_the_solution() {
    update();
    assert_eq!(
        files_of(&root().join("exercises")),
        files_of(&root()),
        "exercises, and the solution"
    );
}

#[test]
fn around_the_holes_every_file_is_the_solutions_word_for_word() {
    update();
    for file in files_of(&root()) {
        let (solution, text) = (read(&root().join(&file)), read_starter(&file));
        if let Err(difference) = starter(&file).answers(&solution) {
            panic!("exercises/{file}: {difference}\n{}", what_to_do());
        }
        let holes = EXERCISES.iter().filter(|(_, place)| *place == file).count();
        assert!(holes > 0 || text == solution, "exercises/{file} differs. {}", what_to_do());
    }
}

#[test]
fn holes_filled_from_the_solution_give_the_solution() {
    update();
    let answers = holes::solution();
    for file in files_of(&root()) {
        let solution = read(&root().join(&file));
        let filled = starter(&file).fill(|title, _| answers[id(title)].clone());
        assert!(filled == solution, "exercises/{file}, filled, is not {file}. {}", what_to_do());
    }
}

#[test]
fn every_exercise_has_one_hole_and_the_solution_has_no_marker() {
    let mut found = Vec::new();
    for file in files_of(&root()) {
        found.extend(starter(&file).holes.into_iter().map(|(title, _)| (title, file.clone())));
        let solution = Starter::cut(&read(&root().join(&file)));
        assert!(solution.is_ok_and(|cut| cut.holes.is_empty()), "{file} has a marker");
    }
    found.sort();
    let expected = EXERCISES.map(|(title, file)| (title.to_string(), file.to_string()));
    assert_eq!(found, expected);
}

#[test]
fn every_hole_says_what_to_do() {
    for (title, file) in EXERCISES {
        let hole = hole(title, file);
        let mut rest = hole.as_str();
        for part in PARTS {
            let place =
                rest.find(part).unwrap_or_else(|| panic!("{title} lacks {part:?}:\n{hole}"));
            rest = &rest[place + part.len()..];
        }
        let check = rest.lines().next().unwrap_or_default().trim_end_matches("-->").trim();
        assert_eq!(check, format!("cargo test {}", id(title)), "{title}, after Check:");
    }
}

#[test]
fn the_students_text_has_a_chapter_for_every_hole() {
    let text = read(&root().join("exercises/README.md"));
    let chapters: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let titles = EXERCISES.map(|(title, _)| title);
    assert_eq!(chapters, titles, "the ### headings of exercises/README.md");
}

#[test]
fn the_grader_calls_the_exercises_by_the_same_ids() {
    let source = read(&root().join("tests/grade/exercise.rs"));
    let mut rest = source.as_str();
    for (title, _) in EXERCISES {
        let arm = format!("=> \"{}\",", id(title));
        rest = rest.split_once(&arm).unwrap_or_else(|| panic!("the grader lacks {title}")).1;
    }
}

#[test]
fn the_starter_is_built_with_what_the_solution_is_built_with() {
    let [solution, starter] = ["Cargo.toml", "exercises/Cargo.toml"].map(|file| {
        let manifest = read(&root().join(file));
        let lines = manifest.lines().skip_while(|line| *line != "[dependencies]");
        lines.skip(1).take_while(|line| !line.starts_with('[')).collect::<Vec<_>>().join("\n")
    });
    assert_eq!(starter, solution, "the [dependencies] of exercises/Cargo.toml, and of Cargo.toml");
}

#[test]
fn alone_the_starter_is_built_with_the_same_versions() {
    update();
    assert_eq!(read_starter("Cargo.lock"), lock_of_the_starter(), "{}", what_to_do());
}

/// The files that starter and solution share. `src/bin` has other programs, and a picture is for
/// the README.
fn files_of(folder: &Path) -> BTreeSet<String> {
    let all = ["src", "client"].map(|part| {
        files_in(&folder.join(part)).into_iter().map(move |file| format!("{part}/{file}"))
    });
    let is_shared = |file: &String| !file.starts_with("src/bin/") && !file.ends_with(".png");
    all.into_iter().flatten().filter(is_shared).collect()
}

fn read_starter(file: &str) -> String {
    read(&root().join("exercises").join(file))
}

fn hole(title: &str, file: &str) -> String {
    let holes = starter(file).holes;
    let hole = holes.into_iter().find(|(found, _)| found == title);
    hole.unwrap_or_else(|| panic!("exercises/{file} has no hole {title}")).1
}

fn what_to_do() -> &'static str {
    "To carry a change of the solution over: UPDATE_EXERCISES=1 cargo test --test exercises"
}

/// With `UPDATE_EXERCISES` set, makes the starter anew from the solution and its own holes.
fn update() {
    static UPDATE: Once = Once::new();
    UPDATE.call_once_force(|_| {
        if std::env::var_os("UPDATE_EXERCISES").is_none() {
            return;
        }
        let (ours, theirs) = (files_of(&root().join("exercises")), files_of(&root()));
        for file in &theirs {
            let mut text = read(&root().join(file));
            if ours.contains(file) {
                text =
                    move_holes(&starter(file), &text).unwrap_or_else(|why| panic!("{file}: {why}"));
            }
            write(&root().join("exercises").join(file), &text);
        }
        for file in ours.difference(&theirs) {
            assert!(starter(file).holes.is_empty(), "exercises/{file} has holes, and no solution");
            fs::remove_file(root().join("exercises").join(file)).expect("a file can be removed");
        }
        write(&root().join("exercises/Cargo.lock"), &lock_of_the_starter());
    });
}

/// The starter's holes in a solution that has changed: each goes where the lines around it
/// stand now. An error names the hole whose surroundings are gone.
fn move_holes(starter: &Starter, solution: &str) -> Result<String, String> {
    let (mut moved, mut rest) = (String::new(), solution);
    for (index, (title, hole)) in starter.holes.iter().enumerate() {
        let before: Vec<&str> = starter.kept[index].split_inclusive('\n').collect();
        let before = before[before.len().saturating_sub(CONTEXT)..].concat();
        let after = starter.kept[index + 1].split_inclusive('\n').take(CONTEXT);
        let after: String = after.collect();
        let lost = |lines| format!("{title}: these lines are not in the solution:\n{lines}");
        let start = rest.find(&before).ok_or_else(|| lost(&before))? + before.len();
        let end = start + rest[start..].find(&after).ok_or_else(|| lost(&after))?;
        moved += &rest[..start];
        moved += hole;
        rest = &rest[end..];
    }
    Ok(moved + rest)
}

/// The part of `Cargo.lock` that `exercises` needs. Cargo reads it where the starter stands
/// without the solution: in a student's folder.
fn lock_of_the_starter() -> String {
    let lock = read(&root().join("Cargo.lock"));
    let (head, packages) = lock.split_once("[[package]]\n").expect("a lock file lists packages");
    let packages: Vec<&str> = packages.split("[[package]]\n").map(str::trim_end).collect();
    let mut wanted = vec!["exercises"];
    let mut needed = BTreeSet::new();
    while let Some(dependency) = wanted.pop() {
        let (name, version) = dependency.split_once(' ').unwrap_or((dependency, ""));
        let found = packages.iter().position(|package| {
            field(package, "name") == Some(name)
                && field(package, "version").unwrap_or("").starts_with(version)
        });
        let index = found.unwrap_or_else(|| panic!("Cargo.lock lacks {dependency}"));
        if needed.insert(index) {
            let lines = packages[index].lines().filter(|line| line.starts_with(" \""));
            wanted.extend(lines.map(|line| line.trim_matches([' ', '"', ','])));
        }
    }
    let needed: Vec<String> =
        needed.into_iter().map(|index| format!("[[package]]\n{}\n", packages[index])).collect();
    format!("{head}{}", needed.join("\n"))
}

/// The value of `name = "value"`.
fn field<'p>(package: &'p str, name: &str) -> Option<&'p str> {
    let lines = package.lines().filter_map(|line| line.split_once(" = "));
    lines.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.trim_matches('"'))
}
