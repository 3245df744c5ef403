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
    /// The grader could not run an exercise, for example because the browser did not start.
    NotRun,
}

pub use Fate::{Blamed, DoesNotCompile, Killed, NotRun, Refused, Same, Survived};

/// The fates in the order of the columns.
const COLUMNS: [(Fate, &str); 7] = [
    (Killed, "killed"),
    (Survived, "survived"),
    (Blamed, "blamed another"),
    (Same, "the same"),
    (Refused, "refused"),
    (DoesNotCompile, "does not compile"),
    (NotRun, "not run"),
];

/// What the grader did with a mutant.
pub fn fate(case: &Case, grades: &Grades) -> Fate {
    let own = BTreeSet::from([case.exercise.id().to_string()]);
    let is_passed = grades.with("PASS") == case.graded;
    let is_the_same = SAME.iter().any(|(same, _)| *same == case.name);
    match is_the_same {
        _ if !grades.with("NOT RUN").is_empty() => NotRun,
        true if is_passed => Same,
        true => Refused,
        false if is_passed => Survived,
        false if grades.with("FAIL") == own => Killed,
        false => Blamed,
    }
}

/// What the whole run found out.
#[derive(Default)]
pub struct Report {
    /// By the name of the part and the exercise, such as `messages/login`: how many had which fate.
    figures: BTreeMap<String, BTreeMap<Fate, usize>>,
    /// By the numbers of the mutants: what the grader did wrong.
    mistakes: BTreeMap<usize, String>,
}

impl Report {
    pub fn count(&mut self, case: &Case, fate: Fate) {
        let exercise = format!("{}/{}", case.part.name, case.exercise.id());
        *self.figures.entry(exercise).or_default().entry(fate).or_default() += 1;
    }

    /// A mistake of the grader. `said` is its table, or why there is none.
    pub fn add_mistake(&mut self, number: usize, case: &Case, fate: Fate, said: &str) {
        let difference = difference(&case.solution, &case.text);
        let text = format!("=== {} {fate:?}\n{difference}\n{}\n", case.name, said.trim_end());
        self.mistakes.insert(number, text);
    }

    /// A line for each exercise, with the sums below, and then the mistakes in the mutants' order.
    pub fn text(&self) -> String {
        let mut text = format!("{:21}", "");
        for (_, title) in COLUMNS {
            let _ = write!(text, "  {title}");
        }
        text.push('\n');
        let mut sums: BTreeMap<Fate, usize> = BTreeMap::new();
        for (name, fates) in &self.figures {
            text += &row(name, fates);
            for (fate, count) in fates {
                *sums.entry(*fate).or_default() += count;
            }
        }
        text += &row("all", &sums);
        for mistake in self.mistakes.values() {
            let _ = write!(text, "\n{mistake}");
        }
        text
    }
}

fn row(name: &str, fates: &BTreeMap<Fate, usize>) -> String {
    let mut text = format!("{name:21}");
    for (fate, title) in COLUMNS {
        let count = fates.get(&fate).copied().unwrap_or_default();
        let _ = write!(text, "  {count:>width$}", width = title.len());
    }
    text + "\n"
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
