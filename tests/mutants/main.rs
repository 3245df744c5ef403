//! Mutation testing of the graders: a program changes the solution of each exercise a little, in
//! hundreds of ways, and the grader must fail the changed exercise each time, and no other one.
//!
//! `operators.rs` makes the changes. A mutant that behaves like the solution stands in `same.rs`
//! with the reason, and must pass. Only the half that was changed is graded: the server or the page.
//!
//! `cargo test --test mutants` tries all of them, `MUTANTS=tenth` every tenth one. The folder of a
//! mutant, with `grade.txt`, is `target/tmp/mutants/answers/NAME`, with `-` for `/`.

#[path = "../wrong_answers/builds.rs"]
mod builds;
mod code;
#[path = "../wrong_answers/grading.rs"]
mod grading;
#[path = "../wrong_answers/holes.rs"]
mod holes;
mod html;
mod javascript;
mod operators;
mod report;
mod rust;
mod same;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::env;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde_json::json;

use builds::{Built, Package, build};
use grading::{arguments, grade};
use holes::{Exercise, MESSAGES, Part};
use operators::mutants;
use report::{Blamed, DoesNotCompile, Fate, Figures, Refused, Survived, explain, fate, table};
use same::SAME;
use support::browser::Browser;

/// The parts whose solutions are changed.
const MUTATED: [&Part; 1] = [&MESSAGES];

/// A solution with one change.
pub struct Case {
    part: &'static Part,
    exercise: &'static Exercise,
    /// Such as `messages/relay/delete-3`.
    name: String,
    /// The solution of the exercise, unchanged and changed.
    solution: String,
    text: String,
    /// Server and page cannot touch each other, so the exercises of the other half are not graded.
    graded: BTreeSet<String>,
}

/// What is ready before the first mutant is graded.
struct Prepared {
    built: Built,
    /// The mutants that the browser cannot read, by their packages' names.
    unreadable: Result<HashSet<String>, String>,
}

fn main() -> ExitCode {
    let arguments = arguments();
    let cases: Vec<Case> = MUTATED.into_iter().flat_map(cases).collect();
    if let Some((name, _)) = SAME.iter().find(|(name, _)| cases.iter().all(|c| c.name != *name)) {
        eprintln!("same.rs has {name:?}, but there is no such mutant");
        return ExitCode::FAILURE;
    }
    let cases: Vec<Case> = chosen(cases, &arguments);
    let solutions = MUTATED
        .map(|part| Package::new(part, &format!("{}/solution", part.name), &part.solution()));
    let packages: Arc<Vec<Package>> =
        Arc::new(cases.iter().map(package).chain(solutions).collect());
    let prepared = Arc::new(OnceLock::new());
    let figures = Arc::new(Mutex::new(Figures::new()));
    let trials = cases.into_iter().enumerate().map(|(number, case)| {
        let (prepared, packages) = (Arc::clone(&prepared), Arc::clone(&packages));
        let figures = Arc::clone(&figures);
        Trial::ignorable_test(case.name.clone(), move || {
            let prepared: &Result<Prepared, String> = prepared.get_or_init(|| prepare(&packages));
            let prepared = prepared.as_ref().map_err(Failed::from)?;
            check(&case, &packages[number], prepared, &figures)
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    let figures = figures.lock().unwrap_or_else(PoisonError::into_inner);
    print!("{}", table(&figures));
    conclusion.exit_code()
}

/// All mutants of a part.
fn cases(part: &'static Part) -> Vec<Case> {
    let solution = part.solution();
    let mut cases = Vec::new();
    for exercise in part.exercises {
        let half = part.exercises.iter().filter(|other| other.is_server() == exercise.is_server());
        let graded: BTreeSet<String> = half.map(|other| other.id().to_string()).collect();
        let solution = &solution[exercise.id()];
        let mut numbers = BTreeMap::new();
        for mutant in mutants(exercise.file, solution) {
            let number = numbers.entry(mutant.operator).or_insert(0);
            *number += 1;
            cases.push(Case {
                part,
                exercise,
                name: format!("{}/{}/{}-{number}", part.name, exercise.id(), mutant.operator),
                solution: solution.clone(),
                text: mutant.text,
                graded: graded.clone(),
            });
        }
    }
    cases
}

/// The ones that the command line and MUTANTS ask for: only these are built.
fn chosen(cases: Vec<Case>, arguments: &Arguments) -> Vec<Case> {
    let step = if env::var("MUTANTS").as_deref() == Ok("tenth") { 10 } else { 1 };
    let is_asked_for = |case: &Case| match &arguments.filter {
        Some(filter) if arguments.exact => case.name == *filter,
        Some(filter) => case.name.contains(filter),
        None => true,
    };
    let step = env::var("STEP").map_or(step, |s| s.parse().unwrap());
    let skip = env::var("OFFSET").map_or(0, |s| s.parse().unwrap());
    cases.into_iter().skip(skip).step_by(step).filter(is_asked_for).collect()
}

/// The solution with the changed exercise. All holes of its file have their markers, as in a
/// student's file.
fn package(case: &Case) -> Package {
    let mut fillings = case.part.solution();
    fillings.insert(case.exercise.id().to_string(), case.text.clone());
    for exercise in case.part.exercises.iter().filter(|one| one.file == case.exercise.file) {
        let text = exercise.marked(&fillings[exercise.id()]);
        fillings.insert(exercise.id().to_string(), text);
    }
    Package::new(case.part, &case.name, &fillings)
}

fn prepare(packages: &[Package]) -> Result<Prepared, String> {
    Ok(Prepared { built: build("mutants", packages)?, unreadable: unreadable(packages) })
}

/// Finds the scripts with a syntax error, as the compiler does for Rust.
fn unreadable(packages: &[Package]) -> Result<HashSet<String>, String> {
    let browser = Browser::launch()?;
    let page = browser.open("about:blank").map_err(|trouble| trouble.to_string())?;
    let mut found = HashSet::new();
    for package in packages {
        for (_, script) in package.files.iter().filter(|(file, _)| file.ends_with(".js")) {
            let is_readable = format!(
                "(() => {{
                    try {{ return Boolean(new Function({})); }} catch {{ return false; }}
                }})()",
                json!(script)
            );
            if page.eval(&is_readable).map_err(|trouble| trouble.to_string())? == false {
                found.insert(package.name.clone());
            }
        }
    }
    Ok(found)
}

/// Grades a mutant, and judges the grader by it.
fn check(
    case: &Case,
    package: &Package,
    prepared: &Prepared,
    figures: &Mutex<Figures>,
) -> Result<Completion, Failed> {
    let count = |fate: Fate| {
        let exercise = format!("{}/{}", case.part.name, case.exercise.id());
        let mut figures = figures.lock().unwrap_or_else(PoisonError::into_inner);
        *figures.entry(exercise).or_default().entry(fate).or_default() += 1;
    };
    let compiles = match &prepared.unreadable {
        _ if case.exercise.is_server() => prepared.built.program(package).is_some(),
        Ok(unreadable) => !unreadable.contains(&package.name),
        Err(why) if env::var("CI").as_deref() == Ok("true") => return Err(why.into()),
        Err(_) => return Ok(Completion::ignored_with("no browser")),
    };
    if !compiles {
        count(DoesNotCompile);
        return Ok(Completion::ignored_with("does not compile"));
    }
    let grades = grade(&prepared.built, package, &case.graded).map_err(|why| {
        count(Blamed);
        why
    })?;
    let fate = fate(case, &grades);
    count(fate);
    match fate {
        Survived | Blamed | Refused => {
            let text = format!(
                "=== {} {fate:?}\n{}\n--- the grader\n{}\n",
                case.name,
                explain(case, &grades),
                grades.text
            );
            use std::io::Write;
            let _guard = figures.lock();
            std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open("/tmp/h/mutants-raw.txt")
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
            Err(explain(case, &grades).into())
        }
        _ => Ok(Completion::Completed),
    }
}
