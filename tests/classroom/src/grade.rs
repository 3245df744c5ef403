//! Grades one submission: takes the files, builds the server, runs the grader on both halves.
//!
//! The server and the page are graded apart, each in a box of its own with its own network. So a
//! student's server never meets the browser that grades the page, and cannot steer it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::answer::{self, Answer};
use crate::holes::{PARTS, Part};
use crate::intake::Submission;
use crate::limited::{self, End};
use crate::outcome::{Exercise, Outcome, State, Student};
use crate::sandbox::{Sandbox, open_to_all};
use crate::unpack::Refusal;
use crate::workshop::{Build, Workshop};

/// The grader ends by itself at the limit. This much later, something is wrong with it.
const GRACE: Duration = Duration::from_secs(20);

/// A browser that works grades the untouched page in a few seconds.
const BROWSER: Duration = Duration::from_secs(60);

/// The grader's word for an exercise that was not graded.
const NOT_RUN: &str = "NOT RUN";

/// The grader's reason when it had to stop; see `tests/grade/common/deadline.rs`.
const OUT_OF_TIME: &str = "the time was over";

/// It says this, and then why it has none.
const NO_BROWSER: &str = "no browser; ";

/// Its reason for an exercise that took more than its share; see the same file.
const NO_END: &str = "it did not come to an end (an endless loop?)";

/// What the student reads if the program could not be graded to the end.
const OVER_THE_LIMIT: &str = "the time limit was over";
const TOO_BIG: &str = "it took too much memory, or too many processes";

/// What the feedback says about each of them.
const NOT_TO_THE_END: [(&str, &str); 3] = [
    (
        NO_END,
        "This exercise did not come to an end. Is there a loop that never ends, or a long sleep?\n\
         The loop may also be in another exercise whose code runs here.",
    ),
    (
        OVER_THE_LIMIT,
        "There was no time left for this exercise, so nobody knows whether it is solved. First look\n\
         for a loop that never ends, or for a long sleep, in the other exercises.",
    ),
    (
        TOO_BIG,
        "Your program or page took so much memory, or started so many processes, that it had to be\n\
         stopped. What grows without end?",
    ),
];

/// The workshops that are open, by the part's name.
pub type Workshops = BTreeMap<&'static str, Workshop>;

/// `grade.json`, as far as it is needed here.
#[derive(Deserialize)]
struct Report {
    tests: Vec<Test>,
}

#[derive(Clone, Deserialize)]
struct Test {
    name: String,
    score: u32,
    max_score: u32,
    output: String,
    extra_data: Extra,
}

#[derive(Clone, Deserialize)]
struct Extra {
    word: String,
    summary: String,
    kind: String,
    cause: String,
}

/// Why the server's exercises have no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NoServer {
    NothingHandedIn,
    /// With the compiler's first error.
    DoesNotCompile(String),
    OutOfTime,
}

/// Grades a submission; `None` after Ctrl+C.
pub fn grade(
    submission: &Submission,
    part: Option<&'static Part>,
    workshops: &Workshops,
    sandbox: &Sandbox,
    limit: Duration,
) -> Option<Outcome> {
    let start = Instant::now();
    let mut outcome = nothing_yet(submission);
    match answer::find(submission, part) {
        Ok(answer) => {
            let workshop = &workshops[answer.part.name];
            let grading = Grading { answer: &answer, workshop, sandbox, start, limit };
            match grading.run(&mut outcome) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => give_up(&mut outcome, &format!("{error:#}")),
            }
        }
        Err(refusal) => refuse(&mut outcome, refusal, &parts_asked_for(part, workshops)),
    }
    outcome.seconds = start.elapsed().as_secs_f64();
    Some(outcome)
}

fn nothing_yet(submission: &Submission) -> Outcome {
    Outcome {
        student: submission.student.clone(),
        file: submission.file.clone(),
        state: State::Graded,
        exercises: Vec::new(),
        seconds: 0.0,
        note: String::new(),
        feedback: String::new(),
    }
}

/// Grades the handout's own page. Without a browser, no submission's page can be graded.
///
/// # Errors
/// Why there is no browser.
pub fn try_the_browser(workshop: &Workshop, sandbox: &Sandbox) -> Result<()> {
    let answer = Answer {
        part: workshop.part,
        files: BTreeMap::new(),
        has_server: false,
        has_page: true,
        note: String::new(),
    };
    let submission = Submission {
        student: Student { id: String::new(), name: "the handout".to_string() },
        file: String::new(),
        files: Vec::new(),
    };
    let mut outcome = nothing_yet(&submission);
    let (start, limit) = (Instant::now(), BROWSER);
    Grading { answer: &answer, workshop, sandbox, start, limit }.run(&mut outcome)?;
    if let Some((_, why)) = outcome.note.split_once(NO_BROWSER) {
        bail!("No page can be graded here: {why}");
    }
    Ok(())
}

/// The parts that a submission may belong to.
fn parts_asked_for(part: Option<&'static Part>, workshops: &Workshops) -> Vec<&'static Part> {
    let open: Vec<&'static Part> = workshops.values().map(|workshop| workshop.part).collect();
    match part {
        Some(part) => vec![part],
        None if open.is_empty() => PARTS.to_vec(),
        None => open,
    }
}

/// There is nothing to grade.
fn refuse(outcome: &mut Outcome, Refusal { state, why }: Refusal, parts: &[&Part]) {
    outcome.feedback = format!(
        "Your submission was not graded. {why}\n\nHand in one zip, and in it only {}.\n",
        parts.iter().map(|part| own_folders(part)).collect::<Vec<_>>().join(", or ")
    );
    (outcome.state, outcome.note) = (state, why);
}

/// `the folders src and client from exercises/messages`
fn own_folders(part: &Part) -> String {
    let has_page = part.exercises.iter().any(|one| !one.is_server());
    let folders = if has_page { "the folders src and client" } else { "the folder src" };
    format!("{folders} from exercises/{}", part.name)
}

/// A fault that is not the student's: no grade.
fn give_up(outcome: &mut Outcome, why: &str) {
    outcome.state = State::NotGraded;
    outcome.exercises.clear();
    outcome.note = format!("Not graded: {why}");
    outcome.feedback = "Your submission could not be graded yet. It is not your fault.\n".into();
}

/// One submission on its way.
struct Grading<'g> {
    answer: &'g Answer,
    workshop: &'g Workshop,
    sandbox: &'g Sandbox,
    start: Instant,
    limit: Duration,
}

impl Grading<'_> {
    /// Fills in the outcome. `false` after Ctrl+C.
    fn run(&self, outcome: &mut Outcome) -> Result<bool> {
        let scratch = tempfile::Builder::new().prefix("classroom-").tempdir()?;
        open_to_all(scratch.path())?;
        let place = scratch.path().join("project");
        let own = self.workshop.lay_out(self.answer, &place)?;
        let (program, no_server) = match self.program(scratch.path(), &place)? {
            Some(Ok(program)) => (Some(program), None),
            Some(Err(why)) => (None, Some(why)),
            None => return Ok(false),
        };
        let mut tests: Vec<Test> = Vec::new();
        if let Some(program) = &program {
            let Some(graded) = self.half(scratch.path(), &own, Some(program))? else {
                return Ok(false);
            };
            let graded = match contradict(&graded) {
                true => self.half(scratch.path(), &own, Some(program))?,
                false => Some(graded),
            };
            let Some(graded) = graded else { return Ok(false) };
            tests.extend(graded);
        }
        if self.answer.has_page {
            let Some(graded) = self.half(scratch.path(), &own, None)? else { return Ok(false) };
            tests.extend(graded);
        }
        outcome.note.clone_from(&self.answer.note);
        if let Some(NoServer::DoesNotCompile(error)) = &no_server {
            outcome.note = format!("{} {}", in_one_line(error), outcome.note).trim().to_string();
        }
        self.judge(outcome, &tests, no_server);
        outcome.feedback = without_paths(&outcome.feedback, scratch.path());
        outcome.note = without_paths(&outcome.note, scratch.path());
        for exercise in &mut outcome.exercises {
            exercise.output = without_paths(&exercise.output, scratch.path());
            exercise.summary = without_paths(&exercise.summary, scratch.path());
            exercise.kind = without_paths(&exercise.kind, scratch.path());
        }
        Ok(true)
    }

    fn left(&self) -> Duration {
        self.limit.saturating_sub(self.start.elapsed())
    }

    /// A server that hangs must leave time for the page, which needs less: nothing in it waits long.
    fn share_of_the_server(&self) -> Duration {
        if self.answer.has_page { self.left() * 2 / 3 } else { self.left() }
    }

    /// The program that the grader starts; `None` after Ctrl+C.
    fn program(&self, scratch: &Path, place: &Path) -> Result<Option<Result<PathBuf, NoServer>>> {
        if !self.answer.has_server {
            return Ok(Some(Err(NoServer::NothingHandedIn)));
        }
        let program = match self.workshop.build(scratch, place, self.limit / 2)? {
            Build::Program(program) => program,
            Build::Failed(error) => return Ok(Some(Err(NoServer::DoesNotCompile(error)))),
            Build::OutOfTime => return Ok(Some(Err(NoServer::OutOfTime))),
            Build::Interrupted => return Ok(None),
        };
        if !self.sandbox.is_there() {
            return Ok(Some(Ok(program)));
        }
        let script = scratch.join("program-in-its-box");
        self.sandbox.write_program_script(&script, &program)?;
        Ok(Some(Ok(script)))
    }

    /// Runs the grader on the server, or without a program on the page. `None` after Ctrl+C.
    fn half(
        &self,
        scratch: &Path,
        own: &Path,
        program: Option<&Path>,
    ) -> Result<Option<Vec<Test>>> {
        // Its own folder: a result of anything else cannot lie in it.
        let folder = tempfile::Builder::new().prefix("grader-").tempdir_in(scratch)?;
        let json = folder.path().join("grade.json");
        let mut grader = self.sandbox.grader(&self.workshop.grader, scratch, folder.path());
        for exercise in self.workshop.part.exercises {
            if exercise.is_server() != program.is_some() {
                grader.args(["--skip", exercise.id()]);
            }
        }
        set_environment(&mut grader, folder.path());
        let time = if program.is_some() { self.share_of_the_server() } else { self.left() };
        grader
            .env("GRADE_PROGRAM", program.unwrap_or(Path::new("none")))
            .env("GRADE_CLIENT", own.join("client"))
            .env("GRADE_JSON", &json)
            .env("GRADE_SECONDS", time.as_secs().max(1).to_string());
        let ran = limited::run(grader, time + GRACE)?;
        match ran.end {
            End::Interrupted => return Ok(None),
            // Only the student's program or page can be that.
            End::TooBig => return Ok(Some(self.not_graded(program.is_some(), TOO_BIG))),
            _ => {}
        }
        let text = fs::read_to_string(&json).with_context(|| {
            let last = ran.errors.lines().last().or(ran.output.lines().last()).unwrap_or_default();
            format!("the grader left no result ({:?}); {last}", ran.end)
        })?;
        let report: Report = serde_json::from_str(&text).context("the grader's result")?;
        let mut tests = report.tests;
        let titles: Vec<&str> = self.exercises(program.is_some()).map(|(title, _)| title).collect();
        tests.retain(|test| titles.contains(&test.name.as_str()));
        Ok(Some(tests))
    }

    /// The titles of a half's exercises, and whether they are for extra credit.
    fn exercises(&self, is_server: bool) -> impl Iterator<Item = (&'static str, bool)> {
        let all = self.workshop.part.exercises;
        let is_extra = move |number: usize| number + 1 == all.len();
        let numbered = all.iter().enumerate();
        let half = numbered.filter(move |(_, one)| one.is_server() == is_server);
        half.map(move |(number, one)| (one.title, is_extra(number)))
    }

    /// A half without a verdict.
    fn not_graded(&self, is_server: bool, why: &str) -> Vec<Test> {
        let test = |(title, is_extra): (&str, bool)| Test {
            name: title.to_string(),
            score: 0,
            max_score: u32::from(!is_extra),
            output: format!("{NOT_RUN}: {why}"),
            extra_data: Extra {
                word: NOT_RUN.to_string(),
                summary: why.to_string(),
                kind: why.to_string(),
                cause: String::new(),
            },
        };
        self.exercises(is_server).map(test).collect()
    }

    /// State, points and feedback.
    fn judge(&self, outcome: &mut Outcome, tests: &[Test], no_server: Option<NoServer>) {
        let part = self.workshop.part;
        for (number, one) in part.exercises.iter().enumerate() {
            let is_extra = number + 1 == part.exercises.len();
            let test = tests.iter().find(|test| test.name == one.title);
            let exercise = match test {
                Some(test) => from_test(test, is_extra),
                None => not_run(one.title, is_extra, reason(one.is_server(), no_server.as_ref())),
            };
            outcome.exercises.push(exercise);
        }
        let is_over = |exercise: &Exercise| {
            [OVER_THE_LIMIT, NO_END, TOO_BIG].contains(&exercise.summary.as_str())
        };
        let fault = outcome.exercises.iter().find(|exercise| {
            let was_graded = tests.iter().any(|test| test.name == exercise.name);
            exercise.word == NOT_RUN && !is_over(exercise) && was_graded
        });
        if let Some(fault) = fault {
            let why = format!("{}, {}.", fault.name, fault.summary);
            return give_up(outcome, &why);
        }
        let has_page = part.exercises.iter().any(|one| !one.is_server());
        let is_whole = self.answer.has_server && (self.answer.has_page || !has_page);
        outcome.state = match &no_server {
            Some(NoServer::DoesNotCompile(_)) => State::DoesNotCompile,
            _ if outcome.exercises.iter().any(is_over) => State::OverTheLimit,
            _ if !is_whole => State::OneHalf,
            _ => State::Graded,
        };
        outcome.feedback = feedback(outcome, no_server.as_ref());
    }
}

/// Whether an exercise is blocked by another one that passes. That comes of a busy machine: what was
/// too slow a moment ago is fast enough now.
fn contradict(tests: &[Test]) -> bool {
    let passes =
        |title: &str| tests.iter().any(|test| test.extra_data.word == "PASS" && test.name == title);
    let blocked = tests.iter().filter(|test| test.extra_data.word == "BLOCKED");
    let mut by = blocked.filter_map(|test| test.extra_data.summary.strip_prefix("by "));
    by.any(|why| why.split_once(": ").is_some_and(|(title, _)| passes(title)))
}

/// The grader needs a browser and little else. What it stores goes into its folder.
fn set_environment(grader: &mut Command, folder: &Path) {
    for name in ["HINT", "CI", "RUST_BACKTRACE", "RUST_LOG"] {
        grader.env_remove(name);
    }
    if cfg!(unix) {
        grader.env("HOME", folder).env("TMPDIR", folder).env("NO_COLOR", "1");
    }
}

fn from_test(test: &Test, is_extra: bool) -> Exercise {
    let is_over = test.extra_data.word == NOT_RUN && test.extra_data.summary == OUT_OF_TIME;
    let summary = if is_over { OVER_THE_LIMIT } else { &test.extra_data.summary };
    debug_assert_eq!(is_extra, test.max_score == 0, "{}", test.name);
    Exercise {
        name: test.name.clone(),
        score: test.score,
        is_extra,
        word: test.extra_data.word.clone(),
        summary: summary.to_string(),
        kind: if is_over { summary.to_string() } else { test.extra_data.kind.clone() },
        cause: test.extra_data.cause.clone(),
        output: test.output.clone(),
    }
}

fn not_run(title: &str, is_extra: bool, why: &str) -> Exercise {
    Exercise {
        name: title.to_string(),
        score: 0,
        is_extra,
        word: NOT_RUN.to_string(),
        summary: why.to_string(),
        kind: why.to_string(),
        cause: String::new(),
        output: format!("{NOT_RUN}: {why}"),
    }
}

fn reason(is_server: bool, no_server: Option<&NoServer>) -> &'static str {
    match no_server {
        Some(NoServer::DoesNotCompile(_)) if is_server => "the Rust does not compile",
        Some(NoServer::OutOfTime) if is_server => OVER_THE_LIMIT,
        _ if is_server => "the folder src was not handed in",
        _ => "the folder client was not handed in",
    }
}

/// What the student reads: the scoreboard, and then each failure or the compiler's text.
fn feedback(outcome: &Outcome, no_server: Option<&NoServer>) -> String {
    let mut text = String::new();
    for exercise in &outcome.exercises {
        let points = match (exercise.is_extra, exercise.score) {
            (true, score) => format!("+{score}"),
            (false, score) => format!("{score} of 1"),
        };
        let Exercise { name, word, summary, .. } = exercise;
        text += format!("{name:14}{word:9}{points:8}{summary}").trim_end();
        text.push('\n');
    }
    let (points, most) = (outcome.points(), outcome.most_points());
    let (extra, most_extra) = (outcome.extra(), outcome.most_extra());
    text += &format!("\nTotal: {points} of {most} points, extra credit {extra} of {most_extra}\n");
    if let Some(NoServer::DoesNotCompile(error)) = no_server {
        text += &format!("\nThe Rust does not compile. The compiler's first error:\n\n{error}");
    }
    for exercise in outcome.exercises.iter().filter(|exercise| exercise.word == "FAIL") {
        let failure = exercise.output.trim_start_matches("FAIL").trim();
        text += &format!("\n\n{}\n\n{failure}\n", exercise.name);
    }
    for exercise in &outcome.exercises {
        if let Some((_, why)) = NOT_TO_THE_END.iter().find(|(end, _)| *end == exercise.summary) {
            text += &format!("\n\n{}\n\n{why}\n", exercise.name);
        }
    }
    text
}

/// `error[E0308]: mismatched types, in src/room.rs:57:13.` from the compiler's text about an error.
fn in_one_line(error: &str) -> String {
    let what = error.lines().next().unwrap_or_default().trim_end_matches('.');
    match error.lines().find_map(|line| line.trim_start().strip_prefix("--> ")) {
        // Cargo names a file from the project's folder: the student's own path is at its end.
        Some(place) => format!("{what}, in {}.", own_path(place.trim())),
        None => format!("{what}."),
    }
}

/// `src/room.rs:57:13` of `chat-room/exercises/messages/src/room.rs:57:13`.
fn own_path(place: &str) -> &str {
    place.find("src/").map_or(place, |begin| &place[begin..])
}

/// The text without the places where it was graded.
fn without_paths(text: &str, scratch: &Path) -> String {
    let own = scratch.join("project").join(crate::handout::TOP);
    let mut text = text.to_string();
    for path in [own.as_path(), scratch] {
        let path = path.display().to_string();
        text = text.replace(&format!("{path}{}", std::path::MAIN_SEPARATOR), "").replace(&path, "");
    }
    text
}
