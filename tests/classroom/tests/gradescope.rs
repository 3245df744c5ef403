//! The scripts for Gradescope, in a folder laid out like theirs:
//! <https://gradescope-autograders.readthedocs.io/en/latest/specs/#file-hierarchy>
//!
//! Builds a handout of the part `messages` once. With `CI=true` a missing program is a failure.

#![cfg(target_os = "linux")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use serde_json::Value;
use tempfile::TempDir;

/// What the scripts call.
const PROGRAMS: [&str; 4] = ["bash", "jq", "timeout", "pkill"];

/// Everything in the handout, as in README.
const HANDOUT: [&str; 4] = ["exercises/messages", "src", "tests/grade", "tests/support"];

/// The folder that Gradescope calls `/autograder`, with a grader in it.
struct Autograder {
    root: TempDir,
}

/// The one autograder, or `None` where its programs are missing. The tests take turns.
fn autograder() -> Option<MutexGuard<'static, Autograder>> {
    static ONE: OnceLock<Option<Mutex<Autograder>>> = OnceLock::new();
    let one = ONE.get_or_init(|| has_programs().then(|| Mutex::new(Autograder::build())));
    one.as_ref().map(|one| one.lock().unwrap_or_else(PoisonError::into_inner))
}

fn has_programs() -> bool {
    let is_there = |name: &str| Command::new(name).arg("--version").output().is_ok();
    let missing: Vec<&str> = PROGRAMS.into_iter().filter(|name| !is_there(name)).collect();
    let is_ci = env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(missing.is_empty() || !is_ci, "missing: {missing:?}");
    missing.is_empty()
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            if name != "target" {
                copy(&from.join(&name), &to.join(&name));
            }
        }
    } else {
        fs::copy(from, to).unwrap_or_else(|error| panic!("{from:?}: {error}"));
    }
}

impl Autograder {
    fn build() -> Autograder {
        // Not below this workspace: cargo would take the handout for a part of it.
        let autograder = Autograder { root: TempDir::new().expect("a folder") };
        // As on Gradescope, everybody may look into it.
        use std::os::unix::fs::PermissionsExt;
        let everybody = fs::Permissions::from_mode(0o755);
        fs::set_permissions(autograder.root.path(), everybody).expect("permissions");
        copy(&checkout().join("tests/classroom/gradescope"), &autograder.path("source"));
        autograder.unpack_the_handout();
        for name in ["submission", "results"] {
            fs::create_dir(autograder.path(name)).expect("a folder");
        }
        let built = autograder.bash("source/build.sh", &[]);
        assert!(autograder.path("source/grader").exists(), "{built}");
        autograder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// On Gradescope each submission gets a fresh container.
    fn unpack_the_handout(&self) {
        let handout = self.path("source/chat-room");
        let _ = fs::remove_dir_all(&handout); // the first time there is none
        for name in HANDOUT {
            copy(&checkout().join(name), &handout.join(name));
        }
        for solution in ["src/room.rs", "src/bin"] {
            let path = handout.join(solution);
            let removed =
                if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.expect("it is in the checkout");
        }
    }

    fn bash(&self, script: &str, settings: &[(&str, &str)]) -> String {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gradescope");
        let ended = Command::new("bash")
            .arg(self.path(script))
            .env("AUTOGRADER", self.root.path())
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_HOME", env::var("CARGO_HOME").unwrap_or(home() + "/.cargo"))
            .env("RUSTUP_HOME", env::var("RUSTUP_HOME").unwrap_or(home() + "/.rustup"))
            .envs(settings.iter().copied())
            .output()
            .expect("bash");
        let [output, errors] = [ended.stdout, ended.stderr];
        String::from_utf8_lossy(&output).into_owned() + &String::from_utf8_lossy(&errors)
    }

    /// Grades a submission, and returns `results.json`.
    fn grade(&self, files: &[(impl AsRef<Path>, String)], settings: &[(&str, &str)]) -> Value {
        self.unpack_the_handout();
        for name in ["submission", "results"] {
            fs::remove_dir_all(self.path(name)).expect("a folder");
            fs::create_dir(self.path(name)).expect("a folder");
        }
        for (name, text) in files {
            let path = self.path("submission").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let said = self.bash("source/run_autograder", settings);
        let results = fs::read_to_string(self.path("results/results.json"));
        let results = results.unwrap_or_else(|error| panic!("{error}: {said}"));
        let results: Value = serde_json::from_str(&results).expect("JSON");
        for (field, value) in [
            ("output_format", "text"),
            ("test_output_format", "text"),
            ("visibility", "visible"),
            ("stdout_visibility", "hidden"),
        ] {
            assert_eq!(results[field], value, "{field}");
        }
        assert!(results["execution_time"].is_number(), "{results}");
        results
    }
}

fn home() -> String {
    env::var("HOME").expect("HOME")
}

/// The solution, as a student would hand it in.
fn right_answers() -> Vec<(&'static str, String)> {
    let read = |name: &str| fs::read_to_string(checkout().join(name)).expect(name);
    vec![
        ("src/lib.rs", read("exercises/messages/src/lib.rs")),
        ("src/room.rs", read("src/room.rs")),
        ("client/announce.js", read("client/announce.js")),
        ("client/box.js", read("client/box.js")),
        ("client/client.js", read("client/client.js")),
        ("client/follow.js", read("client/follow.js")),
        ("client/memory.js", read("client/memory.js")),
        ("client/more.js", read("client/more.js")),
        ("client/people.js", read("client/people.js")),
        ("client/reconnect.js", read("client/reconnect.js")),
        ("client/talk.js", read("client/talk.js")),
        ("client/wire.js", read("client/wire.js")),
        ("client/index.html", read("client/index.html")),
        ("client/index.css", read("client/index.css")),
    ]
}

/// The right answers with this text at the beginning of a function that runs for each message.
fn with_code(code: &str) -> Vec<(&'static str, String)> {
    let mut files = right_answers();
    let place = "        match data[\"type\"].as_str() {";
    assert!(files[1].1.contains(place), "src/room.rs has changed");
    files[1].1 = files[1].1.replace(place, &format!("{code}\n{place}"));
    files
}

/// The exercises that got their point, such as `1 relay`.
fn passed(results: &Value) -> Vec<&str> {
    let tests = results["tests"].as_array().expect("tests").iter();
    tests.filter(|it| it["score"] == 1).filter_map(|it| it["name"].as_str()).collect()
}

const PAGE: [&str; 3] = ["5 roster", "6 messages", "7 announce"];

#[test]
fn right_answers_get_all_points_and_extra_credit() {
    let Some(autograder) = autograder() else { return };
    let results = autograder.grade(&right_answers(), &[]);
    assert_eq!(results["score"], 7, "{results}");
    // Extra credit: a test with no maximum.
    assert_eq!(results["tests"][6]["score"], 1);
    assert_eq!(results["tests"][6]["max_score"], 0);
    assert!(results["output"].as_str().expect("text").contains("Total: 6 of 6"), "{results}");
}

#[test]
fn nothing_but_src_and_client_is_taken() {
    let Some(autograder) = autograder() else { return };
    let mut files = right_answers();
    files.truncate(1); // the holes stay
    files.push(("src/room.rs", fs::read_to_string(holes()).expect("the handout's file")));
    files.push((".cargo/config.toml", "[target.'cfg(all())']\nrunner = \"true\"\n".into()));
    files.push(("build.rs", "fn main() { panic!() }".into()));
    files.push(("Cargo.toml", "[package]\nname = \"mine\"\n".into()));
    files.push(("tests/grade/messages/main.rs", "fn main() {}".into()));
    let results = autograder.grade(&files, &[]);
    assert_eq!(results["score"], 0, "{results}");
    assert_eq!(results["tests"].as_array().map(Vec::len), Some(7), "{results}");
}

fn holes() -> PathBuf {
    checkout().join("exercises/messages/src/room.rs")
}

#[test]
fn a_compile_error_leaves_the_points_for_the_page() {
    let Some(autograder) = autograder() else { return };
    let results = autograder.grade(&with_code("let x: i32 = \"<b>no</b>\";"), &[]);
    assert_eq!(passed(&results), PAGE);
    assert_eq!(results["score"], 3);
    let first = &results["tests"][0];
    assert_eq!(first["name"], "The Rust compiles");
    assert_eq!(first["status"], "failed");
    assert!(first["output"].as_str().expect("text").contains("mismatched types"), "{first}");
    assert!(!results.to_string().contains("GRADE_PROGRAM"), "{results}");
}

#[test]
fn a_crash_costs_only_the_servers_points() {
    let Some(autograder) = autograder() else { return };
    let results = autograder.grade(&with_code("std::process::abort();"), &[]);
    assert_eq!(passed(&results), PAGE);
}

#[test]
fn there_are_results_when_the_time_is_over() {
    let Some(autograder) = autograder() else { return };
    let results = autograder.grade(&right_answers(), &[("GRADE_LIMIT", "0")]);
    assert_eq!(results["score"], 0, "{results}");
    assert_eq!(results["tests"].as_array().map(Vec::len), Some(7));
    assert_eq!(results["tests"][0]["max_score"], 1);
    let output = results["tests"][0]["output"].as_str().expect("text");
    assert!(output.contains("the time was over"), "{output}");
}

#[test]
fn a_build_without_end_leaves_the_points_for_the_page() {
    let Some(autograder) = autograder() else { return };
    let results = autograder.grade(&right_answers(), &[("BUILD_LIMIT", "0.01")]);
    assert_eq!(passed(&results), PAGE, "{results}");
    let output = results["tests"][0]["output"].as_str().expect("text");
    assert!(output.contains("took longer than 0.01 seconds"), "{output}");
}

#[test]
fn there_are_results_when_the_grader_itself_fails() {
    let Some(autograder) = autograder() else { return };
    let (grader, hidden) = (autograder.path("source/grader"), autograder.path("hidden"));
    fs::rename(&grader, &hidden).expect("a grader");
    let results = autograder.grade(&right_answers(), &[]);
    fs::rename(&hidden, &grader).expect("a grader");
    assert_eq!(results["score"], 0);
    assert!(results["output"].as_str().expect("text").contains("no grade"), "{results}");
}

#[test]
fn an_empty_or_doubled_submission_is_told_what_to_hand_in() {
    let Some(autograder) = autograder() else { return };
    let nothing = autograder.grade(&[("answers.rar", "Rar!".into())], &[]);
    assert!(nothing["output"].as_str().expect("text").contains("Found: neither"), "{nothing}");
    let twice = [("a/src/room.rs", String::new()), ("b/src/room.rs", String::new())];
    let twice = autograder.grade(&twice, &[]);
    assert!(twice["output"].as_str().expect("text").contains("./a\n./b"), "{twice}");
}

#[test]
fn a_folder_around_the_answers_does_not_matter() {
    let Some(autograder) = autograder() else { return };
    let inside: Vec<(String, String)> =
        right_answers().into_iter().map(|(name, text)| (format!("my work/{name}"), text)).collect();
    assert_eq!(autograder.grade(&inside, &[])["score"], 7);
}

#[test]
fn a_whole_handout_is_understood() {
    let Some(autograder) = autograder() else { return };
    let inside = right_answers().into_iter();
    let own = |(name, text)| (format!("chat-room/exercises/messages/{name}"), text);
    let mut files: Vec<(String, String)> = inside.map(own).collect();
    for ours in ["src/main.rs", "tests/support/room.rs", "tests/grade/messages/main.rs"] {
        let text = fs::read_to_string(checkout().join(ours)).expect(ours);
        files.push((format!("chat-room/{ours}"), text));
    }
    assert_eq!(autograder.grade(&files, &[])["score"], 7);
}

#[test]
fn a_broken_environment_is_not_the_students_fault() {
    let Some(autograder) = autograder() else { return };
    let no_home = [("RUSTUP_TOOLCHAIN", "none-such"), ("RUSTC", "/no/compiler")];
    let results = autograder.grade(&right_answers(), &no_home);
    let output = results["output"].as_str().expect("text");
    assert!(output.contains("tell your teacher") && !output.contains("compile"), "{results}");
}

/// Only root can run the program as somebody else.
#[test]
fn a_program_that_writes_everywhere_and_stays_behind_changes_nothing() {
    let Some(autograder) = autograder() else { return };
    if !autograder.is_root() {
        return;
    }
    let root = autograder.root.path().display();
    let code = format!(
        "for name in [\"results/results.json\", \"source/grader\", \"source/run_autograder\"] {{\n\
         let _ = std::fs::write(format!(\"{root}/{{name}}\"), \"{{\\\"score\\\": 99}}\");\n}}\n\
         static STAYS: std::sync::Once = std::sync::Once::new();\n\
         let script = \"while :; do echo '{{}}' > {root}/results/results.json; sleep 0.2; done\";\n\
         STAYS.call_once(|| {{\n\
         let _ = std::process::Command::new(\"setsid\").args([\"sh\", \"-c\", script]).spawn();\n}});"
    );
    let results = autograder.grade(&with_code(&code), &[]);
    assert_eq!(results["score"], 7, "{results}");
    let path = format!("{root}/results");
    let left = Command::new("pgrep").args(["-f", &path]).output().expect("pgrep").stdout;
    assert_eq!(String::from_utf8_lossy(&left), "", "processes of the student");
}

impl Autograder {
    fn is_root(&self) -> bool {
        let id = Command::new("id").arg("-u").output().expect("id").stdout;
        id.starts_with(b"0")
    }
}
