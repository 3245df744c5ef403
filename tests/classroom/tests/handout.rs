//! The handouts for students. In an empty folder each of them works, with the versions of this
//! project's lock file, and it does not hold the solution.

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use classroom::handout;
use classroom::holes::{MESSAGES, Part, THREADS, files_in, id, read, write};
use serde_json::Value;
use zip::ZipArchive;

type Result<T = ()> = std::result::Result<T, String>;

/// One after the other: they share a target folder, so that the crates are compiled only once.
#[test]
fn the_handouts_work_alone_and_have_no_solution() -> Result {
    check(&MESSAGES, &["README.md", "client", "exercises", "src", "tests"])?;
    check(&THREADS, &["README.md", "client", "exercises", "tests"])
}

#[test]
fn the_same_files_make_the_same_zip() -> Result {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let pack = |name: &str| -> Result<Vec<u8>> {
        let zip = folder.path().join(name);
        handout::write(&MESSAGES, &zip, true).map_err(|error| format!("{error:#}"))?;
        fs::read(zip).map_err(|error| error.to_string())
    };
    let (first, second) = (pack("first.zip")?, pack("second.zip")?);
    assert!(first.starts_with(b"PK") && first == second, "the zips differ");
    Ok(())
}

/// `top` is everything at the top of the handout.
fn check(part: &Part, top: &[&str]) -> Result {
    // Not below the target folder: cargo would take the handout for a part of this workspace.
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let zip = folder.path().join("handout.zip");
    handout::write(part, &zip, true).map_err(|error| format!("{error:#}"))?;
    let zip = File::open(zip).map_err(|error| error.to_string())?;
    let mut zip = ZipArchive::new(zip).map_err(|error| error.to_string())?;
    zip.extract(folder.path()).map_err(|error| error.to_string())?;
    let unpacked = folder.path().join("chat-room");
    has_no_solution(part, top, &unpacked);

    let exercises = unpacked.join("exercises").join(part.name);
    let most = part.exercises.len();
    let (score, said) = points(&exercises, most)?;
    assert_eq!(score, 0, "points of the handout as it is");
    failures_come_in_the_order_of_the_exercises(part, &said);
    a_wrong_name_is_reported(part, &exercises)?;
    a_wrong_hint_is_reported(part, &exercises)?;
    each_hint_leads_to_the_next_one(part, &exercises)?;
    if part.name == MESSAGES.name {
        the_page_is_graded_while_the_rust_does_not_compile(&exercises)?;
        the_quiz_waits_for_answers(&exercises)?;
    }
    let answers = part.solution();
    for exercise in part.exercises {
        let filled = part.starter(exercise.file).fill(|title, _| answers[id(title)].clone());
        write(&exercises.join(exercise.file), &filled);
    }
    let (score, _) = points(&exercises, most)?;
    assert_eq!(score, most, "points with the solution, and the extra one");
    after_one_exercise_all_are_next(part, &exercises)
}

/// No file has an answer of the part's solution, and no other files of the project came along.
fn has_no_solution(part: &Part, top: &[&str], unpacked: &Path) {
    let files = files_in(unpacked);
    let found: BTreeSet<&str> = files.iter().filter_map(|file| file.split('/').next()).collect();
    assert_eq!(found, top.iter().copied().collect(), "the top of the handout of {}", part.name);
    let others = files.iter().filter(|file| file.starts_with("exercises/"));
    let mut others = others.filter(|file| !file.starts_with(&format!("exercises/{}/", part.name)));
    assert_eq!(others.next(), None, "another part's file in the handout of {}", part.name);
    let forbidden = |file: &&String| file.contains("wrong_answers") || file.starts_with("src/bin/");
    assert_eq!(files.iter().find(forbidden), None, "in the handout of {}", part.name);
    for (id, answer) in part.solution() {
        for file in &files {
            let bytes = fs::read(unpacked.join(file)).expect("an unpacked file can be read");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(answer.trim()), "{file} has the solution of {id}");
        }
    }
}

/// Without a report, `0 passed` would look like success.
fn a_wrong_name_is_reported(part: &Part, exercises: &Path) -> Result {
    let ids = part.ids();
    let (last, others) = ids.split_last().expect("a part has exercises");
    let ids = format!("They are {} and {last}.", others.join(", "));
    for name in ["logn", "2"] {
        let (is_success, said) = said_by(cargo_test(exercises).arg(name))?;
        assert!(!is_success, "cargo test {name} succeeds:\n{said}");
        assert!(said.contains(&ids), "after cargo test {name}:\n{said}");
    }
    let (is_success, said) = said_by(cargo_test(exercises).args(["logn", "--", "--list"]))?;
    assert!(is_success, "a list of no tests is no failure:\n{said}");
    Ok(())
}

/// The student wants a hint, and has to learn how to ask for one.
fn a_wrong_hint_is_reported(part: &Part, exercises: &Path) -> Result {
    let (_, said) = said_by(cargo_test(exercises).arg(part.ids()[0]).env("HINT", "true"))?;
    assert!(said.contains("HINT is 1 or 2"), "with HINT=true:\n{said}");
    Ok(())
}

/// After the last hint there is no other one to ask for.
fn each_hint_leads_to_the_next_one(part: &Part, exercises: &Path) -> Result {
    let id = part.ids()[0];
    for (level, next) in [("", Some(1)), ("1", Some(2)), ("2", None)] {
        let (_, said) = said_by(cargo_test(exercises).arg(id).env("HINT", level))?;
        let command = |level: usize| match cfg!(windows) {
            true => format!("$env:HINT = \"{level}\"; cargo test {id}"),
            false => format!("HINT={level} cargo test {id}"),
        };
        for other in 1..=2 {
            let times = said.matches(&command(other)).count();
            let expected = if next == Some(other) { 2 } else { 0 };
            assert_eq!(times, expected, "{} with HINT={level:?}:\n{said}", command(other));
        }
    }
    Ok(())
}

/// Whichever of them ends first.
fn failures_come_in_the_order_of_the_exercises(part: &Part, said: &str) {
    let headings = said.lines().filter_map(|line| line.strip_prefix("---- "));
    let told: Vec<_> = headings.filter_map(|line| line.split_once(": FAIL")).collect();
    let told: Vec<&str> = told.into_iter().map(|(title, _)| title).collect();
    let titles = part.exercises.iter().map(|exercise| exercise.title);
    let expected: Vec<&str> = titles.filter(|title| told.contains(title)).collect();
    assert_eq!(told, expected, "the failures in\n{said}");
    assert!(told.contains(&part.exercises[0].title), "the first one is not told in\n{said}");
}

/// The command for that is in the part's README.
fn the_page_is_graded_while_the_rust_does_not_compile(exercises: &Path) -> Result {
    let room = exercises.join("src/room.rs");
    let whole = read(&room);
    write(&room, &whole.replacen("fn login(", "fn login(?", 1));
    let (is_success, said) = said_by(&mut cargo_test(exercises))?;
    assert!(!is_success && said.contains("error: "), "this compiles:\n{said}");
    let (_, said) = said_by(cargo_test(exercises).arg("--no-default-features"))?;
    for exercise in MESSAGES.exercises {
        let line = said.lines().rfind(|line| line.starts_with(exercise.title)).unwrap_or_default();
        let is_left_out = line.contains("left out by --no-default-features");
        assert_eq!(is_left_out, exercise.is_server(), "{line:?} in\n{said}");
    }
    let next = "Check: cargo test --no-default-features roster";
    assert!(!said.contains("FAIL") || said.contains(next), "no {next:?} in\n{said}");
    write(&room, &whole);
    Ok(())
}

fn the_quiz_waits_for_answers(exercises: &Path) -> Result {
    let (is_success, said) = said_by(cargo_test(exercises).args(["--test", "quiz"]))?;
    assert!(is_success && said.contains("No answers yet."), "the quiz says\n{said}");
    let quiz = exercises.join("quiz.txt");
    write(&quiz, &read(&quiz).replacen("\nanswer:", "\nanswer: right", 1));
    let (is_success, said) = said_by(cargo_test(exercises).args(["--test", "quiz"]))?;
    assert!(is_success && said.contains("Room 1: correct."), "the quiz says\n{said}");
    Ok(())
}

/// After a single exercise the report names no other one, and no points of the whole. It ends with
/// something to think about.
fn after_one_exercise_all_are_next(part: &Part, exercises: &Path) -> Result {
    let ids = part.ids();
    let (is_success, said) = said_by(cargo_test(exercises).arg(ids[0]))?;
    assert!(said.contains("To think about: "), "after cargo test {}:\n{said}", ids[0]);
    let next = "Next: cargo test runs all exercises.";
    assert!(is_success && said.contains(next), "after cargo test {}:\n{said}", ids[0]);
    assert!(!said.contains("NOT RUN") && !said.contains("Total:"), "for one exercise:\n{said}");
    Ok(())
}

/// Runs `cargo test` as a student does; the points, and what it said. The compiler must not warn.
fn points(exercises: &Path, most: usize) -> Result<(usize, String)> {
    let result = target().join("grade.json");
    let _ = fs::remove_file(&result); // of an earlier run, if there was one
    let (_, said) = said_by(&mut cargo_test(exercises))?;
    assert!(!said.contains("warning:"), "the compiler complains:\n{said}");
    let json = fs::read_to_string(&result).map_err(|_| format!("no grade.json:\n{said}"))?;
    let json: Value = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    if json["score"] != 0 && json["score"] != most {
        println!("{said}");
    }
    let score = json["score"].as_u64().ok_or_else(|| format!("no score:\n{said}"))?;
    Ok((score as usize, said))
}

fn cargo_test(exercises: &Path) -> Command {
    let mut test = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    test.args(["test", "--locked", "--offline", "--target-dir"]).arg(target());
    for name in ["HINT", "GRADE_PROGRAM", "GRADE_CLIENT", "GRADE_JSON", "CARGO_TARGET_DIR"] {
        test.env_remove(name);
    }
    // Cargo names the finished server to this test. A student has none.
    test.env_remove("CARGO_BIN_EXE_chat-server");
    test.current_dir(exercises);
    test
}

/// The crates are compiled only once, however often this test runs.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("handout")
}

/// Whether a command succeeds, and its output.
fn said_by(command: &mut Command) -> Result<(bool, String)> {
    let Output { status, stdout, stderr } =
        command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let said = [stdout, stderr].concat();
    Ok((status.success(), String::from_utf8_lossy(&said).into_owned()))
}
