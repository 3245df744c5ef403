//! The grader: runs a student's program and page, and says where the student stands.
//!
//! Each exercise is one test with the exercise's name, worth one point. The server is a child
//! process, a fresh one for each exercise; a page runs in a real browser. The student's code
//! never runs in this process, so nothing in it can stop the report.
//!
//! `cargo test` grades everything, `cargo test login` one exercise, and HINT=1 or HINT=2 says more.
//! GRADE_PROGRAM, GRADE_CLIENT and GRADE_JSON name another program, page and result file;
//! `GRADE_PROGRAM=none` grades the page alone. GRADE_SECONDS is a limit for everything together.
//!
//! Each part of the exercises has a `main.rs` of its own, which names its [`Exercise`]s.

// Each part includes all of this and may use only some of it.
#![allow(dead_code)]

pub mod deadline;
pub mod diagnosis;
pub mod difference;
pub mod exercise;
pub mod guest;
pub mod program;
pub mod scene;
pub mod scoreboard;
pub mod seen;
pub mod verdict;

use std::{
    env,
    process::ExitCode,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use libtest_mimic::{Arguments, ColorSetting, Completion, Failed, FormatSetting, Trial};

use crate::{Exercise, support::browser::Browser};
use exercise::{Grade, IS_FINISHED, is_in_the_checkout};
use scoreboard::{Verdicts, is_full_marks, one_line, scoreboard, write_json};
use verdict::{Graded, Verdict, list};

/// What all exercises share: the verdicts, and one browser, which starts when it is needed.
#[derive(Default)]
struct Grading {
    verdicts: Mutex<Verdicts>,
    browser: OnceLock<Result<Browser, String>>,
    /// The student asked for some exercises only: then a failed extra one is a failure too.
    is_filtered: bool,
}

/// Grades the exercises that the command line asks for.
pub fn grade_all() -> ExitCode {
    let mut arguments = Arguments::from_args();
    if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        arguments.color = Some(ColorSetting::Never);
    }
    let is_filtered = arguments.filter.is_some() || !arguments.skip.is_empty();
    let grading = Arc::new(Grading { is_filtered, ..Grading::default() });
    deadline::watch(&grading);
    let trials = Exercise::ALL.map(|exercise| {
        let grading = Arc::clone(&grading);
        Trial::ignorable_test(exercise.id(), move || grading.run(exercise))
    });
    // This program has its own exit code: a blocked exercise is no failed test, and no point.
    let _conclusion = libtest_mimic::run(&arguments, trials.into());
    let verdicts = grading.verdicts().clone();
    if verdicts.is_empty() {
        return nothing_ran(&arguments);
    }
    if arguments.format != Some(FormatSetting::Json) {
        print!("{}", scoreboard(&verdicts));
    }
    write_json(&verdicts);
    let is_success = match is_filtered {
        true => verdicts.values().all(|verdict| matches!(verdict, Verdict::Pass)),
        false => is_full_marks(&verdicts),
    };
    if is_success { ExitCode::SUCCESS } else { ExitCode::from(101) }
}

/// Tests were only listed, or no exercise has the name that was asked for.
fn nothing_ran(arguments: &Arguments) -> ExitCode {
    let Some(filter) = arguments.filter.as_ref().filter(|_| !IS_FINISHED && !arguments.list) else {
        return ExitCode::SUCCESS;
    };
    let ids = Exercise::ALL.map(Exercise::id);
    println!("No exercise is called {filter:?}. They are {}.", list(&ids));
    // In the checkout it may be the name of another test: cargo test --workspace runs them all.
    if is_in_the_checkout() { ExitCode::SUCCESS } else { ExitCode::from(101) }
}

impl Grading {
    fn run(&self, exercise: Exercise) -> Result<Completion, Failed> {
        let cut_off = "the grader did not finish".to_string();
        self.verdicts().insert(exercise, Verdict::NotRun(cut_off));
        let verdict = match self.grade(exercise) {
            Ok(()) => Verdict::Pass,
            Err(verdict) => verdict,
        };
        self.verdicts().insert(exercise, verdict.clone());
        match &verdict {
            Verdict::Pass => Ok(Completion::Completed),
            Verdict::Fail(_) if exercise.is_extra() && !self.is_filtered => {
                Ok(Completion::ignored_with(one_line(&verdict)))
            }
            Verdict::Fail(failure) => Err(Failed::from(format!("FAIL {exercise}\n\n{failure}"))),
            Verdict::NotRun(why) if env::var("CI").is_ok_and(|ci| ci == "true") => {
                Err(Failed::from(format!("NOT RUN {exercise}, {why}")))
            }
            _ => Ok(Completion::ignored_with(one_line(&verdict))),
        }
    }

    fn grade(&self, exercise: Exercise) -> Graded<()> {
        match exercise.facts().grade {
            Grade::Server(grade) => grade(),
            Grade::Page(grade) => grade(self.browser()?),
        }
    }

    fn browser(&self) -> Graded<&Browser> {
        let browser = self.browser.get_or_init(Browser::launch);
        browser.as_ref().map_err(|why| Verdict::NotRun(format!("no browser; {why}")))
    }

    fn verdicts(&self) -> std::sync::MutexGuard<'_, Verdicts> {
        self.verdicts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
