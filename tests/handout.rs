//! What students get: the command in the README packs it, and it works in an empty folder, with
//! the versions of this project's lock file and without its solution.

#[path = "wrong_answers/holes.rs"]
mod holes;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde_json::Value;

use holes::{EXERCISES, files_in, id, read, root, solution, starter, write};

fn main() -> ExitCode {
    let name = "the_handout_works_alone_and_has_no_solution";
    let trial = match repository() {
        Ok(repository) => Trial::test(name, move || handout(&repository)),
        Err(why) => Trial::ignorable_test(name, move || Ok(Completion::ignored_with(why.clone()))),
    };
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

fn handout(repository: &Path) -> Result<(), Failed> {
    // Not below the target folder: cargo would take the handout for a part of this workspace.
    let folder = Scratch::new(env::temp_dir().join(format!("handout-{}", std::process::id())))?;
    let tree = tree_of_this_checkout(repository, &folder.0)?;
    let zip = pack(repository, &folder.0, &tree, "handout.zip")?;
    assert!(fs::read(&zip).is_ok_and(|bytes| bytes.starts_with(b"PK")), "{zip:?} is no zip file");
    // Every system of today has a tar, and not every one an unzip.
    let tar = pack(repository, &folder.0, &tree, "handout.tar")?;
    run(Command::new("tar").arg("-xf").arg(&tar).current_dir(&folder.0))?;
    let unpacked = folder.0.join("chat-room");
    has_no_solution(&unpacked);

    let exercises = unpacked.join("exercises");
    assert_eq!(points(&exercises)?, 0, "points of the handout as it is");
    a_name_that_no_exercise_has_is_said(&exercises)?;
    a_hint_that_is_no_number_is_said(&exercises)?;
    let answers = solution();
    for (_, file) in EXERCISES {
        let filled = starter(file).fill(|title, _| answers[id(title)].clone());
        write(&exercises.join(file), &filled);
    }
    assert_eq!(points(&exercises)?, EXERCISES.len(), "points with the solution, and the extra one");
    one_that_is_passed_names_the_package(&exercises)?;
    Ok(())
}

/// A folder that goes with its owner.
struct Scratch(PathBuf);

impl Scratch {
    fn new(folder: PathBuf) -> Result<Self, String> {
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {folder:?}: {error}"))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left there, the system clears away one day.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Git's own folder of this checkout, or why there is none.
fn repository() -> Result<PathBuf, String> {
    let mut ask = Command::new("git");
    let folder = run(ask.args(["rev-parse", "--absolute-git-dir"]).current_dir(root()))?;
    Ok(PathBuf::from(folder.trim()))
}

/// The checkout as it is now, committed or not, as a tree that `git archive` takes. Index and
/// new objects are in the scratch folder: the repository stays as it is.
fn tree_of_this_checkout(repository: &Path, scratch: &Path) -> Result<String, String> {
    fs::create_dir_all(scratch.join("objects")).map_err(|error| error.to_string())?;
    run(git(repository, scratch).args(["read-tree", "HEAD"]))?;
    run(git(repository, scratch).args(["add", "--all"]))?;
    Ok(run(git(repository, scratch).arg("write-tree"))?.trim().to_string())
}

fn git(repository: &Path, scratch: &Path) -> Command {
    let mut git = Command::new("git");
    git.env("GIT_INDEX_FILE", scratch.join("index"))
        .env("GIT_OBJECT_DIRECTORY", scratch.join("objects"))
        .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", repository.join("objects"))
        .current_dir(root());
    git
}

/// Runs the README's command on a tree instead of HEAD; a `.tar` is packed as one.
fn pack(repository: &Path, scratch: &Path, tree: &str, name: &str) -> Result<PathBuf, String> {
    let readme = read(&root().join("README.md"));
    let line = readme.lines().find(|line| line.starts_with("git archive "));
    let line = line.ok_or("README.md has no line that begins with git archive")?;
    let packed = scratch.join(name);
    let mut git = git(repository, scratch);
    for word in line.split(' ').skip(1).filter(|word| !word.starts_with("--format=")) {
        match word {
            "HEAD" => git.arg(tree),
            "handout.zip" => git.arg(&packed),
            other => git.arg(other),
        };
    }
    run(&mut git)?;
    Ok(packed)
}

/// No file has what a student is asked to write, and nothing else of the project came along.
fn has_no_solution(handout: &Path) {
    let files = files_in(handout);
    let parts: BTreeSet<&str> = files.iter().filter_map(|file| file.split('/').next()).collect();
    let expected = ["README.md", "client", "exercises", "tests"];
    assert_eq!(parts, BTreeSet::from(expected), "what stands at the top of the handout");
    assert!(!files.iter().any(|file| file.contains("wrong_answers")), "{files:?}");
    for (id, answer) in solution() {
        for file in &files {
            let bytes = fs::read(handout.join(file)).expect("what was unpacked can be read");
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains(answer.trim()),
                "{file} of the handout has the solution of {id}"
            );
        }
    }
}

/// Were nothing said, `0 passed` would look like success.
fn a_name_that_no_exercise_has_is_said(exercises: &Path) -> Result<(), String> {
    for name in ["logn", "2"] {
        let (is_success, said) = said_by(cargo_test(exercises).arg(name))?;
        assert!(!is_success, "cargo test {name} succeeds:\n{said}");
        let ids = "They are relay, login, disconnect, chat, roster, messages and announce.";
        assert!(said.contains(ids), "after cargo test {name}:\n{said}");
    }
    let (is_success, said) = said_by(cargo_test(exercises).args(["logn", "--", "--list"]))?;
    assert!(is_success, "a list of no tests is no failure:\n{said}");
    Ok(())
}

fn a_hint_that_is_no_number_is_said(exercises: &Path) -> Result<(), String> {
    let (_, said) = said_by(cargo_test(exercises).arg("login").env("HINT", "yes"))?;
    assert!(said.contains("HINT is 1 or 2"), "after HINT=yes:\n{said}");
    Ok(())
}

/// In a checkout, plain `cargo test` grades the finished room.
fn one_that_is_passed_names_the_package(exercises: &Path) -> Result<(), String> {
    let (is_success, said) = said_by(cargo_test(exercises).arg("login"))?;
    let next = "Next: cargo test -p exercises runs them all.";
    assert!(is_success && said.contains(next), "after cargo test login:\n{said}");
    Ok(())
}

/// Runs `cargo test` as a student does, and reads the points; the compiler must be content.
fn points(exercises: &Path) -> Result<usize, String> {
    let result = target().join("grade.json");
    let _ = fs::remove_file(&result); // of an earlier run, if there was one
    let (_, said) = said_by(&mut cargo_test(exercises))?;
    assert!(!said.contains("warning:"), "the compiler complains:\n{said}");
    let json = fs::read_to_string(&result).map_err(|_| format!("no grade.json:\n{said}"))?;
    let json: Value = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    if json["score"] != 0 && json["score"] != EXERCISES.len() {
        println!("{said}");
    }
    json["score"].as_u64().map(|score| score as usize).ok_or(format!("no score:\n{said}"))
}

fn cargo_test(exercises: &Path) -> Command {
    let mut test = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    test.args(["test", "--locked", "--offline", "--target-dir"]).arg(target());
    for name in ["HINT", "GRADE_PROGRAM", "GRADE_CLIENT", "GRADE_JSON", "CARGO_TARGET_DIR"] {
        test.env_remove(name);
    }
    test.current_dir(exercises);
    test
}

/// The crates are compiled once, however often this test runs.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("handout")
}

/// Whether a command succeeds, and what it says meanwhile.
fn said_by(command: &mut Command) -> Result<(bool, String), String> {
    let Output { status, stdout, stderr } =
        command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let said = [stdout, stderr].concat();
    Ok((status.success(), String::from_utf8_lossy(&said).into_owned()))
}

/// Runs a command to its end and gives its output; an error is its complaint.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?}: {}", complaint.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
