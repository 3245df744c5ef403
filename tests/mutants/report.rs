//! What became of the mutants: figures for each exercise, and what is wrong with the grader.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::Case;
use crate::grading::Grades;
use crate::same::SAME;

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Its exercise failed, and no other one.
    Killed,
    /// Everything passed.
    Survived,
    /// Another exercise failed, or its own did not.
    Blamed,
    /// Everything passed, as it should: it behaves like the solution.
    Same,
    /// It should pass, and does not.
    Refused,
    DoesNotCompile,
}

pub use Fate::{Blamed, DoesNotCompile, Killed, Refused, Same, Survived};

/// The fates in the order of the columns.
const COLUMNS: [(Fate, &str); 6] = [
    (Killed, "killed"),
    (Survived, "survived"),
    (Blamed, "blamed another"),
    (Same, "the same"),
    (Refused, "refused"),
    (DoesNotCompile, "does not compile"),
];

/// By the name of the part and the exercise, such as `messages/login`: how many had which fate.
pub type Figures = BTreeMap<String, BTreeMap<Fate, usize>>;

/// What the grader did with a mutant.
pub fn fate(case: &Case, grades: &Grades) -> Fate {
    let own = BTreeSet::from([case.exercise.id().to_string()]);
    let is_passed = grades.with("PASS") == case.graded;
    match reason_to_pass(&case.name) {
        Some(_) if is_passed => Same,
        Some(_) => Refused,
        None if is_passed => Survived,
        None if grades.with("FAIL") == own => Killed,
        None => Blamed,
    }
}

/// Why a mutant behaves like the solution.
pub fn reason_to_pass(name: &str) -> Option<&'static str> {
    SAME.iter().find(|(same, _)| *same == name).map(|(_, reason)| *reason)
}

/// The change, and the lines of the grader's table.
pub fn explain(case: &Case, grades: &Grades) -> String {
    format!("{}\n{}", difference(&case.solution, &case.text), grades.scoreboard())
}

/// The lines that differ, and those between them, as `diff` would show them.
fn difference(old: &str, new: &str) -> String {
    let [old, new]: [Vec<&str>; 2] = [old, new].map(|text| text.lines().collect());
    let is_same = |(one, other): &(&&str, &&str)| one == other;
    let start = old.iter().zip(&new).take_while(is_same).count();
    let ends = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = ends.take_while(is_same).count();
    let mut text = String::new();
    for (sign, lines) in [('-', &old[start..old.len() - end]), ('+', &new[start..new.len() - end])]
    {
        for line in lines {
            let _ = writeln!(text, "{sign} {line}");
        }
    }
    text
}

/// A line for each exercise, and one for each part.
pub fn table(figures: &Figures) -> String {
    let mut text = format!("{:21}", "");
    for (_, title) in COLUMNS {
        let _ = write!(text, "  {title}");
    }
    text.push('\n');
    for (name, fates) in figures {
        let _ = write!(text, "{name:21}");
        for (fate, title) in COLUMNS {
            let count = fates.get(&fate).copied().unwrap_or_default();
            let _ = write!(text, "  {count:>width$}", width = title.len());
        }
        text.push('\n');
    }
    text
}
