//! The verdict on an exercise, and the text that a student reads.

use std::{env, fmt};

use super::cast;
use crate::Exercise;

use super::{
    exercise::seen_from_the_student,
    wrap::{WIDTH, wrap},
};

/// The result of one exercise.
#[derive(Clone, Debug)]
pub enum Verdict {
    Pass,
    /// It is not solved. The text says why.
    Fail(Box<Failure>),
    /// The grader cannot tell, because another exercise is in the way.
    Blocked {
        by: Exercise,
        why: String,
    },
    NotRun(String),
}

impl Verdict {
    /// The same failure with a better guess at the mistake.
    pub fn because(self, cause: &str) -> Verdict {
        match self {
            Verdict::Fail(failure) => {
                Verdict::Fail(Box::new(Failure { cause: cause.to_string(), ..*failure }))
            }
            other => other,
        }
    }
}

/// An `Err` ends the exercise: `?` carries the verdict to the top.
pub type Graded<T> = Result<T, Verdict>;

/// Why an exercise is not solved, in the order in which a student reads it.
#[derive(Clone, Debug)]
pub struct Failure {
    pub exercise: Exercise,
    /// One line for the scoreboard.
    pub summary: String,
    /// What the grader did, step by step.
    pub done: Vec<String>,
    pub expected: String,
    pub came: String,
    /// The probable mistake.
    pub cause: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        section(f, "Done", &self.done.join("\n"))?;
        section(f, "Expected", &self.expected)?;
        section(f, "Came", &seen_from_the_student(&self.came))?;
        section(f, "Probably", &self.cause)?;
        section(f, "Look at", &self.exercise.place())?;
        if cast::is_random(self.exercise.number()) {
            section(f, "Repeat", &self.exercise.command_with("GRADE_SEED", cast::seed()))?;
        }
        let level = hint_level();
        for hint in self.exercise.facts().hints.iter().take(level.unwrap_or(0)) {
            section(f, "Hint", hint)?;
        }
        let command = |level| self.exercise.command_with_hint(level);
        match level {
            None => section(f, "More", &format!("HINT is 1 or 2, such as {}", command(1))),
            Some(0) => section(f, "More", &command(1)),
            Some(1) => section(f, "More", &command(2)),
            Some(_) => Ok(()),
        }
    }
}

/// How many hints the student asks for: 0, 1 or 2. `None` when HINT is not a number.
pub fn hint_level() -> Option<usize> {
    match env::var("HINT") {
        Ok(level) if !level.is_empty() => level.parse().ok(),
        _ => Some(0),
    }
}

/// A title in a column of its own, and the text beside it.
fn section(f: &mut fmt::Formatter, title: &str, text: &str) -> fmt::Result {
    const COLUMN: usize = 11;
    let title = format!("{title}:");
    for (number, line) in wrap(text, WIDTH - COLUMN).iter().enumerate() {
        let title = if number == 0 { &title } else { "" };
        writeln!(f, "{}", format!("{title:COLUMN$}{line}").trim_end())?;
    }
    Ok(())
}

/// The beginning of a text, at most this many characters.
pub fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_string(),
    }
}

/// `laura, walter and maria`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_string(),
        [one] => one.to_string(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same text, four columns to the right.
pub fn indent(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}
