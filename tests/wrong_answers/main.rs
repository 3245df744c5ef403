//! The test of the grader: given the answers that students really write, it must fail the wrong
//! exercise and no other, and it must show the student the right words.
//!
//! Beside this file is a folder for each part, in it a folder for each exercise, and in that a file
//! for each answer. The head of the file says what is wrong, which exercises fail, which ones cannot
//! be seen then (blocked; without this line it does not matter), and which ones pass or are blocked
//! as the threads happen to run (open). It has phrases that the grader's text must have (`Says:`),
//! and phrases that it must not have (`Not:`). If the text names a probable cause, one of the phrases
//! is from there: any other cause would be a wrong guess. Below the head are the holes as the student
//! filled them; the other holes are solved. If the head says `Right:`, the answer is only unusual,
//! and everything must pass.
//!
//! `ANSWERS=tenth` tries every tenth answer.
//!
//! First one cargo builds all programs, in a workspace of its own below the target folder.
//! `answers/NAME/grade.txt` there is the text for that student.

mod builds;
mod grading;
mod holes;
#[path = "../support/proc.rs"]
mod proc;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Completion, Failed, Trial};

use builds::{Built, Package, build};
use grading::{arguments, grade, is_asked_for, one_line, step};
use holes::{Exercise, PARTS, Part, Starter, files_in, id, read, root};

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
    /// Phrases that the student must read.
    says: Vec<String>,
    /// Phrases that would mislead the student.
    not: Vec<String>,
    /// Whether the compiler must not warn.
    is_clean: bool,
}

fn main() -> ExitCode {
    let cases = PARTS.into_iter().flat_map(|part| [states_of_solving(part), wrong_answers(part)]);
    let arguments = arguments();
    let (solutions, others): (Vec<Case>, Vec<Case>) =
        cases.flatten().partition(|case| case.name.ends_with("/solution"));
    let is_asked_for = |case: &Case| is_asked_for(&arguments, &case.name);
    let others = others.into_iter().filter(is_asked_for).step_by(step("ANSWERS"));
    // The solutions are always built: with the grader, and as the servers of the pages.
    let cases: Vec<Case> = solutions.into_iter().chain(others).collect();
    let packages = cases.iter().map(|case| Package::new(case.part, &case.name, &case.fillings));
    let packages: Arc<Vec<Package>> = Arc::new(packages.collect());
    let built = Arc::new(OnceLock::new());
    let trials = cases.into_iter().enumerate().map(|(number, case)| {
        let (built, packages) = (Arc::clone(&built), Arc::clone(&packages));
        Trial::ignorable_test(case.name.clone(), move || {
            let built: &Result<Built, String> =
                built.get_or_init(|| build("wrong_answers", &packages));
            check(&case, &packages[number], built.as_ref().map_err(Failed::from)?)
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
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
    for one in part.exercises.iter().filter(|one| graded.contains(one.id())) {
        fillings.entry(one.id().to_string()).and_modify(|text| *text = one.marked(text));
    }
    fillings.extend(answer.holes.into_iter().map(|(title, hole)| (id(&title).to_string(), hole)));

    let head = |key: &str| head(&answer.kept[0], key);
    let ids = |key: &str| -> BTreeSet<String> {
        head(key).iter().flat_map(|names| names.split(", ").map(String::from)).collect()
    };
    let needed: &[&str] =
        if head("Right:").is_empty() { &["Wrong:", "Fails:", "Says:"] } else { &["Right:"] };
    for key in needed {
        assert!(!head(key).is_empty(), "{file}: its head has no line {key}");
    }
    let (fails, blocked, mut open) = (ids("Fails:"), ids("Blocked:"), ids("Open:"));
    if !fails.is_empty() && blocked.is_empty() {
        open = &graded - &fails; // a wrong answer may be in the way of others
    }
    let passed = &(&(&graded - &fails) - &blocked) - &open;
    let (says, not) = (head("Says:"), head("Not:"));
    let expected = Expected { passed, blocked: Some(blocked), open, says, not, is_clean: false };
    Case { part, name, fillings, graded, expected }
}

/// The exercises that an answer with these holes could spoil.
fn with_the_same_language(part: &Part, answer: &Starter) -> BTreeSet<String> {
    let is_server = |title: &str| {
        let exercise = part.exercises.iter().find(|exercise| exercise.title == title);
        exercise.unwrap_or_else(|| panic!("{} has no {title}", part.name)).is_server()
    };
    let is_touched =
        |title: &str| answer.holes.iter().any(|(hole, _)| is_server(hole) == is_server(title));
    let touched = part.exercises.iter().filter(|exercise| is_touched(exercise.title));
    touched.map(|exercise| exercise.id().to_string()).collect()
}

/// The texts behind a word such as `Says:` in the head of an answer.
fn head(head: &str, key: &str) -> Vec<String> {
    let lines = head.lines().filter_map(|line| {
        line.trim_start_matches("//").trim_start_matches("<!--").trim().strip_prefix(key)
    });
    let values = lines.map(|value| value.trim_end_matches("-->").trim());
    values.filter(|value| !value.is_empty()).map(String::from).collect()
}

fn all(part: &Part) -> BTreeSet<String> {
    part.ids().into_iter().map(String::from).collect()
}

/// Grades a case, and compares.
fn check(case: &Case, package: &Package, built: &Built) -> Result<Completion, Failed> {
    let grades = grade(built, package, &case.graded)?;
    let expected = &case.expected;
    match built.complaints.get(&package.name) {
        Some(complaints) if expected.is_clean => {
            return Err(format!("the compiler complains:\n{complaints}").into());
        }
        _ => {}
    }
    if !grades.with("NOT RUN").is_empty() && env::var("CI").as_deref() != Ok("true") {
        return Ok(Completion::ignored_with("some exercises were not run: no browser"));
    }
    let (passed, blocked) = (grades.with("PASS"), grades.with("BLOCKED"));
    let is_blocked_as_expected =
        expected.blocked.as_ref().is_none_or(|wanted| *wanted == &blocked - &expected.open);
    let are_open = expected.open.iter().all(|id| passed.contains(id) || blocked.contains(id));
    if &passed - &expected.open != expected.passed || !is_blocked_as_expected || !are_open {
        return Err(format!("expected {expected:?}\nbut graded\n{}", grades.text).into());
    }
    // An extra exercise that failed is told in grade.json only.
    let text = format!("{}{}", grades.text, grades.outputs());
    let is_said = |phrase: &String| one_line(&text).contains(&one_line(phrase));
    if let Some(phrase) = expected.says.iter().find(|phrase| !is_said(phrase)) {
        return Err(format!("the student does not read {phrase:?}, but\n{text}").into());
    }
    if let Some(phrase) = expected.not.iter().find(|phrase| is_said(phrase)) {
        return Err(format!("the student must not read {phrase:?}, but reads\n{text}").into());
    }
    // A cause that is no phrase of the head may be a wrong guess.
    let is_known =
        |cause: &&String| expected.says.iter().any(|said| cause.contains(&one_line(said)));
    let causes = grades.causes();
    match causes.iter().find(|cause| !expected.says.is_empty() && !is_known(cause)) {
        Some(cause) => Err(format!("the head has no word of the cause {cause:?}\n{text}").into()),
        None => Ok(Completion::Completed),
    }
}
