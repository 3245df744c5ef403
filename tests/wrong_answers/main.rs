//! The test of the grader: given the answers that students really write, it must fail the wrong
//! exercise and no other, and it must show the student the right words.
//!
//! Beside this file is a folder for each part, in it a folder for each exercise, and in that a
//! file for each answer. The head of the file says what is wrong, which exercises fail, which ones
//! cannot be seen then (blocked), which ones pass or are blocked as the threads happen to run
//! (open), and a phrase of the grader's text. Below the head are the holes as the student filled them; the other holes are solved. If the head says `Right:`, the answer is
//! only unusual, and everything must pass.
//!
//! First one cargo builds all programs, in a workspace of its own below the target folder.
//! `answers/NAME/grade.txt` there is the text for that student.

mod builds;
mod holes;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde_json::Value;

use builds::{Built, Package, build};
use holes::{Exercise, PARTS, Part, Starter, files_in, id, read, root};

/// A grader that takes longer than this hangs. It must end by itself, whatever a student wrote.
const DEADLINE: Duration = Duration::from_secs(120);

/// How often to look whether a grader has ended.
const GLANCE: Duration = Duration::from_millis(20);

/// A part with some of its holes filled, and the grader's expected verdicts.
struct Case {
    part: &'static Part,
    /// Such as `messages/login/flood`.
    name: String,
    /// The text in the holes, by the exercises' ids. The other holes stay as they are.
    fillings: BTreeMap<String, String>,
    /// Server and page cannot touch each other: a wrong server is graded without the page's
    /// exercises, and a wrong page without the server's.
    graded: BTreeSet<String>,
    expected: Expected,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Expected {
    passed: BTreeSet<String>,
    /// The exercises that cannot be seen. `None` if it does not matter whether they fail or are
    /// blocked.
    blocked: Option<BTreeSet<String>>,
    /// The exercises that may pass or be blocked, as the threads happen to run.
    open: BTreeSet<String>,
    /// A phrase that the student must read.
    says: String,
    /// Whether the compiler must not warn.
    is_clean: bool,
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // A grader waits more than it computes.
    let cores = thread::available_parallelism().map_or(2, usize::from);
    arguments.test_threads.get_or_insert(2 * cores);
    let cases = PARTS.into_iter().flat_map(|part| [states_of_solving(part), wrong_answers(part)]);
    let cases: Vec<Case> = cases.flatten().collect();
    let is_wanted = |case: &&Case| is_built(&case.name, &arguments);
    let packages: Vec<Package> = cases.iter().filter(is_wanted).map(package).collect();
    let built = Arc::new(OnceLock::new());
    let packages = Arc::new(packages);
    let trials = cases.into_iter().map(|case| {
        let (built, packages) = (Arc::clone(&built), Arc::clone(&packages));
        Trial::ignorable_test(case.name.clone(), move || {
            let built: &Result<Built, String> = built.get_or_init(|| build(&packages));
            check(&case, built.as_ref().map_err(Failed::from)?)
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// Whether a case is needed: those that run, and those with the grader and the solution's server.
fn is_built(case: &str, arguments: &Arguments) -> bool {
    let has = |name: &String| if arguments.exact { case == name } else { case.contains(name) };
    let is_run = arguments.filter.as_ref().is_none_or(has) && !arguments.skip.iter().any(has);
    is_run || case.ends_with("/solution") || case.ends_with("/untouched")
}

/// The solution, the starter, and both with one exercise the other way round.
fn states_of_solving(part: &'static Part) -> Vec<Case> {
    let solution = part.solution();
    let ids = part.ids();
    let state = |name: String, solved: &dyn Fn(&str) -> bool| {
        let fillings = solution.clone().into_iter().filter(|(id, _)| solved(id)).collect();
        let is_seen = |needs: &[&str]| needs.iter().all(|id| solved(id));
        let solved_ones = part.exercises.iter().filter(|one| solved(one.id()));
        let (seen, unseen): (Vec<_>, Vec<_>) = solved_ones.partition(|one| is_seen(one.needs));
        let ids = |exercises: Vec<&Exercise>| exercises.iter().map(|one| one.id().into()).collect();
        let passed: BTreeSet<String> = ids(seen);
        let is_clear = passed == all(part) || name.starts_with("all_but");
        let blocked = is_clear.then(|| ids(unseen));
        let expected = Expected { passed, blocked, is_clean: true, ..Expected::default() };
        let name = format!("{}/{name}", part.name);
        Case { part, name, fillings, graded: all(part), expected }
    };
    let mut cases = vec![state("solution".to_string(), &|_| true)];
    cases.push(state("untouched".to_string(), &|_| false));
    for one in &ids {
        cases.push(state(format!("only_{one}_solved"), &|id| id == *one));
        cases.push(state(format!("all_but_{one}_solved"), &|id| id != *one));
    }
    cases
}

/// The files in the part's folder beside this file.
fn wrong_answers(part: &'static Part) -> Vec<Case> {
    let folder = root().join("tests/wrong_answers").join(part.name);
    let answers = files_in(&folder).into_iter();
    answers.map(|file| wrong_answer(part, &file, &read(&folder.join(&file)))).collect()
}

fn wrong_answer(part: &'static Part, file: &str, text: &str) -> Case {
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    let name = format!("{}/{name}", part.name);
    let answer = Starter::cut(text).unwrap_or_else(|why| panic!("{file}: {why}"));
    assert!(!answer.holes.is_empty(), "{file}: no TODO and END around the answer");
    let graded = with_the_same_language(part, &answer);
    let mut fillings = part.solution();
    fillings.extend(answer.holes.into_iter().map(|(title, hole)| (id(&title).to_string(), hole)));

    let head = |key: &str| head(&answer.kept[0], key);
    let missing = |key: &str| -> String { panic!("{file}: its head has no line {key}") };
    let ids = |names: String| names.split(", ").map(String::from).collect::<BTreeSet<String>>();
    let is_right = head("Right:").is_some();
    let needed = |key: &str| head(key).unwrap_or_else(|| missing(key));
    let (fails, says) = if is_right {
        (BTreeSet::new(), String::new())
    } else {
        needed("Wrong:");
        (ids(needed("Fails:")), needed("Says:"))
    };
    let blocked = head("Blocked:").map(ids).unwrap_or_default();
    let open = head("Open:").map(ids).unwrap_or_default();
    let passed = &(&(&graded - &fails) - &blocked) - &open;
    let expected = Expected { passed, blocked: Some(blocked), open, says, is_clean: false };
    Case { part, name, fillings, graded, expected }
}

/// The exercises that an answer with these holes could spoil.
fn with_the_same_language(part: &Part, answer: &Starter) -> BTreeSet<String> {
    let is_server = |title: &str| {
        let exercise = part.exercises.iter().find(|exercise| exercise.title == title);
        let exercise = exercise.unwrap_or_else(|| panic!("{} has no {title}", part.name));
        exercise.file.starts_with("src/")
    };
    let is_touched =
        |title: &str| answer.holes.iter().any(|(hole, _)| is_server(hole) == is_server(title));
    let touched = part.exercises.iter().filter(|exercise| is_touched(exercise.title));
    touched.map(|exercise| exercise.id().to_string()).collect()
}

/// The text behind a word such as `Fails:` in the head of an answer.
fn head(head: &str, key: &str) -> Option<String> {
    let line = head.lines().find_map(|line| {
        line.trim_start_matches("//").trim_start_matches("<!--").trim().strip_prefix(key)
    })?;
    let value = line.trim_end_matches("-->").trim();
    (!value.is_empty()).then(|| value.to_string())
}

fn all(part: &Part) -> BTreeSet<String> {
    part.ids().into_iter().map(String::from).collect()
}

/// The files of a case. Its server is built when it is not the solution's.
fn package(case: &Case) -> Package {
    let part = case.part;
    let fill = |file: &str| {
        part.starter(file).fill(|title, hole| {
            case.fillings.get(id(title)).cloned().unwrap_or_else(|| hole.to_string())
        })
    };
    let mut files: BTreeMap<String, String> =
        part.files().into_keys().map(|file| (file.clone(), fill(&file))).collect();
    let is_solved = part.files().iter().all(|(file, solution)| {
        !file.starts_with("src/") || files[file] == read(&root().join(solution))
    });
    for file in part.own {
        files.insert(file.to_string(), read(&part.folder().join(file)));
    }
    let name = name_of_package(&case.name);
    let has_own_server = name == solution_of(part) || !is_solved;
    Package { name, part, files, has_own_server }
}

/// A package's name has no slash.
fn name_of_package(case: &str) -> String {
    case.replace('/', "-")
}

/// The package with the solution of a part.
fn solution_of(part: &Part) -> String {
    format!("{}-solution", part.name)
}

/// Grades a case, and compares.
fn check(case: &Case, built: &Built) -> Result<Completion, Failed> {
    let package = name_of_package(&case.name);
    let folder = built.folder.join("answers").join(&package);
    let complaints = built.complaints.get(&package).map_or("", String::as_str);
    let own = built.programs.get(&package);
    let program = own.or(built.programs.get(&solution_of(case.part)));
    let program = program.ok_or_else(|| format!("there is no program:\n{complaints}"))?;
    if case.expected.is_clean && !complaints.is_empty() {
        return Err(format!("the compiler complains:\n{complaints}").into());
    }
    let graded = grade(case, &built.graders[case.part.name], program, &folder)?;
    let text = read(&folder.join("grade.txt"));
    if graded.values().any(|word| word == "NOT RUN") && env::var("CI").as_deref() != Ok("true") {
        return Ok(Completion::ignored_with("some exercises were not run: no browser"));
    }
    let expected = &case.expected;
    let got = |wanted: &str| -> BTreeSet<String> {
        let found = graded.iter().filter(|(_, word)| *word == wanted);
        found.map(|(id, _)| id.clone()).collect()
    };
    let (passed, blocked) = (got("PASS"), got("BLOCKED"));
    let is_blocked_as_expected =
        expected.blocked.as_ref().is_none_or(|wanted| *wanted == &blocked - &expected.open);
    let are_open = expected.open.iter().all(|id| passed.contains(id) || blocked.contains(id));
    if &passed - &expected.open != expected.passed || !is_blocked_as_expected || !are_open {
        return Err(format!("expected {expected:?}\nbut graded\n{text}").into());
    }
    // An extra exercise that failed is told in grade.json only. The text is broken into lines where
    // a line is full.
    let text = text + &outputs_in(&folder.join("grade.json"));
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words(&text).contains(&words(&expected.says)) {
        return Err(format!("the student does not read {:?}, but\n{text}", expected.says).into());
    }
    Ok(Completion::Completed)
}

/// Runs the grader on a program and the page in a folder: PASS, FAIL, … for each exercise.
fn grade(
    case: &Case,
    grader: &Path,
    program: &Path,
    folder: &Path,
) -> Result<BTreeMap<String, String>, String> {
    let (json, text) = (folder.join("grade.json"), folder.join("grade.txt"));
    let _ = fs::remove_file(&json); // of an earlier run, if there was one
    let output = File::create(&text).and_then(|file| Ok((file.try_clone()?, file)));
    let (output, errors) = output.map_err(|error| format!("cannot write {text:?}: {error}"))?;
    let skipped = &all(case.part) - &case.graded;
    let mut child = Command::new(grader)
        .args(skipped.iter().flat_map(|id| ["--skip", id]))
        .envs([("GRADE_PROGRAM", program), ("GRADE_CLIENT", &folder.join("client"))])
        .env("GRADE_JSON", &json)
        .env_remove("HINT")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .map_err(|error| format!("cannot start the grader: {error}"))?;
    let start = Instant::now();
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        if start.elapsed() > DEADLINE {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("the grader hangs; it said\n{}", read(&text)));
        }
        thread::sleep(GLANCE);
    }
    let mut words = words_in(case.part, &json)
        .ok_or_else(|| format!("no result in {json:?}; it said\n{}", read(&text)))?;
    words.retain(|id, _| case.graded.contains(id));
    Ok(words)
}

/// The texts of all exercises in `grade.json`.
fn outputs_in(json: &Path) -> String {
    let result: Value = serde_json::from_str(&read(json)).unwrap_or_default();
    let tests = result["tests"].as_array().into_iter().flatten();
    tests.filter_map(|test| test["output"].as_str()).collect::<Vec<_>>().join("\n")
}

/// The first word of each exercise's output in `grade.json`.
fn words_in(part: &Part, json: &PathBuf) -> Option<BTreeMap<String, String>> {
    let result: Value = serde_json::from_str(&fs::read_to_string(json).ok()?).ok()?;
    let tests = result["tests"].as_array()?.iter();
    let word = |test: &Value| {
        let output = test["output"].as_str()?;
        let word = ["PASS", "FAIL", "BLOCKED", "NOT RUN"]
            .into_iter()
            .find(|word| output.starts_with(word))?;
        let exercise = part.exercises.iter().find(|one| test["name"] == one.title)?;
        Some((exercise.id().to_string(), word.to_string()))
    };
    tests.map(word).collect()
}
