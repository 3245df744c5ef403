//! The table at the end of the run, for the terminal.

use std::fmt::Write;

use comfy_table::{CellAlignment, Table, presets::NOTHING};

use super::escape::one_line;
use crate::outcome::{Outcome, State};

/// In letters. A longer name would break the lines of the table.
const LONGEST_NAME: usize = 32;

/// A line for each student, how many are in which state, and "look at these yourself".
pub fn table(outcomes: &[Outcome]) -> String {
    let mut table = Table::new();
    table.load_preset(NOTHING).set_header(["name", "state", "points", "extra", "seconds"]);
    for outcome in outcomes {
        let if_graded = |text: String| if outcome.has_grade() { text } else { "–".to_string() };
        table.add_row([
            short_name(outcome),
            outcome.state.word().to_string(),
            if_graded(format!("{} of {}", outcome.points(), outcome.most_points())),
            if_graded(format!("+{}", outcome.extra())),
            format!("{:.1}", outcome.seconds),
        ]);
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = table.trim_fmt() + "\n\n";
    text += &counts(outcomes);
    text += &look_at_these_yourself(outcomes);
    text
}

fn short_name(outcome: &Outcome) -> String {
    let name = one_line(&outcome.student.name);
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name,
    }
}

/// `40 students. graded: 31, does not compile: 4, …`
fn counts(outcomes: &[Outcome]) -> String {
    let count = |state| outcomes.iter().filter(|outcome| outcome.state == state).count();
    let counted = State::ALL.map(|state| (state, count(state)));
    let states = counted.iter().filter(|(_, count)| *count > 0);
    let states: Vec<String> = states.map(|(it, count)| format!("{}: {count}", it.word())).collect();
    let students = if outcomes.len() == 1 { "student" } else { "students" };
    format!("{} {students}. {}\n", outcomes.len(), states.join(", "))
}

fn look_at_these_yourself(outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.state.needs_a_look()) {
        let (name, sentence) = (short_name(outcome), outcome.state.sentence());
        let line = format!("  {name}: {sentence} {}", one_line(&outcome.note));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    if text.is_empty() { text } else { format!("\nLook at these yourself:\n{text}") }
}
