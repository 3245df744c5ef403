//! A class of more than forty is graded once, and looked at in many ways: everyone gets what the
//! work deserves, whatever the others hand in, and nothing outside changes.
//!
//! This needs the sandbox. Where there is none, everything here is left out, except with CI=true.

#[path = "class/answers.rs"]
mod answers;
#[path = "class/packed.rs"]
mod packed;
#[path = "class/students.rs"]
mod students;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};
use std::sync::{Arc, OnceLock};

use classroom::arguments::Grade;
use classroom::class::{self, Ended};
use classroom::holes::{MESSAGES, THREADS, files_in, root};
use classroom::outcome::{Outcome, State};
use classroom::sandbox::Sandbox;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tempfile::TempDir;

use answers::solved;
use packed::{Packer, zip};
use students::{LEFT_BEHIND, MOODLE, Made};

/// In seconds. A right answer takes five; the ones that hang take all of it.
const LIMIT: u64 = 60;

/// In Moodle's worksheet, but nothing of hers is in the zip.
const ABSENT: usize = 9999;

type Checked = Result<(), Failed>;
type Check = fn() -> Checked;
type CheckOfTheClass = fn(&Graded) -> Checked;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Whoever grades needs all cores.
    arguments.test_threads = Some(1);
    let class: Arc<OnceLock<Graded>> = Arc::default();
    let of_the_class: [(&str, CheckOfTheClass); 7] = [
        ("everyone_gets_what_the_work_deserves", everyone_gets_what_the_work_deserves),
        ("the_submissions_and_the_grader_stay_as_they_were", everything_else_stays_as_it_was),
        ("no_process_is_left", no_process_is_left),
        ("the_feedback_names_no_path_of_this_machine", the_feedback_names_no_path),
        ("a_program_sees_no_other_submission", a_program_sees_no_other_submission),
        ("the_worksheet_has_everyones_grade", the_worksheet_has_everyones_grade),
        ("the_next_run_grades_only_what_is_new", the_next_run_grades_only_what_is_new),
    ];
    let alone: [(&str, Check); 5] = [
        ("an_endless_loop_costs_one_exercise", an_endless_loop_costs_one_exercise),
        ("after_ctrl_c_the_next_run_goes_on", after_ctrl_c_the_next_run_goes_on),
        ("without_a_browser_there_is_no_grade", without_a_browser_there_is_no_grade),
        ("without_a_sandbox_it_says_what_could_happen", without_a_sandbox_it_says_why),
        ("without_a_sandbox_it_grades_if_told_to", without_a_sandbox_it_grades_if_told_to),
    ];
    let mut trials: Vec<Trial> = alone
        .into_iter()
        .map(|(name, check)| Trial::ignorable_test(name, move || in_a_sandbox(check)))
        .collect();
    trials.extend(of_the_class.into_iter().map(|(name, check)| {
        let class = Arc::clone(&class);
        let check = move || check(class.get_or_init(Graded::new));
        Trial::ignorable_test(name, move || in_a_sandbox(check))
    }));
    let conclusion = libtest_mimic::run(&arguments, trials);
    drop(class);
    conclusion.exit_code()
}

/// Runs a test if there is a sandbox.
fn in_a_sandbox(check: impl FnOnce() -> Checked) -> Result<Completion, Failed> {
    match Sandbox::find() {
        Err(why) if env::var("CI").as_deref() != Ok("true") => {
            Ok(Completion::ignored_with(format!("no sandbox: {why:#}")))
        }
        _ => check().map(|()| Completion::Completed),
    }
}

/// The class after grading.
struct Graded {
    folder: TempDir,
    made: Vec<Made>,
    arguments: Grade,
    outcomes: Vec<Outcome>,
    /// What must not change, as it was before.
    before: BTreeMap<PathBuf, Vec<u8>>,
}

impl Graded {
    fn new() -> Graded {
        let folder = tempfile::tempdir().expect("a folder");
        // Everyone may write here. If a program can leave its box, this is where it shows.
        let place = folder.path().join("open to all");
        fs::create_dir(&place).expect("a folder");
        #[cfg(unix)]
        fs::set_permissions(&place, std::os::unix::fs::PermissionsExt::from_mode(0o777))
            .expect("our own folder");
        let made = students::class(&place.display().to_string());
        let zip = folder.path().join("CS-Chat room-4711.zip");
        fs::write(&zip, moodles_zip(&made)).expect("a disk");
        let worksheet = folder.path().join("Grades-CS.csv");
        fs::write(&worksheet, moodles_worksheet(&made)).expect("a disk");
        let mut arguments = Grade::new(zip);
        (arguments.worksheet, arguments.limit) = (Some(worksheet), LIMIT);
        let before = watched(folder.path());
        let outcomes = grade(&arguments);
        Graded { folder, made, arguments, outcomes, before }
    }

    fn outcome(&self, name: &str) -> &Outcome {
        let found = self.outcomes.iter().find(|outcome| outcome.student.name == name);
        found.unwrap_or_else(|| panic!("there is no outcome of {name:?}"))
    }
}

fn grade(arguments: &Grade) -> Vec<Outcome> {
    match class::grade(arguments) {
        Ok(Ended::Done(outcomes)) => outcomes,
        other => panic!("the class was not graded: {other:?}"),
    }
}

/// Moodle's "download all submissions".
fn moodles_zip(made: &[Made]) -> Vec<u8> {
    let add = |packer: Packer, one: &Made| {
        let Made { id, name, file, bytes, .. } = one;
        packer.file(&format!("{}_{id}_{MOODLE}/{file}", name.replace('/', "-")), bytes)
    };
    made.iter().fold(Packer::new(), add).done()
}

/// A grading worksheet with everyone in it, and one more.
fn moodles_worksheet(made: &[Made]) -> String {
    let mut text = String::from(
        "Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum Grade\",\
         \"Grade can be changed\",\"Last modified (submission)\",\"Last modified (grade)\",\
         \"Feedback comments\"\n",
    );
    let names = made.iter().map(|one| (one.id, one.name.as_str()));
    for (id, name) in names.chain([(ABSENT, "Absent Student")]) {
        let name = name.replace('"', "\"\"");
        text += &format!("\"Participant {id}\",\"{name}\",a@b.org,Submitted,,7.00,Yes,-,-,\n");
    }
    text
}

/// Everything that an attack would like to change: the submissions, the grader, the open folder.
fn watched(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let tests = root().join("tests");
    for place in [folder, &tests, &root().join("exercises"), &root().join("src")] {
        for name in files_in(place).into_iter().filter(|name| !name.starts_with("grades/")) {
            let path = place.join(name);
            files.insert(path.clone(), fs::read(path).expect("our own file"));
        }
    }
    files
}

fn everyone_gets_what_the_work_deserves(class: &Graded) -> Checked {
    let mut wrong = String::new();
    for one in &class.made {
        let name = one.name.replace('/', "-");
        let outcome = class.outcome(&name);
        let solved = outcome.exercises.iter().filter(|exercise| exercise.score == 1);
        let solved: BTreeSet<String> = solved
            .filter_map(|exercise| Some(exercise.name.split_once(' ')?.1.to_string()))
            .collect();
        let solved = (!outcome.exercises.is_empty()).then_some(solved);
        let text = format!("{}\n{}", outcome.note, outcome.feedback);
        // How much was proven within the limit is not the same on each machine.
        let is_deserved = match (one.state, &solved, &one.solves) {
            (State::OverTheLimit, Some(solved), Some(most)) => solved.is_subset(most),
            _ => solved == one.solves,
        };
        if outcome.state != one.state || !is_deserved || !text.contains(one.says) {
            let Outcome { state, seconds, .. } = outcome;
            wrong += &format!(
                "== {name:?}: {state:?} after {seconds:.1} s with {solved:?}, and not {:?} with {:?} \
                 and {:?}. It said:\n{text}\n",
                one.state, one.solves, one.says
            );
        }
    }
    assert_or(wrong.is_empty(), || wrong)
}

fn everything_else_stays_as_it_was(class: &Graded) -> Checked {
    let after = watched(class.folder.path());
    let changed: Vec<&PathBuf> = class
        .before
        .keys()
        .chain(after.keys())
        .filter(|path| class.before.get(*path) != after.get(*path))
        .collect();
    assert_or(changed.is_empty(), || format!("these files are new, gone or changed: {changed:#?}"))
}

fn no_process_is_left(_class: &Graded) -> Checked {
    let processes = fs::read_dir("/proc").map_err(|error| error.to_string())?.flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    let lines = lines.map(|line| String::from_utf8_lossy(&line).into_owned());
    let left: Vec<String> = lines.filter(|line| line.contains(LEFT_BEHIND)).collect();
    assert_or(left.is_empty(), || format!("{left:?} still runs"))
}

fn the_feedback_names_no_path(class: &Graded) -> Checked {
    let own =
        [root().display().to_string(), env::temp_dir().join("classroom-").display().to_string()];
    for outcome in &class.outcomes {
        let text = serde_json::to_string(outcome).map_err(|error| error.to_string())?;
        let found = own.iter().find(|path| text.contains(path.as_str()));
        assert_or(found.is_none(), || format!("{:?} reads {found:?}: {text}", outcome.student))?;
    }
    Ok(())
}

/// What its program found is in the log, but never the checkout, nor the zip with the others.
fn a_program_sees_no_other_submission(class: &Graded) -> Checked {
    let text = format!("{:?}", class.outcome("Snoops"));
    assert_or(!text.contains("CS-Chat room"), || text.clone())?;
    assert_or(!text.contains("holes.rs"), || text)
}

fn the_worksheet_has_everyones_grade(class: &Graded) -> Checked {
    let absent = class.outcome("Absent Student");
    let is_absent =
        absent.state == State::NothingHandedIn && absent.note == "In Moodle: Submitted.";
    assert_or(is_absent, || format!("{absent:?}"))?;
    let path = class.arguments.out().join("worksheet.csv");
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let row = text.lines().find(|line| line.contains("Participant 4000")).unwrap_or_default();
    assert_or(row.contains(",Submitted,7"), || row.to_string())?;
    for file in ["grades.csv", "feedback.zip", "report.html"] {
        let is_there = class.arguments.out().join(file).is_file();
        assert_or(is_there, || format!("there is no {file}"))?;
    }
    Ok(())
}

fn the_next_run_grades_only_what_is_new(class: &Graded) -> Checked {
    let again = grade(&class.arguments);
    // In milliseconds: the ledger may round the last digits.
    let seconds = |outcomes: &[Outcome]| -> Vec<(String, f64)> {
        let rounded = |one: &Outcome| (one.seconds * 1000.0).round();
        outcomes.iter().map(|one| (one.student.name.clone(), rounded(one))).collect()
    };
    let (first, second) = (seconds(&class.outcomes), seconds(&again));
    assert_or(first == second, || format!("graded anew: {first:?}, then {second:?}"))?;

    let mut only = class.arguments.clone();
    (only.only, only.again) = (Some("áda LOVE".to_string()), true);
    let third = seconds(&grade(&only));
    let anew = first.iter().zip(&third).filter(|(old, new)| old != new);
    let anew: Vec<&str> = anew.map(|((name, _), _)| name.as_str()).collect();
    assert_or(anew == ["Ada Lovelace"], || format!("--only graded {anew:?} anew"))
}

/// The tool as the teacher runs it.
fn classroom(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_classroom"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(mut command: Command) -> Result<(Output, String), Failed> {
    let output = command.output().map_err(|error| error.to_string())?;
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    Ok((output, said))
}

/// A folder with these zips.
fn folder_of(zips: &[(&str, Vec<u8>)]) -> Result<(TempDir, PathBuf), Failed> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let submissions = folder.path().join("submissions");
    fs::create_dir(&submissions).map_err(|error| error.to_string())?;
    for (name, bytes) in zips {
        fs::write(submissions.join(name), bytes).map_err(|error| error.to_string())?;
    }
    Ok((folder, submissions))
}

fn after_ctrl_c_the_next_run_goes_on() -> Checked {
    let work = zip(&solved(&THREADS).files);
    let names = ["a.zip", "b.zip", "c.zip"];
    let (folder, submissions) = folder_of(&names.map(|name| (name, work.clone())))?;
    let submissions = submissions.display().to_string();
    let arguments = ["grade", &submissions, "--jobs", "1"];
    let mut first =
        classroom(&arguments).stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    let output = first.stdout.take().ok_or("stdout is piped")?;
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let graded = lines.next().unwrap_or_default();
    let id = first.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().map_err(|error| error.to_string())?;
    let rest: Vec<String> = lines.collect();
    let status = first.wait().map_err(|error| error.to_string())?;
    assert_or(status.code() == Some(130), || format!("{status} after {graded:?} and {rest:?}"))?;
    let last = rest.last().cloned().unwrap_or_default();
    assert_or(last.starts_with("Interrupted: 1 of 3 are graded."), || format!("{rest:?}"))?;
    assert_or(!folder.path().join("grades/grades.csv").exists(), || "half of the results".into())?;

    let (_, said) = run(classroom(&arguments))?;
    assert_or(said.contains("1 are graded already"), || said.clone())?;
    let lines = said.lines().filter(|line| line.contains("4 of 4 +1") && line.contains(" s"));
    assert_or(lines.count() >= 2 && folder.path().join("grades/grades.csv").exists(), || said)
}

/// The others meet it at each leave, and still have time to be right.
fn an_endless_loop_costs_one_exercise() -> Checked {
    let work = solved(&MESSAGES);
    let room = work.text("src/room.rs");
    let removes = "        let username = self.roster.remove(";
    assert_or(room.contains(removes), || "the room removes a client in another way".into())?;
    let endless =
        room.replace(removes, &format!("        while !self.roster.is_empty() {{}}\n{removes}"));
    let work = zip(&work.with("src/room.rs", endless).files);
    let (folder, submissions) = folder_of(&[("Ada.zip", work)])?;
    let arguments = ["grade", &submissions.display().to_string(), "--limit", "400"];
    let (_, said) = run(classroom(&arguments))?;
    assert_or(said.contains("5 of 6 +1") && said.contains(" graded,"), || said)?;
    let report = fs::read_to_string(folder.path().join("grades/report.html"));
    let report = report.map_err(|error| error.to_string())?;
    let line = "3 disconnect  FAIL     0 of 1  the broadcaster is stuck";
    assert_or(report.contains(line), || report)
}

fn without_a_browser_there_is_no_grade() -> Checked {
    let work = zip(&solved(&MESSAGES).half("client").files);
    let (folder, submissions) = folder_of(&[("Ada.zip", work.clone()), ("Bob.zip", work)])?;
    let mut command = classroom(&["grade", &submissions.display().to_string()]);
    command.env("CHROME", folder.path().join("no-browser"));
    let (output, said) = run(command)?;
    let is_said_once = said.matches("which CHROME names").count() == 1 && !said.contains("Ada");
    assert_or(output.status.code() == Some(1) && is_said_once, || said)?;
    let is_there = folder.path().join("grades/grades.csv").exists();
    assert_or(!is_there, || "there are grades".to_string())
}

fn without_a_sandbox_it_says_why() -> Checked {
    let (_folder, submissions) = folder_of(&[("Ada.zip", zip(&solved(&THREADS).files))])?;
    let mut command = classroom(&["grade", &submissions.display().to_string()]);
    command.env("PATH", "");
    let (output, said) = run(command)?;
    let is_said = ["bwrap is not installed", "stranger's program", "--no-sandbox"];
    let is_said = is_said.iter().all(|part| said.contains(part));
    assert_or(output.status.code() == Some(1) && is_said, || said)
}

fn without_a_sandbox_it_grades_if_told_to() -> Checked {
    let (_folder, submissions) = folder_of(&[("Ada.zip", zip(&solved(&THREADS).files))])?;
    let arguments = ["grade", &submissions.display().to_string(), "--no-sandbox"];
    let (_, said) = run(classroom(&arguments))?;
    assert_or(said.contains("4 of 4 +1"), || said)
}

fn assert_or(is_so: bool, why: impl FnOnce() -> String) -> Checked {
    if is_so { Ok(()) } else { Err(Failed::from(why())) }
}
