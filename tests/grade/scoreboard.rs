//! What it all comes to: in words for the student, as JSON for Gradescope.
//! <https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format>

use std::{collections::BTreeMap, env, fmt::Write, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    exercise::Exercise,
    verdict::{Verdict, WIDTH, short, wrap},
};

/// The verdicts of those exercises that had a chance; the others were filtered out.
pub type Verdicts = BTreeMap<Exercise, Verdict>;

const FILTERED_OUT: &str = "filtered out";

/// Points without extra credit.
pub fn points(verdicts: &Verdicts) -> usize {
    let is_point = |exercise: &&Exercise| !exercise.is_extra();
    passed(verdicts).iter().filter(is_point).count()
}

fn passed(verdicts: &Verdicts) -> Vec<Exercise> {
    let passed = verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Pass));
    passed.map(|(exercise, _)| *exercise).collect()
}

fn most_points() -> usize {
    Exercise::ALL.iter().filter(|exercise| !exercise.is_extra()).count()
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

/// The table, with the next thing to do. Not wider than a terminal.
pub fn scoreboard(verdicts: &Verdicts) -> String {
    let mut text = String::new();
    for exercise in Exercise::ALL {
        let verdict = verdicts.get(&exercise);
        let (word, reason) = word_and_reason(verdict);
        let points = match (word, exercise.is_extra()) {
            ("PASS", true) => "+1",
            (_, true) => "+0",
            ("PASS", false) => "1 of 1",
            _ => "0 of 1",
        };
        let line = format!("{:14}{word:9}{points:8}{reason}", exercise.to_string());
        let _ = writeln!(text, "{}", fit(line.trim_end()));
    }
    let extra = if passed(verdicts).contains(&Exercise::Announce) { 1 } else { 0 };
    let (points, most) = (points(verdicts), most_points());
    let _ = writeln!(text, "\nTotal: {points} of {most} points, extra credit {extra} of 1");
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
            let (place, command) = (exercise.place(), exercise.command());
            let hint = exercise.command_with_hint(1);
            format!("Next:  {place}\nCheck: {command}\nHint:  {hint}")
        }
        None if verdicts.len() < Exercise::ALL.len() => {
            format!("Next: cargo test -p {} runs them all.", env!("CARGO_PKG_NAME"))
        }
        None => "Next: nothing. Open the page and chat.".to_string(),
    }
}

/// Writes `target/grade.json`, or what GRADE_JSON names.
pub fn write_json(verdicts: &Verdicts) {
    let Some(path) = json_path() else { return };
    let text = serde_json::to_string_pretty(&gradescope(verdicts)).unwrap_or_default();
    if let Err(error) = fs::write(&path, text + "\n") {
        eprintln!("cannot write {}: {error}", path.display());
    }
}

fn json_path() -> Option<PathBuf> {
    if let Some(path) = env::var_os("GRADE_JSON") {
        return Some(PathBuf::from(path));
    }
    // Cargo makes `tmp` inside the target folder, wherever that is.
    let tmp = PathBuf::from(option_env!("CARGO_TARGET_TMPDIR")?);
    let package = env!("CARGO_PKG_NAME");
    let name = if package == "exercises" { "grade.json" } else { "grade-solution.json" };
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
                // What comes on top has no maximum of its own: the total stays 6.
                "max_score": u8::from(!exercise.is_extra()),
                "status": if word == "PASS" { "passed" } else { "failed" },
                "output": output,
            })
        })
        .collect();
    json!({
        "score": passed(verdicts).len(),
        "output": scoreboard(verdicts),
        "tests": tests,
    })
}

/// One line for the list of tests.
pub fn one_line(verdict: &Verdict) -> String {
    let (word, reason) = word_and_reason(Some(verdict));
    short(&format!("{word} {reason}"), WIDTH)
}
