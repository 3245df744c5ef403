//! Each part of `exercises/` is the solution with holes, and nothing else: it cannot drift from
//! `src/` and `client/`.
//!
//! After a change of the solution, `UPDATE_EXERCISES=1 cargo test --test exercises` carries it over
//! and leaves the holes as they are. If the text around a hole is gone, the test names the hole,
//! and somebody has to move it by hand.

#[path = "wrong_answers/holes.rs"]
mod holes;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Once;

use holes::{MESSAGES, PARTS, Part, Starter, files_in, id, read, root, write};

/// What every TODO says, in this order.
const SECTIONS: [&str; 6] = ["Goal:", "Now:", "Facts:", "Look up:", "Write:", "Check:"];

/// This many lines before a hole, and after it, tell where in the solution it is.
const CONTEXT: usize = 3;

#[test]
fn a_part_holds_only_what_the_student_writes() {
    update();
    for part in PARTS {
        let mut expected: BTreeSet<String> = part.files().into_keys().collect();
        expected.extend(part.own.iter().map(|file| file.to_string()));
        assert_eq!(files_of(part), expected, "the files of exercises/{}", part.name);
    }
}

#[test]
fn around_the_holes_every_file_is_the_solutions_word_for_word() {
    update();
    for part in PARTS {
        for (file, solution) in part.files() {
            let text = read(&part.folder().join(&file));
            let solution = read(&root().join(solution));
            let holes = part.exercises.iter().filter(|one| one.file == file).count();
            let is_same = match holes {
                0 if text == solution => Ok(()),
                0 => Err("it is not the solution's file".to_string()),
                _ => part.starter(&file).answers(&solution).map(|_| ()),
            };
            is_same.unwrap_or_else(|why| panic!("{}/{file}: {why}\n{WHAT_TO_DO}", part.name));
        }
    }
}

#[test]
fn holes_filled_from_the_solution_give_the_solution() {
    update();
    for part in PARTS {
        let answers = part.solution();
        for (file, solution) in part.files() {
            let filled = part.starter(&file).fill(|title, _| answers[id(title)].clone());
            let is_same = filled == read(&root().join(&solution));
            assert!(is_same, "{}/{file}, filled, is not {solution}. {WHAT_TO_DO}", part.name);
        }
    }
}

#[test]
fn every_exercise_has_one_hole_and_the_solution_has_no_marker() {
    for part in PARTS {
        let mut found = Vec::new();
        for (file, solution) in part.files() {
            let holes = part.starter(&file).holes.into_iter();
            found.extend(holes.map(|(title, _)| (title, file.clone())));
            let cut = Starter::cut(&read(&root().join(&solution)));
            assert!(cut.is_ok_and(|cut| cut.holes.is_empty()), "{solution} has a marker");
        }
        found.sort();
        let expected = part.exercises.iter();
        let expected: Vec<_> = expected.map(|one| (one.title.into(), one.file.into())).collect();
        assert_eq!(found, expected, "the holes of {}", part.name);
    }
}

/// The grader waits for this line: with other words it would be slow, and show it to the student.
#[test]
fn the_grader_knows_the_rooms_line_about_a_text_that_is_not_json() {
    let room = read(&root().join("src/room.rs"));
    let grader = read(&root().join("tests/grade/common/program.rs"));
    assert!(room.contains("sent a message we cannot use: {error}, "), "reply_error in src/room.rs");
    assert!(
        grader.contains("\"we cannot use: not JSON\""),
        "MARK in tests/grade/common/program.rs"
    );
}

#[test]
fn every_hole_says_what_to_do() {
    for part in PARTS {
        for exercise in part.exercises {
            let title = exercise.title;
            let hole = hole(part, exercise);
            let mut rest = hole.as_str();
            for section in SECTIONS {
                let lacks = || panic!("{title} lacks {section:?}:\n{hole}");
                let place = rest.find(section).unwrap_or_else(lacks);
                rest = &rest[place + section.len()..];
            }
            let check = rest.lines().next().unwrap_or_default().trim_end_matches("-->").trim();
            assert_eq!(check, format!("cargo test {}", exercise.id()), "{title}, after Check:");
        }
    }
}

#[test]
fn the_students_text_has_a_chapter_for_every_hole() {
    for part in PARTS {
        let text = read(&part.folder().join("README.md"));
        let chapters: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
        let titles: Vec<_> = part.exercises.iter().map(|exercise| exercise.title).collect();
        assert_eq!(chapters, titles, "the ### headings of exercises/{}/README.md", part.name);
    }
}

#[test]
fn the_grader_calls_the_exercises_by_the_same_ids() {
    for part in PARTS {
        let source = read(&root().join("tests/grade").join(part.name).join("exercise.rs"));
        let ids = source.lines().filter_map(|line| line.trim().strip_prefix("id: \""));
        let ids: Vec<_> = ids.map(|id| id.trim_end_matches("\",")).collect();
        assert_eq!(ids, part.ids(), "the ids in the grader of {}", part.name);
    }
}

/// Shorter ones do not help, and longer ones are not read.
#[test]
fn every_hint_has_80_to_160_words() {
    for part in PARTS {
        let source = read(&root().join("tests/grade").join(part.name).join("exercise.rs"));
        let mut hints = Vec::new();
        for block in source.split("hints: [\n").skip(1) {
            let block = block.split("\n                ],").next().unwrap_or_default();
            hints.extend(block.split("\",\n").map(|hint| hint.replace("\\n\\", " ")));
        }
        assert_eq!(hints.len(), 2 * part.exercises.len(), "the hints of {}", part.name);
        for hint in hints {
            let words = hint.split_whitespace().filter(|word| *word != "\\").count();
            assert!((80..=160).contains(&words), "{words} words: {hint}");
        }
    }
}

/// After a PASS the student gets a question, and it may name files and chapters of README.
#[test]
fn every_question_names_what_exists() {
    let readme = read(&root().join("README.md"));
    for part in PARTS {
        let source = read(&root().join("tests/grade").join(part.name).join("exercise.rs"));
        let questions = source.split(" next: \"").skip(1);
        let questions: Vec<&str> =
            questions.map(|rest| rest.split("\",\n").next().unwrap_or_default()).collect();
        assert_eq!(questions.len(), part.exercises.len(), "the questions of {}", part.name);
        for question in questions {
            for word in question.split_whitespace().filter(|word| word.contains('/')) {
                let file = part.folder().join(word.trim_end_matches(['.', ',', ':', '?']));
                assert!(file.is_file(), "{file:?} does not exist: {question}");
            }
            for chapter in question.split('“').skip(1).filter_map(|rest| rest.split('”').next())
            {
                let is_there = readme
                    .lines()
                    .any(|line| line.trim_start_matches('#') == format!(" {chapter}"));
                assert!(is_there, "README.md has no chapter {chapter:?}: {question}");
            }
        }
    }
}

#[test]
fn every_part_is_built_with_the_dependencies_of_the_solution() {
    let solution = dependencies(&root());
    for part in PARTS {
        let own = dependencies(&part.folder());
        let strange: Vec<_> = own.iter().filter(|line| !solution.contains(line)).collect();
        assert!(strange.is_empty(), "not in Cargo.toml, but in that of {}: {strange:?}", part.name);
    }
}

#[test]
fn alone_every_part_is_built_with_the_same_versions() {
    update();
    for part in PARTS {
        let own = read(&part.folder().join("Cargo.lock"));
        assert_eq!(own, lock_of(part), "{}/Cargo.lock. {WHAT_TO_DO}", part.name);
    }
}

#[test]
fn the_room_with_holes_has_the_modules_of_the_finished_one() {
    update();
    let own = read(&MESSAGES.folder().join("src/lib.rs"));
    let (_, own) = split_header(&own);
    assert_eq!(own, borrowed_modules(), "messages/src/lib.rs. {WHAT_TO_DO}");
}

const WHAT_TO_DO: &str =
    "To carry a change of the solution over: UPDATE_EXERCISES=1 cargo test --test exercises";

/// A student whose Rust does not compile can leave all of it out, and check the page.
const SERVER_ONLY: &str =
    "\n#![cfg(feature = \"server\")] // without it, only the page is graded\n";

/// The files in a part's folders `src` and `client`: what a student hands in.
fn files_of(part: &Part) -> BTreeSet<String> {
    let folders = ["src"].iter().chain(part.copied);
    let files = folders.flat_map(|folder| {
        let files = files_in(&part.folder().join(folder)).into_iter();
        files.map(move |file| format!("{folder}/{file}"))
    });
    files.collect()
}

fn hole(part: &Part, exercise: &holes::Exercise) -> String {
    let holes = part.starter(exercise.file).holes;
    let hole = holes.into_iter().find(|(title, _)| title == exercise.title);
    let Some((_, hole)) = hole else {
        panic!("{}/{} has no hole {}", part.name, exercise.file, exercise.title);
    };
    hole
}

/// The lines of the section `[dependencies]` in a package's manifest.
fn dependencies(package: &Path) -> Vec<String> {
    let manifest = read(&package.join("Cargo.toml"));
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    lines.take_while(|line| !line.starts_with('[')).map(str::to_string).collect()
}

/// A file's first comment, and what follows it.
fn split_header(text: &str) -> (&str, &str) {
    let header: usize =
        text.split_inclusive('\n').take_while(|line| line.starts_with("//!")).map(str::len).sum();
    text.split_at(header)
}

/// The code of `src/lib.rs`, which takes every file that the student does not write from `src/`.
fn borrowed_modules() -> String {
    let solution = read(&root().join("src/lib.rs"));
    let (_, code) = split_header(&solution);
    let mut borrowed = SERVER_ONLY.to_string();
    for line in code.split_inclusive('\n') {
        let module =
            line.trim_end().strip_prefix("pub mod ").or(line.trim_end().strip_prefix("mod "));
        if let Some(module) = module.and_then(|module| module.strip_suffix(';')) {
            let file = format!("src/{module}.rs");
            if !MESSAGES.exercises.iter().any(|exercise| exercise.file == file) {
                borrowed += &format!("#[path = \"../../../{file}\"]\n");
            }
        }
        borrowed += line;
    }
    borrowed
}

/// With `UPDATE_EXERCISES` set, makes each part anew from the solution and its own holes.
fn update() {
    static UPDATE: Once = Once::new();
    UPDATE.call_once_force(|_| {
        if std::env::var_os("UPDATE_EXERCISES").is_none() {
            return;
        }
        for part in PARTS {
            update_files(part);
            write(&part.folder().join("Cargo.lock"), &lock_of(part));
        }
        let lib = MESSAGES.folder().join("src/lib.rs");
        let old = read(&lib);
        write(&lib, &format!("{}{}", split_header(&old).0, borrowed_modules()));
    });
}

fn update_files(part: &Part) {
    let mut old = files_of(part);
    for (file, solution) in part.files() {
        let mut text = read(&root().join(solution));
        if old.remove(&file) {
            text = move_holes(&part.starter(&file), &text)
                .unwrap_or_else(|why| panic!("{}/{file}: {why}", part.name));
        }
        write(&part.folder().join(file), &text);
    }
    for file in old.iter().filter(|file| !part.own.contains(&file.as_str())) {
        let has_holes = !part.starter(file).holes.is_empty();
        assert!(!has_holes, "{}/{file} has holes, and no solution", part.name);
        fs::remove_file(part.folder().join(file)).expect("a file can be removed");
    }
}

/// Puts the starter's holes into a solution that has changed: each goes where the lines around
/// it are now. An error names the first hole whose lines are gone.
fn move_holes(starter: &Starter, solution: &str) -> Result<String, String> {
    let (mut moved, mut rest) = (String::new(), solution);
    for (index, (title, hole)) in starter.holes.iter().enumerate() {
        let before: Vec<&str> = starter.kept[index].split_inclusive('\n').collect();
        let before = before[before.len().saturating_sub(CONTEXT)..].concat();
        let after = starter.kept[index + 1].split_inclusive('\n').take(CONTEXT);
        let after: String = after.collect();
        let lost = |lines: &str| format!("{title}: these lines are not in the solution:\n{lines}");
        let start = rest.find(&before).ok_or_else(|| lost(&before))? + before.len();
        let end = match after.as_str() {
            "" => rest.len(), // the hole goes to the end of the file
            after => start + rest[start..].find(after).ok_or_else(|| lost(after))?,
        };
        moved += &rest[..start];
        moved += hole;
        rest = &rest[end..];
    }
    Ok(moved + rest)
}

const DERIVE: &str = " \"serde_derive\",";

/// The lines of `Cargo.lock` that a part needs. Cargo reads the part's own lock file where there
/// is no solution beside it: in a student's folder.
fn lock_of(part: &Part) -> String {
    let lock = read(&root().join("Cargo.lock"));
    let (head, packages) = lock.split_once("[[package]]\n").expect("a lock file lists packages");
    let packages: Vec<&str> = packages.split("[[package]]\n").map(str::trim_end).collect();
    let mut wanted = vec![part.name];
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
    // Where one version of a crate is left, Cargo names the crate without its version.
    let names: Vec<&str> =
        needed.iter().filter_map(|index| field(packages[*index], "name")).collect();
    let is_alone = |name: &str| names.iter().filter(|other| **other == name).count() == 1;
    let short = |line: &str| match line.strip_prefix(" \"").and_then(|rest| rest.split_once(' ')) {
        Some((name, _)) if is_alone(name) => format!(" \"{name}\","),
        _ => line.to_string(),
    };
    // Only the teacher's tool asks for this feature of serde.
    let is_surplus =
        |package: &str, line: &str| field(package, "name") == Some("serde") && line == DERIVE;
    let package = |index: usize| {
        let lines = packages[index].lines().filter(|line| !is_surplus(packages[index], line));
        lines.map(short).collect::<Vec<_>>().join("\n")
    };
    let needed: Vec<String> =
        needed.into_iter().map(|index| format!("[[package]]\n{}\n", package(index))).collect();
    format!("{head}{}", needed.join("\n"))
}

/// The value of `name = "value"`.
fn field<'p>(package: &'p str, name: &str) -> Option<&'p str> {
    let lines = package.lines().filter_map(|line| line.split_once(" = "));
    lines.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.trim_matches('"'))
}
