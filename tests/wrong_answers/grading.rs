//! Runs a part's grader on a student's program and page, and reads its verdicts.

// Each test includes all of this and may use only some of it.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::Arguments;
use serde_json::Value;

use crate::builds::{Built, Package};
use crate::holes::{Part, read};
use crate::proc;

/// The same people each time: with others, another difference may be the first to show.
const SEED: &str = "7";

/// A grader that takes longer than this hangs. It must end by itself, whatever a student wrote.
const DEADLINE: Duration = Duration::from_secs(300);

/// Before that, a grader ends by itself, and all programs with it.
const LIMIT: &str = "280";

/// The child processes of a browser end a moment after it.
const A_MOMENT: Duration = Duration::from_secs(10);

/// How often to look whether a grader has ended.
const GLANCE: Duration = Duration::from_millis(20);

/// The command line, with a number of threads: a grader waits more than it computes.
pub fn arguments() -> Arguments {
    let mut arguments = Arguments::from_args();
    let cores = thread::available_parallelism().map_or(2, usize::from);
    arguments.test_threads.get_or_insert(2 * cores);
    arguments
}

/// 10 if this environment variable is `tenth`: then only every tenth case is tried.
pub fn step(variable: &str) -> usize {
    if env::var(variable).as_deref() == Ok("tenth") { 10 } else { 1 }
}

/// Whether the command line's filter has this test. Only such cases need to be built.
pub fn is_asked_for(arguments: &Arguments, name: &str) -> bool {
    match &arguments.filter {
        Some(filter) if arguments.exact => name == filter,
        Some(filter) => name.contains(filter),
        None => true,
    }
}

/// What the grader said.
pub struct Grades {
    /// PASS, FAIL, BLOCKED or NOT RUN, by the exercises' ids.
    words: BTreeMap<String, String>,
    /// The text in the student's terminal.
    pub text: String,
    /// `grade.json`
    json: Value,
}

impl Grades {
    /// The exercises with this verdict.
    pub fn with(&self, wanted: &str) -> BTreeSet<String> {
        let found = self.words.iter().filter(|(_, word)| *word == wanted);
        found.map(|(id, _)| id.clone()).collect()
    }

    /// The texts of all exercises in `grade.json`. It also has those that the terminal leaves out,
    /// such as an extra exercise that failed.
    pub fn outputs(&self) -> String {
        let tests = self.json["tests"].as_array().into_iter().flatten();
        tests.filter_map(|test| test["output"].as_str()).collect::<Vec<_>>().join("\n")
    }

    /// What the grader takes for the cause, in each exercise that failed, each in one line.
    pub fn causes(&self) -> Vec<String> {
        let outputs = self.outputs();
        let mut causes = Vec::new();
        let mut lines = outputs.lines();
        while let Some(line) = lines.next() {
            let Some(first) = line.strip_prefix("Probably:") else { continue };
            let rest = lines.by_ref().take_while(|line| line.starts_with(' '));
            causes.push(one_line(&[first].into_iter().chain(rest).collect::<Vec<_>>().join(" ")));
        }
        causes
    }

    /// The table with a line for each exercise.
    pub fn scoreboard(&self) -> &str {
        let text = self.json["output"].as_str().unwrap_or_default();
        text.split_once("\n\n").map_or(text, |(table, _)| table)
    }
}

/// The same words in one line: the grader breaks a line where it is full.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Grades these exercises of a package.
///
/// # Errors
/// There is no program, the grader hangs, or it writes no result.
pub fn grade(
    built: &Built,
    package: &Package,
    graded: &BTreeSet<String>,
) -> Result<Grades, String> {
    let Package { name, part, .. } = package;
    let folder = built.folder.join("answers").join(name);
    let program = built.program(package).ok_or_else(|| {
        let complaints = built.complaints.get(name).map_or("", String::as_str);
        format!("there is no program:\n{complaints}")
    })?;
    let (json, text) = (folder.join("grade.json"), folder.join("grade.txt"));
    let _ = fs::remove_file(&json); // of an earlier run, if there was one
    let output = File::create(&text).and_then(|file| Ok((file.try_clone()?, file)));
    let (output, errors) = output.map_err(|error| format!("cannot write {text:?}: {error}"))?;
    let skipped = part.ids().into_iter().filter(|id| !graded.contains(*id));
    let mut grader = Command::new(&built.graders[part.name]);
    grader
        .args(skipped.flat_map(|id| ["--skip", id]))
        .envs([("GRADE_PROGRAM", program), ("GRADE_CLIENT", &folder.join("client"))])
        .env("GRADE_JSON", &json)
        .env("GRADE_SEED", SEED)
        .env("GRADE_SECONDS", LIMIT)
        .env_remove("HINT")
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors);
    run_to_its_end(grader).map_err(|why| format!("{why}; the grader said\n{}", read(&text)))?;
    let (text, nothing) = (read(&text), "the grader wrote no result; it said");
    let (mut words, json) = result_in(part, &json).ok_or_else(|| format!("{nothing}\n{text}"))?;
    words.retain(|id, _| graded.contains(id));
    Ok(Grades { words, text, json })
}

/// # Errors
/// It does not start, does not end, or leaves its browser behind.
fn run_to_its_end(mut grader: Command) -> Result<(), String> {
    let mut child = grader.spawn().map_err(|error| format!("cannot start: {error}"))?;
    // Its browser, and the browser's child processes, have this folder in their command lines.
    let profile = format!("chat-browser-{}-", child.id());
    let start = Instant::now();
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        if start.elapsed() > DEADLINE {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("no end after {DEADLINE:?}"));
        }
        thread::sleep(GLANCE);
    }
    let end = Instant::now();
    while !proc::called_with(&profile).is_empty() {
        if end.elapsed() > A_MOMENT {
            return Err(format!("it left its browser behind, with the profile {profile}…"));
        }
        thread::sleep(GLANCE);
    }
    Ok(())
}

/// The first word of each exercise's output in `grade.json`, and all of that file.
fn result_in(part: &Part, json: &Path) -> Option<(BTreeMap<String, String>, Value)> {
    let result: Value = serde_json::from_str(&fs::read_to_string(json).ok()?).ok()?;
    let word = |test: &Value| {
        let output = test["output"].as_str()?;
        let words = ["PASS", "FAIL", "BLOCKED", "NOT RUN"];
        let word = words.into_iter().find(|word| output.starts_with(word))?;
        let exercise = part.exercises.iter().find(|one| test["name"] == one.title)?;
        Some((exercise.id().to_string(), word.to_string()))
    };
    let words: Option<_> = result["tests"].as_array()?.iter().map(word).collect();
    Some((words?, result))
}
