//! `report.html`: the class on one page, for the teacher. First what went wrong and how often,
//! without names, so that a lesson can begin with it; then the students.

use std::cmp::Reverse;

use anyhow::Result;
use askama::Template;

use super::{grades, worksheet::Remark};
use crate::outcome::{Exercise, Outcome, State};

/// How many causes a lesson may begin with.
const SHOWN_FIRST: usize = 3;

/// The template escapes all of it.
#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    /// The part, what was graded, and the date.
    about: &'a str,
    handed_in: usize,
    graded: usize,
    nothing: usize,
    /// Of those who have a grade, without extra credit.
    average: Option<String>,
    most_points: u32,
    remarks: &'a [Remark],
    exercises: &'a [Column<'a>],
    /// The most frequent causes of the whole part, without extra credit: many leave that out.
    frequent: Vec<(&'a Column<'a>, &'a Cause<'a>)>,
    /// The students whom a person should look at, and the sentences.
    to_look_at: usize,
    students: Vec<Student<'a>>,
}

/// One exercise, and how the class did.
struct Column<'a> {
    name: &'a str,
    is_extra: bool,
    /// How many were graded in it.
    total: usize,
    /// Only the verdicts that occur.
    shares: Vec<Share>,
    /// The most frequent first.
    causes: Vec<Cause<'a>>,
}

struct Share {
    verdict: Verdict,
    /// Also its width in the bar.
    count: usize,
}

struct Cause<'a> {
    verdict: Verdict,
    /// Without names: a lesson may begin with it.
    text: &'a str,
    /// What the grader thinks that the mistake is; may be empty.
    probably: &'a str,
    students: Vec<Link<'a>>,
}

struct Link<'a> {
    number: usize,
    name: &'a str,
}

struct Student<'a> {
    /// Its section's id.
    number: usize,
    outcome: &'a Outcome,
    /// One for each exercise of the class.
    cells: Vec<Option<Verdict>>,
}

/// The four words of the grader, in the order of a bar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Passed,
    Failed,
    Blocked,
    NotRun,
}

impl Verdict {
    fn of(exercise: &Exercise) -> Verdict {
        match exercise.word.as_str() {
            "PASS" => Verdict::Passed,
            "FAIL" => Verdict::Failed,
            "BLOCKED" => Verdict::Blocked,
            _ => Verdict::NotRun,
        }
    }

    /// Also its class in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Failed => "failed",
            Verdict::Blocked => "blocked",
            Verdict::NotRun => "not-run",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Verdict::NotRun => "not run",
            other => other.class(),
        }
    }

    /// Whoever cannot tell the colours apart sees this.
    fn symbol(self) -> &'static str {
        match self {
            Verdict::Passed => "✓",
            Verdict::Failed => "✗",
            Verdict::Blocked => "◌",
            Verdict::NotRun => "–",
        }
    }
}

impl Student<'_> {
    fn is_graded(&self) -> bool {
        self.outcome.has_grade()
    }

    fn needs_a_look(&self) -> bool {
        self.outcome.state.needs_a_look()
    }
}

pub fn html(outcomes: &[Outcome], remarks: &[Remark], about: &str) -> Result<String> {
    let names = grades::exercises(outcomes);
    let students: Vec<Student> =
        outcomes.iter().enumerate().map(|it| student(it, &names)).collect();
    let graded: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.has_grade()).collect();
    let nothing = outcomes.iter().filter(|it| it.state == State::NothingHandedIn).count();
    let points: u32 = graded.iter().map(|outcome| outcome.points()).sum();
    let average = f64::from(points) / graded.len() as f64;
    let exercises: Vec<Column> = names.iter().map(|name| column(name, outcomes)).collect();
    let to_look_at = students.iter().filter(|student| student.needs_a_look()).count();
    let report = Report {
        about,
        handed_in: outcomes.len() - nothing,
        graded: graded.len(),
        nothing,
        average: (!graded.is_empty()).then(|| format!("{average:.1}")),
        most_points: graded.iter().map(|outcome| outcome.most_points()).max().unwrap_or(0),
        remarks,
        exercises: &exercises,
        frequent: most_frequent(&exercises),
        to_look_at: to_look_at + remarks.len(),
        students,
    };
    Ok(report.render()?)
}

fn most_frequent<'a>(exercises: &'a [Column<'a>]) -> Vec<(&'a Column<'a>, &'a Cause<'a>)> {
    let causes = |exercise: &'a Column<'a>| exercise.shared().map(move |cause| (exercise, cause));
    let required = exercises.iter().filter(|exercise| !exercise.is_extra);
    let mut frequent: Vec<_> = required.flat_map(causes).collect();
    frequent.sort_by_key(|(_, cause)| Reverse(cause.students.len()));
    frequent.truncate(SHOWN_FIRST);
    frequent
}

fn student<'a>((number, outcome): (usize, &'a Outcome), names: &[&str]) -> Student<'a> {
    let verdict = |name: &&str| {
        let exercise = outcome.exercises.iter().find(|exercise| exercise.name == **name);
        exercise.filter(|_| outcome.has_grade()).map(Verdict::of)
    };
    Student { number, outcome, cells: names.iter().map(verdict).collect() }
}

fn column<'a>(name: &'a str, outcomes: &'a [Outcome]) -> Column<'a> {
    let mut column =
        Column { name, is_extra: false, total: 0, shares: Vec::new(), causes: Vec::new() };
    for (number, outcome) in outcomes.iter().enumerate().filter(|(_, it)| it.has_grade()) {
        if let Some(exercise) = outcome.exercises.iter().find(|exercise| exercise.name == name) {
            column.total += 1;
            column.is_extra = exercise.is_extra;
            column.add(exercise, Link { number, name: &outcome.student.name });
        }
    }
    column.shares.sort_by_key(|share| share.verdict);
    // What failed comes before what only waited for something else.
    column.causes.sort_by_key(|cause| (cause.verdict, Reverse(cause.students.len())));
    column
}

impl<'a> Column<'a> {
    fn failed(&self) -> impl Iterator<Item = &Cause<'a>> {
        self.causes.iter().filter(|cause| cause.verdict == Verdict::Failed)
    }

    /// The mistakes of several students, or of the only one.
    fn shared(&self) -> impl Iterator<Item = &Cause<'a>> {
        self.failed().filter(|cause| cause.students.len() > 1 || self.total == 1)
    }

    /// A class need not see these: each is somebody's own.
    fn of_one(&self) -> impl Iterator<Item = &Cause<'a>> {
        self.failed().filter(|cause| cause.students.len() == 1 && self.total > 1)
    }

    /// Blocked or not run: nobody knows whether these are solved.
    fn not_judged(&self) -> impl Iterator<Item = &Cause<'a>> {
        self.causes.iter().filter(|cause| cause.verdict != Verdict::Failed)
    }

    fn unseen(&self) -> usize {
        self.not_judged().map(|cause| cause.students.len()).sum()
    }

    fn add(&mut self, exercise: &'a Exercise, student: Link<'a>) {
        let verdict = Verdict::of(exercise);
        match self.shares.iter_mut().find(|share| share.verdict == verdict) {
            Some(share) => share.count += 1,
            None => self.shares.push(Share { verdict, count: 1 }),
        }
        if verdict == Verdict::Passed {
            return;
        }
        let (text, probably) = (exercise.kind.trim(), exercise.cause.trim());
        // Where the grader names the mistake, it may show itself in several ways.
        let is_same = |cause: &&mut Cause| match probably {
            "" => cause.probably.is_empty() && cause.text == text,
            probably => cause.probably == probably,
        };
        let mut causes = self.causes.iter_mut().filter(|cause| cause.verdict == verdict);
        match causes.find(is_same) {
            Some(cause) => cause.students.push(student),
            None => self.causes.push(Cause { verdict, text, probably, students: vec![student] }),
        }
    }
}
