//! Mutation testing of the graders: a program changes the solution of each exercise a little, in
//! hundreds of ways, and the grader must fail the changed exercise each time, and no other one.
//!
//! `operators.rs` makes the changes. A mutant that behaves like the solution stands in `same.rs`
//! with the reason, and must pass. Only the half that was changed is graded: the server or the page.
//!
//! `cargo test --test mutants` tries all of them, and ends with a table and the grader's mistakes.
//! `MUTANTS=tenth` tries every tenth one, `MUTANTS=server` and `MUTANTS=page` one half. The folder of
//! a mutant, with `grade.txt`, is `target/tmp/mutants/answers/NAME`, with `-` for `/`.

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
mod servers;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::env;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde_json::json;

use builds::{Built, Package, build};
use grading::{arguments, grade, is_asked_for, step};
use holes::{Exercise, MESSAGES, Part};
use operators::mutants;
use report::{Blamed, DoesNotCompile, NotRun, Refused, Report, Survived, fate};
use same::SAME;
use servers::build_rooms;
use support::browser::Browser;
use support::proc;

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
    let report = Arc::new(Mutex::new(Report::default()));
    let trials = cases.into_iter().enumerate().map(|(number, case)| {
        let (prepared, packages) = (Arc::clone(&prepared), Arc::clone(&packages));
        let report = Arc::clone(&report);
        Trial::ignorable_test(case.name.clone(), move || {
            let prepared: &Result<Prepared, String> = prepared.get_or_init(|| prepare(&packages));
            let prepared = prepared.as_ref().map_err(Failed::from)?;
            check(number, &case, &packages[number], prepared, &report)
        })
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    print!("{}", report.lock().unwrap_or_else(PoisonError::into_inner).text());
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
    let wanted = env::var("MUTANTS").unwrap_or_default();
    let is_in_half = |case: &Case| match wanted.as_str() {
        "server" => case.exercise.is_server(),
        "page" => !case.exercise.is_server(),
        _ => true,
    };
    let is_wanted = |case: &Case| is_in_half(case) && is_asked_for(arguments, &case.name);
    cases.into_iter().step_by(step("MUTANTS")).filter(is_wanted).collect()
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
    let is_built_here = false; // but in a program with the rooms of all mutants
    Package { is_built_here, ..Package::new(case.part, &case.name, &fillings) }
}

fn prepare(packages: &[Package]) -> Result<Prepared, String> {
    let mut built = build("mutants", packages)?;
    for part in MUTATED {
        let with_a_room = packages
            .iter()
            .filter(|one| one.part.name == part.name && one.has_own_server && !one.is_built_here);
        let with_a_room: Vec<&Package> = with_a_room.collect();
        if !with_a_room.is_empty() {
            built.programs.extend(build_rooms(&built.folder, part, &with_a_room)?);
        }
    }
    Ok(Prepared { built, unreadable: unreadable(packages) })
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
    number: usize,
    case: &Case,
    package: &Package,
    prepared: &Prepared,
    report: &Mutex<Report>,
) -> Result<Completion, Failed> {
    let report = || report.lock().unwrap_or_else(PoisonError::into_inner);
    let is_ci = env::var("CI").as_deref() == Ok("true");
    let compiles = match &prepared.unreadable {
        _ if case.exercise.is_server() => prepared.built.program(package).is_some(),
        Ok(unreadable) => !unreadable.contains(&package.name),
        Err(why) if is_ci => return Err(why.into()),
        Err(_) => {
            report().count(case, NotRun);
            return Ok(Completion::ignored_with("no browser"));
        }
    };
    if !compiles {
        report().count(case, DoesNotCompile);
        return Ok(Completion::ignored_with("does not compile"));
    }
    let (fate, said) = match grade(&prepared.built, package, &case.graded) {
        Ok(grades) => (fate(case, &grades), grades.scoreboard().to_string()),
        Err(why) => (Blamed, why), // it did not blame anybody, and should have
    };
    let mut report = report();
    report.count(case, fate);
    match fate {
        Survived | Blamed | Refused => report.add_mistake(number, case, fate, &said),
        NotRun if is_ci => return Err(said.into()),
        NotRun => return Ok(Completion::ignored_with("some exercises were not run")),
        _ => return Ok(Completion::Completed),
    }
    Err(format!("{fate:?}: see the end of the report").into())
}
