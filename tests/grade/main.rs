//! The grader: runs the student's built server and page, and says where they stand.
//!
//! Each exercise is one test with the exercise's name, worth one point. The server is a child
//! process, a fresh one for each exercise; the page runs in a real browser against a scripted
//! server. No code of the student's runs in this process, so nothing in it can stop the report.
//!
//! `cargo test` grades everything, `cargo test login` one exercise, and HINT=1 or HINT=2 says more.
//! GRADE_PROGRAM, GRADE_CLIENT and GRADE_JSON name another program, page and result file;
//! `GRADE_PROGRAM=none` grades the page alone.

#[path = "../support/mod.rs"]
mod support;

mod announce;
mod chat;
mod diagnosis;
mod difference;
mod disconnect;
mod exercise;
mod guest;
mod login;
mod messages;
mod page;
mod program;
mod relay;
mod roster;
mod scene;
mod scoreboard;
mod seen;
mod stage;
mod verdict;

use std::{
    env,
    path::Path,
    process::ExitCode,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use libtest_mimic::{Arguments, ColorSetting, Completion, Failed, FormatSetting, Trial};

use exercise::Exercise;
use scoreboard::{Verdicts, one_line, points, scoreboard, write_json};
use support::browser::Browser;
use verdict::{Graded, Verdict, list};

/// What all exercises share: the verdicts, and one browser, which starts when it is needed.
#[derive(Default)]
struct Grading {
    verdicts: Mutex<Verdicts>,
    browser: OnceLock<Result<Browser, String>>,
    /// Asked for one exercise only, a failed extra is a failure.
    is_filtered: bool,
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        arguments.color = Some(ColorSetting::Never);
    }
    let is_filtered = arguments.filter.is_some() || !arguments.skip.is_empty();
    let grading = Arc::new(Grading { is_filtered, ..Grading::default() });
    let trials = Exercise::ALL.map(|exercise| {
        let grading = Arc::clone(&grading);
        Trial::ignorable_test(exercise.id(), move || grading.run(exercise))
    });
    // The exit code is this program's own: a blocked exercise is no failed test, and no point.
    let _conclusion = libtest_mimic::run(&arguments, trials.into());
    let verdicts = grading.verdicts().clone();
    if verdicts.is_empty() {
        return nothing_ran(&arguments);
    }
    if arguments.format != Some(FormatSetting::Json) {
        print!("{}", scoreboard(&verdicts));
    }
    write_json(&verdicts);
    if is_success(&verdicts, is_filtered) { ExitCode::SUCCESS } else { ExitCode::from(101) }
}

/// Tests were only listed, or the filter is no exercise's name.
fn nothing_ran(arguments: &Arguments) -> ExitCode {
    let is_exercises = env!("CARGO_PKG_NAME") == "exercises";
    let Some(filter) = arguments.filter.as_ref().filter(|_| is_exercises && !arguments.list) else {
        return ExitCode::SUCCESS;
    };
    let ids = Exercise::ALL.map(Exercise::id);
    println!("No exercise is called {filter:?}. They are {}.", list(&ids));
    // Beside the finished room, the filter may mean one of its tests: cargo test --workspace.
    let is_alone = !Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml").exists();
    if is_alone { ExitCode::from(101) } else { ExitCode::SUCCESS }
}

/// Full marks; with a filter, all those that it let through.
fn is_success(verdicts: &Verdicts, is_filtered: bool) -> bool {
    let is_pass = |verdict: &Verdict| matches!(verdict, Verdict::Pass);
    match is_filtered {
        true => verdicts.values().all(is_pass),
        false => points(verdicts) == Exercise::ALL.len() - 1,
    }
}

impl Grading {
    fn run(&self, exercise: Exercise) -> Result<Completion, Failed> {
        let cut_off = "the grader did not come to its end".to_string();
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
        match exercise {
            Exercise::Relay => relay::grade(),
            Exercise::Login => login::grade(),
            Exercise::Disconnect => disconnect::grade(),
            Exercise::Chat => chat::grade(),
            Exercise::Roster => roster::grade(self.browser()?),
            Exercise::Messages => messages::grade(self.browser()?),
            Exercise::Announce => announce::grade(self.browser()?),
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
