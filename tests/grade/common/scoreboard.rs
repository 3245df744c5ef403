//! The result: in words for the student, as JSON for Gradescope.
//! <https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format>

use std::{collections::BTreeMap, env, fmt::Write, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::Exercise;

use super::{
    exercise::{IS_FINISHED, is_in_the_checkout, way_from_the_student},
    verdict::{Verdict, hint_level},
    wrap::{WIDTH, wrap},
};

/// The verdicts of the exercises that ran; the others were filtered out.
pub type Verdicts = BTreeMap<Exercise, Verdict>;

const FILTERED_OUT: &str = "filtered out";

/// The points for the exercises that were passed; one in `extra` is extra credit.
fn points(verdicts: &Verdicts, extra: bool) -> usize {
    let passed = verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Pass));
    passed.filter(|(exercise, _)| exercise.is_extra() == extra).count()
}

fn most_points(extra: bool) -> usize {
    Exercise::ALL.iter().filter(|exercise| exercise.is_extra() == extra).count()
}

pub fn is_full_marks(verdicts: &Verdicts) -> bool {
    points(verdicts, false) == most_points(false)
}

/// The word for a verdict, and its reason on one line.
fn word_and_reason(verdict: Option<&Verdict>) -> (&'static str, String) {
    match verdict {
        Some(Verdict::Pass) => ("PASS", String::new()),
        Some(Verdict::Fail(failure)) => ("FAIL", failure.summary.clone()),
        Some(Verdict::Blocked { by, why }) => ("BLOCKED", format!("by {by}: {why}")),
        Some(Verdict::NotRun(why)) => ("NOT RUN", why.clone()),
        None => ("NOT RUN", FILTERED_OUT.to_string()),
    }
}

/// The word for a verdict: PASS, FAIL, BLOCKED or NOT RUN.
pub fn word(verdict: &Verdict) -> &'static str {
    word_and_reason(Some(verdict)).0
}

/// The table of the exercises that ran, with the next thing to do. It fits into a terminal.
pub fn scoreboard(verdicts: &Verdicts) -> String {
    let mut text = String::new();
    for (exercise, verdict) in verdicts {
        let (word, reason) = word_and_reason(Some(verdict));
        let points = match (word, exercise.is_extra()) {
            ("PASS", true) => "+1",
            (_, true) => "+0",
            ("PASS", false) => "1 of 1",
            _ => "0 of 1",
        };
        let line = format!("{:14}{word:9}{points:8}{reason}", exercise.to_string());
        let _ = writeln!(text, "{}", fit(line.trim_end()));
    }
    text.push('\n');
    if verdicts.len() == Exercise::ALL.len() {
        let [points, extra] = [false, true].map(|extra| points(verdicts, extra));
        let [most, most_extra] = [false, true].map(most_points);
        let _ = writeln!(
            text,
            "Total: {points} of {most} points, extra credit {extra} of {most_extra}"
        );
    }
    let _ = writeln!(text, "{}", next_thing_to_do(verdicts));
    text
}

fn fit(line: &str) -> String {
    let one_line = line.replace('\n', " ");
    match one_line.char_indices().nth(WIDTH - 1) {
        Some((end, _)) if one_line.chars().count() > WIDTH => format!("{}…", &one_line[..end]),
        _ => one_line,
    }
}

fn next_thing_to_do(verdicts: &Verdicts) -> String {
    let is_failed = |(_, verdict): &(&Exercise, &Verdict)| matches!(verdict, Verdict::Fail(_));
    let is_left = |(_, verdict): &(&Exercise, &Verdict)| !matches!(verdict, Verdict::Pass);
    let failed = verdicts.iter().find(is_failed);
    match failed.or(verdicts.iter().find(is_left)) {
        Some((exercise, Verdict::NotRun(why))) => {
            wrap(&format!("Next: {exercise} could not be graded, {why}."), WIDTH).join("\n")
        }
        Some((exercise, verdict)) => {
            let exercise = match verdict {
                Verdict::Blocked { by, .. } => by, // what it waits for comes first
                _ => exercise,
            };
            where_to_go_on(*exercise)
        }
        None if verdicts.len() < Exercise::ALL.len() => {
            "Next: cargo test runs all exercises.".to_string()
        }
        None => "Next: nothing. Open the page and chat.".to_string(),
    }
}

/// The hole, and the commands for it. They are for the folder where the student stands. If that is
/// not known, they belong to the package's own folder: in the checkout a reader may stand in the
/// root, where the same commands grade the finished room.
fn where_to_go_on(exercise: Exercise) -> String {
    let mut text = format!("Next:  {}\nCheck: {}", exercise.place(), exercise.command());
    if let Some(level @ 1..=2) = hint_level().map(|level| level + 1) {
        let _ = write!(text, "\nHint:  {}", exercise.command_with_hint(level));
    }
    if !IS_FINISHED && is_in_the_checkout() && way_from_the_student().is_none() {
        let _ = write!(text, "\nWhere: in the folder exercises/{}", env!("CARGO_PKG_NAME"));
    }
    text
}

/// What a student may look at after a PASS. A full run would show too many of these at once, so
/// only an exercise that was asked for alone has its own.
pub fn what_to_think_about(verdicts: &Verdicts) -> String {
    if IS_FINISHED {
        return String::new();
    }
    let is_passed = |(_, verdict): &(&Exercise, &Verdict)| matches!(verdict, Verdict::Pass);
    let passed: Vec<Exercise> = verdicts.iter().filter(is_passed).map(|(one, _)| *one).collect();
    let text = match passed[..] {
        [exercise] if verdicts.len() == 1 => format!("To think about: {}", exercise.next()),
        [exercise, ..] if passed.len() == Exercise::ALL.len() => {
            let command = exercise.command();
            format!("Each exercise has a question to think about: {command} shows the first.")
        }
        _ => return String::new(),
    };
    format!("\n{}\n", wrap(&text, WIDTH).join("\n"))
}

/// Writes `target/grade.json`, or what GRADE_JSON names.
pub fn write_json(verdicts: &Verdicts) {
    let Some(path) = json_path() else { return };
    let text = serde_json::to_string_pretty(&gradescope(verdicts)).unwrap_or_default();
    if let Err(error) = fs::write(&path, text + "\n") {
        eprintln!("cannot write {}: {error}", path.display());
    }
}

pub fn json_path() -> Option<PathBuf> {
    if let Some(path) = env::var_os("GRADE_JSON") {
        return Some(PathBuf::from(path));
    }
    // Cargo makes `tmp` inside the target folder, wherever that is.
    let tmp = PathBuf::from(option_env!("CARGO_TARGET_TMPDIR")?);
    let name = match IS_FINISHED {
        true => concat!(env!("CARGO_CRATE_NAME"), "-solution.json"),
        false => "grade.json",
    };
    Some(tmp.parent()?.join(name))
}

fn gradescope(verdicts: &Verdicts) -> Value {
    let tests: Vec<Value> = Exercise::ALL
        .into_iter()
        .map(|exercise| {
            let verdict = verdicts.get(&exercise);
            let (word, reason) = word_and_reason(verdict);
            let output = match verdict {
                Some(Verdict::Fail(failure)) => format!("{word}\n{failure}"),
                _ if reason.is_empty() => word.to_string(),
                _ => format!("{word}: {reason}"),
            };
            json!({
                "name": exercise.to_string(),
                "number": exercise.number().to_string(),
                "score": u8::from(word == "PASS"),
                // Extra credit adds nothing to the maximum.
                "max_score": u8::from(!exercise.is_extra()),
                "status": if word == "PASS" { "passed" } else { "failed" },
                "output": output,
                // Gradescope keeps this for other programs, such as the teacher's tool.
                "extra_data": { "word": word, "summary": reason },
            })
        })
        .collect();
    json!({
        "score": points(verdicts, false) + points(verdicts, true),
        "output": scoreboard(verdicts),
        "tests": tests,
    })
}
