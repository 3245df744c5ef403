//! `grades.csv`: one line for each student, for a spreadsheet or a script.

use anyhow::Result;
use csv::Writer;

use super::escape::cell;
use crate::outcome::Outcome;

/// With this mark Excel knows that the file is in UTF-8.
pub const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Columns: id, name, file, state, one for each exercise, points, extra, seconds, note. Where there
/// is no grade, the cells for points are empty.
pub fn csv(outcomes: &[Outcome]) -> Result<Vec<u8>> {
    let exercises = exercises(outcomes);
    let mut csv = Writer::from_writer(UTF8_MARK.to_vec());
    let first = ["id", "name", "file", "state"];
    let last = ["points", "extra", "seconds", "note"];
    csv.write_record(first.iter().chain(&exercises).chain(&last))?;
    for outcome in outcomes {
        let mut line = vec![
            cell(&outcome.student.id),
            cell(&outcome.student.name),
            cell(&outcome.file),
            outcome.state.word().to_string(),
        ];
        let if_graded = |points: u32| match outcome.has_grade() {
            true => points.to_string(),
            false => String::new(),
        };
        for name in &exercises {
            let exercise = outcome.exercises.iter().find(|exercise| exercise.name == *name);
            line.push(exercise.map(|exercise| if_graded(exercise.score)).unwrap_or_default());
        }
        line.push(if_graded(outcome.points()));
        line.push(if_graded(outcome.extra()));
        line.push(format!("{:.1}", outcome.seconds));
        line.push(cell(&outcome.note));
        csv.write_record(&line)?;
    }
    Ok(csv.into_inner()?)
}

/// The names of all exercises, in order.
pub fn exercises(outcomes: &[Outcome]) -> Vec<&str> {
    let mut names = Vec::new();
    for exercise in outcomes.iter().flat_map(|outcome| &outcome.exercises) {
        if !names.contains(&exercise.name.as_str()) {
            names.push(&exercise.name);
        }
    }
    names
}
