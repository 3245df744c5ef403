//! The grader: runs a student's program and page, and says where the student stands.
//!
//! Each exercise is one test with the exercise's name, worth one point. The server is a child
//! process, a fresh one for each exercise; a page runs in a real browser. The student's code
//! never runs in this process, so nothing in it can stop the report.
//!
//! `cargo test` grades everything, `cargo test login` one exercise, and HINT=1 or HINT=2 says more.
//! GRADE_PROGRAM, GRADE_CLIENT and GRADE_JSON name another program, page and result file;
//! `GRADE_PROGRAM=none` grades the page alone. GRADE_SEED repeats a run with the same random names.
//! GRADE_SECONDS is a limit for everything together; each exercise has its share of it.
//!
//! Each part of the exercises has a `main.rs` of its own, which names its [`Exercise`]s.

// Each part includes all of this and may use only some of it.
#![allow(dead_code)]

pub mod cast;
pub mod deadline;
pub mod diagnosis;
pub mod difference;
pub mod exercise;
pub mod guest;
pub mod kind;
pub mod log_line;
pub mod mistake;
pub mod program;
pub mod recording;
pub mod scene;
pub mod scoreboard;
pub mod seen;
pub mod verdict;
pub mod wrap;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, mpsc},
    thread,
    time::Duration,
};

use libtest_mimic::{Arguments, Trial};

use crate::{Exercise, support::browser::Browser};
use exercise::{Grade, IS_FINISHED, is_in_the_checkout, server_is_left_out_by};
use program::Program;
use scoreboard::{Verdicts, is_full_marks, scoreboard, what_to_think_about, word, write_json};
use verdict::{Graded, Verdict, list};

/// What all exercises share: the verdicts, and one browser, which starts when it is needed.
struct Grading {
    /// The exercises that the command line asks for, in their order.
    exercises: Vec<Exercise>,
    progress: Mutex<Progress>,
    browser: OnceLock<Result<Browser, String>>,
}

#[derive(Default)]
struct Progress {
    verdicts: Verdicts,
    /// How many exercises have been started, and how many have their line in the list.
    started: usize,
    listed: usize,
}

/// Grades the exercises that the command line asks for.
pub fn grade_all() -> ExitCode {
    let arguments = Arguments::from_args();
    let wanted = |exercise: &Exercise| is_wanted(&arguments, exercise.id());
    let exercises: Vec<Exercise> = Exercise::ALL.into_iter().filter(wanted).collect();
    if arguments.list {
        let trials = exercises.iter().map(|exercise| Trial::test(exercise.id(), || Ok(())));
        return libtest_mimic::run(&arguments, trials.collect()).exit_code();
    }
    if exercises.is_empty() {
        return nothing_to_grade(&arguments);
    }
    let cores = || thread::available_parallelism().map_or(2, usize::from);
    let grading = Arc::new(Grading::of(exercises));
    deadline::watch(&grading);
    let verdicts = grading.run(arguments.test_threads.unwrap_or_else(cores));
    Program::kill_all(); // an exercise that took too long may have started another one
    grading.end_browser();
    write_json(&verdicts);
    print!("{}", failures(&verdicts));
    print!("{}", scoreboard(&verdicts));
    print!("{}", recording::how_to_look(&verdicts));
    print!("{}", what_to_think_about(&verdicts));
    let is_success = match verdicts.len() == Exercise::ALL.len() {
        true => is_full_marks(&verdicts),
        false => verdicts.values().all(|verdict| matches!(verdict, Verdict::Pass)),
    };
    if is_success { ExitCode::SUCCESS } else { ExitCode::from(101) }
}

/// As for all Rust tests: a part of the name is enough, unless it is `--exact`.
fn is_wanted(arguments: &Arguments, id: &str) -> bool {
    let has_name = |name: &String| if arguments.exact { id == name } else { id.contains(name) };
    // `--ignored` asks for the tests that usually do not run. There are none here.
    !arguments.ignored
        && arguments.filter.as_ref().is_none_or(has_name)
        && !arguments.skip.iter().any(has_name)
}

/// No exercise has the name that was asked for.
fn nothing_to_grade(arguments: &Arguments) -> ExitCode {
    let Some(filter) = arguments.filter.as_ref().filter(|_| !IS_FINISHED) else {
        return ExitCode::SUCCESS;
    };
    let ids = Exercise::ALL.map(Exercise::id);
    println!("No exercise is called {filter:?}. They are {}.", list(&ids));
    // In the checkout it may be the name of another test: cargo test --workspace runs them all.
    if is_in_the_checkout() { ExitCode::SUCCESS } else { ExitCode::from(101) }
}

/// The texts about the exercises that failed, in the order of the exercises. In a full run, the
/// extra credit is only told when everything else is done: until then, it is not the next step.
fn failures(verdicts: &Verdicts) -> String {
    let is_early = verdicts.len() == Exercise::ALL.len() && !is_full_marks(verdicts);
    let mut text = "\n".to_string();
    for (exercise, verdict) in verdicts {
        if let Verdict::Fail(failure) = verdict
            && !(is_early && exercise.is_extra())
        {
            text += &format!("---- {exercise}: FAIL ----\n\n{failure}\n");
        }
    }
    text
}

impl Grading {
    fn of(exercises: Vec<Exercise>) -> Grading {
        Grading { exercises, progress: Mutex::default(), browser: OnceLock::new() }
    }

    /// Grades several exercises at a time: a grader waits more than it computes.
    fn run(self: &Arc<Self>, threads: usize) -> Verdicts {
        println!("\ngrading {}", counted(self.exercises.len()));
        let threads = threads.clamp(1, self.exercises.len());
        let share = deadline::share(self.exercises.len(), threads).unwrap_or(Duration::MAX);
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(exercise) = self.next() {
                        self.conclude(exercise, self.verdict_within(share, exercise));
                    }
                });
            }
        });
        self.progress().verdicts.clone()
    }

    fn next(&self) -> Option<Exercise> {
        let mut progress = self.progress();
        progress.started += 1;
        self.exercises.get(progress.started - 1).copied()
    }

    /// Grades an exercise in a thread of its own. If that takes too long, its program is killed and
    /// nobody waits for the thread any more.
    fn verdict_within(self: &Arc<Self>, share: Duration, exercise: Exercise) -> Verdict {
        let (conclude, verdict) = mpsc::channel();
        let grading = Arc::clone(self);
        let grader = thread::spawn(move || {
            let _ = conclude.send(grading.verdict_on(exercise)); // an error: it took too long
        });
        verdict.recv_timeout(share).unwrap_or_else(|_| {
            Program::kill_those_of(grader.thread().id());
            Verdict::NotRun(deadline::NO_END.to_string())
        })
    }

    fn verdict_on(&self, exercise: Exercise) -> Verdict {
        let verdict = match catch_unwind(AssertUnwindSafe(|| self.grade(exercise))) {
            Ok(Ok(())) => Verdict::Pass,
            Ok(Err(verdict)) => verdict,
            Err(_) => Verdict::NotRun("the grader did not finish".to_string()),
        };
        recording::write(exercise, matches!(verdict, Verdict::Fail(_)));
        verdict
    }

    /// Notes a verdict. The list grows in the order of the exercises, whichever of them end first.
    fn conclude(&self, exercise: Exercise, verdict: Verdict) {
        let mut progress = self.progress();
        progress.verdicts.insert(exercise, verdict);
        while let Some(next) = self.exercises.get(progress.listed)
            && let Some(verdict) = progress.verdicts.get(next)
        {
            println!("{:14}{}", next.to_string(), word(verdict));
            progress.listed += 1;
        }
    }

    fn grade(&self, exercise: Exercise) -> Graded<()> {
        match exercise.facts().grade {
            Grade::Server(grade) => match server_is_left_out_by() {
                Some(what) => Err(Verdict::NotRun(format!("the server is left out by {what}"))),
                None => grade(),
            },
            Grade::Page(grade) => grade(self.browser()?),
        }
    }

    fn browser(&self) -> Graded<&Browser> {
        let browser = self.browser.get_or_init(Browser::launch);
        browser.as_ref().map_err(|why| Verdict::NotRun(format!("no browser; {why}")))
    }

    /// A thread that still runs may share the browser, so that nobody would drop it.
    fn end_browser(&self) {
        if let Some(Ok(browser)) = self.browser.get() {
            browser.end();
        }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn counted(exercises: usize) -> String {
    if exercises == 1 { "1 exercise".to_string() } else { format!("{exercises} exercises") }
}
