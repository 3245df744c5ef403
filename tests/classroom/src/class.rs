//! Grades a whole class, several submissions at a time.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use anyhow::{Result, bail};
use jiff::ZonedDateTime;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::answer;
use crate::arguments::Grade;
use crate::grade::{self, Workshops};
use crate::holes::Part;
use crate::intake::{self, Submission};
use crate::ledger::Ledger;
use crate::limited;
use crate::outcome::{Outcome, State, Student};
use crate::progress::Progress;
use crate::results::{
    self,
    worksheet::{Listed, Worksheet},
};
use crate::sandbox::{self, Sandbox};
use crate::workshop::Workshop;

/// How a run ended.
#[derive(Debug)]
pub enum Ended {
    /// With one outcome for everyone who is graded, in the order of the submissions.
    Done(Vec<Outcome>),
    /// By Ctrl+C, after this many of all.
    Interrupted(usize, usize),
}

/// Grades what `arguments` names, and writes the results.
///
/// # Errors
/// There are no submissions, there is no sandbox, or the grader does not build.
pub fn grade(arguments: &Grade) -> Result<Ended> {
    let out = arguments.out();
    let part = arguments.part.map(|name| name.part());
    let worksheet = arguments.worksheet.as_deref();
    // A wrong worksheet is told before the grading, and not after it.
    let listed = worksheet.map(Worksheet::read).transpose()?;
    let listed = listed.map(|worksheet| worksheet.students()).unwrap_or_default();
    let sandbox = sandbox(arguments)?;
    let submissions = intake::submissions(&arguments.submissions, &out)?;
    if let Some(who) = &arguments.only
        && !submissions.iter().any(|one| is_called(&one.student, who))
    {
        bail!("no student's name or id contains {who:?}");
    }
    let workshops = open_workshops(&submissions, part, &sandbox)?;
    let ledger = Ledger::open(&out, arguments.limit)?;
    let mut class: Vec<Seat> =
        submissions.into_iter().map(|one| Seat::new(one, part, &workshops)).collect();
    for seat in &mut class {
        let is_asked_for =
            arguments.only.as_ref().is_none_or(|who| is_called(&seat.submission.student, who));
        seat.is_open = is_asked_for;
        if !(is_asked_for && arguments.again) {
            seat.outcome = ledger.find(&seat.hash);
            seat.is_open &= seat.outcome.is_none();
        }
    }
    if class.iter().any(|seat| seat.is_open) {
        for workshop in workshops.values().filter(|workshop| workshop.has_page()) {
            grade::try_the_browser(workshop, &sandbox)?;
        }
    }
    let shared =
        Shared { part, workshops: &workshops, sandbox: &sandbox, ledger: &ledger, arguments };
    shared.grade_all(&mut class)?;
    let all = class.len();
    let mut outcomes: Vec<Outcome> = class.into_iter().filter_map(|seat| seat.outcome).collect();
    if limited::is_interrupted() {
        return Ok(Ended::Interrupted(outcomes.len(), all));
    }
    outcomes.extend(missing(&listed, &outcomes));
    results::write(&out, &outcomes, worksheet, &about(&workshops, &arguments.submissions))?;
    Ok(Ended::Done(outcomes))
}

/// A submission, and its outcome as soon as there is one.
struct Seat {
    submission: Submission,
    hash: String,
    outcome: Option<Outcome>,
    /// It waits for being graded.
    is_open: bool,
}

impl Seat {
    fn new(submission: Submission, part: Option<&Part>, workshops: &Workshops) -> Seat {
        let mut hash = Sha256::new();
        hash.update(submission.hash());
        hash.update(part.map_or("", |part| part.name));
        for workshop in workshops.values() {
            hash.update(workshop.hash());
        }
        let hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Seat { submission, hash, outcome: None, is_open: true }
    }
}

/// Whether this is a part of the name or of the id. `lefevre` is a part of `Lefèvre`.
fn is_called(Student { id, name }: &Student, who: &str) -> bool {
    simple(name).contains(&simple(who)) || id.contains(who)
}

/// Small letters without accents.
fn simple(name: &str) -> String {
    let letters = name.nfd().filter(|letter| !is_combining_mark(*letter));
    letters.collect::<String>().to_lowercase()
}

/// What all threads use.
struct Shared<'s> {
    part: Option<&'static Part>,
    workshops: &'s Workshops,
    sandbox: &'s Sandbox,
    ledger: &'s Ledger,
    arguments: &'s Grade,
}

impl Shared<'_> {
    /// Fills in the outcome of each open seat. After Ctrl+C some stay empty.
    fn grade_all(&self, class: &mut [Seat]) -> Result<()> {
        let open: VecDeque<usize> =
            (0..class.len()).filter(|&place| class[place].is_open).collect();
        let progress = Progress::new(open.len());
        let graded = class.len() - open.len();
        if graded > 0 && self.arguments.only.is_none() {
            progress.says(&format!("{graded} are graded already; --again grades them anew."));
        }
        let queue = Mutex::new(open);
        let (results, outcomes) = mpsc::channel();
        let seats: Vec<&Submission> = class.iter().map(|seat| &seat.submission).collect();
        let mut done = Vec::new();
        thread::scope(|scope| -> Result<()> {
            for _ in 0..self.arguments.jobs() {
                let (results, queue, seats, progress) =
                    (results.clone(), &queue, &seats, &progress);
                scope.spawn(move || self.work(queue, seats, progress, &results));
            }
            drop(results);
            for (place, outcome) in outcomes {
                self.ledger.keep(&class[place].hash, &outcome)?;
                progress.graded(&outcome);
                done.push((place, outcome));
            }
            Ok(())
        })?;
        progress.ends();
        for (place, outcome) in done {
            class[place].outcome = Some(outcome);
        }
        Ok(())
    }

    /// One of the threads: grades one submission after the other.
    fn work(
        &self,
        queue: &Mutex<VecDeque<usize>>,
        seats: &[&Submission],
        progress: &Progress,
        results: &mpsc::Sender<(usize, Outcome)>,
    ) {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(place) = next.filter(|_| !limited::is_interrupted()) else { return };
            progress.begins(&seats[place].student.name);
            let limit = self.arguments.limit();
            let (part, workshops) = (self.part, self.workshops);
            let Some(outcome) = grade::grade(seats[place], part, workshops, self.sandbox, limit)
            else {
                return;
            };
            if results.send((place, outcome)).is_err() {
                return;
            }
        }
    }
}

fn sandbox(arguments: &Grade) -> Result<Sandbox> {
    if arguments.no_sandbox {
        return Ok(Sandbox::None);
    }
    Sandbox::find().map_err(|error| anyhow::anyhow!("{error:#}.\n\n{}", sandbox::WITHOUT))
}

/// Opens a workshop for each part that somebody did.
fn open_workshops(
    submissions: &[Submission],
    part: Option<&'static Part>,
    sandbox: &Sandbox,
) -> Result<Workshops> {
    let mut workshops = Workshops::new();
    let parts = submissions.iter().filter_map(|one| answer::find(one, part).ok());
    let parts: BTreeSet<&str> = parts.map(|answer| answer.part.name).collect();
    for part in crate::holes::PARTS.into_iter().filter(|part| parts.contains(part.name)) {
        eprintln!(
            "Building the grader of {}. The first time, this takes some minutes …",
            part.name
        );
        workshops.insert(part.name, Workshop::open(part, sandbox)?);
    }
    Ok(workshops)
}

/// The report's title: the part, what was graded, and the date.
fn about(workshops: &Workshops, submissions: &Path) -> String {
    let mut about: Vec<String> = workshops.keys().map(ToString::to_string).collect();
    let path = submissions.canonicalize().unwrap_or_else(|_| submissions.to_path_buf());
    about.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
    about.push(ZonedDateTime::now().date().to_string());
    about.join(" · ")
}

/// Everyone in the worksheet who handed in nothing.
fn missing(listed: &[Listed], outcomes: &[Outcome]) -> Vec<Outcome> {
    let is_missing = |Listed { student, .. }: &&Listed| {
        !outcomes.iter().any(|outcome| match outcome.student.id.is_empty() {
            true => outcome.student.name == student.name,
            false => outcome.student.id == student.id,
        })
    };
    let outcome = |Listed { student, status }: &Listed| Outcome {
        student: student.clone(),
        file: String::new(),
        state: State::NothingHandedIn,
        exercises: Vec::new(),
        seconds: 0.0,
        // Who has written a draft may only have forgotten the last click.
        note: if status.is_empty() { String::new() } else { format!("In Moodle: {status}.") },
        feedback: String::new(),
    };
    listed.iter().filter(is_missing).map(outcome).collect()
}
