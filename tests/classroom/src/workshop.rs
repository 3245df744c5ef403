//! The workshop: where submissions are built.
//!
//! It has a grader and a warm target folder, both built once from our own files. A submission gets
//! a fresh handout with the student's files in it, and a copy of the target folder, so no
//! student's build leaves anything for the next one.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::answer::Answer;
use crate::handout::{self, Files, TOP};
use crate::holes::{PARTS, Part, root};
use crate::limited::{self, End, Ran};
use crate::sandbox::{Sandbox, open_to_all};

/// The first build downloads crates and compiles them.
const WARMING: Duration = Duration::from_secs(1200);

/// A submission builds in seconds, and so does the handout.
const TRYING_OUT: Duration = Duration::from_secs(180);

/// Debug information and caches for the next build would take most of the time.
const PROFILE: &str = "[profile.dev]\ndebug = false\nincremental = false\n";

/// In characters: a student reads the first error, and a macro can make endless ones.
const LONGEST_ERROR: usize = 4000;

/// Everything for building and grading one part.
#[derive(Debug)]
pub struct Workshop {
    pub part: &'static Part,
    pub grader: PathBuf,
    sandbox: Sandbox,
    files: Files,
    warm: PathBuf,
    rust: Rust,
}

/// The compiler that everything is built with.
#[derive(Clone, Debug)]
struct Rust {
    cargo: PathBuf,
    sysroot: PathBuf,
}

/// What building a submission came to.
#[derive(Debug)]
pub enum Build {
    Program(PathBuf),
    /// The compiler's first error.
    Failed(String),
    OutOfTime,
    Interrupted,
}

impl Workshop {
    /// Builds the grader, and the part's crates for all submissions.
    ///
    /// # Errors
    /// Our own files do not build.
    pub fn open(part: &'static Part, sandbox: &Sandbox) -> Result<Workshop> {
        let rust = Rust::find()?;
        let files = handout::present(part)?;
        let place = root().join("target/classroom").join(part.name);
        write_project(&place, part, &files)?;
        // One for all parts: they use the same crates.
        let warm = root().join("target/classroom/target");
        let build = |arguments: &[&str]| -> Result<Ran> {
            let mut cargo = rust.cargo(&place, part, &warm);
            let proxies = env::vars_os().filter(|(name, _)| {
                name.to_str().is_some_and(|name| name.to_lowercase().ends_with("_proxy"))
            });
            cargo.envs(proxies);
            cargo.args(arguments);
            let ran = limited::run(cargo, WARMING)?;
            if limited::is_interrupted() {
                bail!("interrupted");
            }
            if ran.end == End::OutOfTime {
                bail!(
                    "building the grader of {} took longer than {} minutes. Does another cargo \
                     use {}?",
                    part.name,
                    WARMING.as_secs() / 60,
                    warm.display()
                );
            }
            if !ran.is_success() {
                bail!("the grader of {} does not build:\n{}", part.name, first_error(&ran));
            }
            Ok(ran)
        };
        build(&["build", "--bins", "--message-format=json"])?;
        let ran = build(&["test", "--no-run", "--test", "grade", "--message-format=json"])?;
        let grader = executable(&ran.output, "test").context("cargo made no grader")?;
        let workshop = Workshop { part, grader, sandbox: sandbox.clone(), files, warm, rust };
        workshop.try_out().context("our own server fails in the sandbox")?;
        Ok(workshop)
    }

    /// Builds and starts the handout as it is. If that fails, a submission could only fail too, and
    /// nobody may lose points for it.
    fn try_out(&self) -> Result<()> {
        let scratch = tempfile::tempdir()?;
        let place = scratch.path().join("project");
        write_project(&place, self.part, &self.files)?;
        let line = match self.build(scratch.path(), &place, TRYING_OUT)? {
            Build::Program(program) => self.sandbox.first_line(&program)?,
            Build::Failed(error) => bail!("{error}"),
            Build::OutOfTime => bail!("it did not build within {TRYING_OUT:?}"),
            Build::Interrupted => bail!("interrupted"),
        };
        if !line.contains("ws://") {
            bail!("its first line is {line:?}");
        }
        Ok(())
    }

    pub fn has_page(&self) -> bool {
        self.part.exercises.iter().any(|one| !one.is_server())
    }

    /// Changes with the exercises and the grader: then earlier grades are worth nothing.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| *path != "README.md") {
            hash.update(path);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Writes a fresh handout with the student's files in it. Returns the part's folder in it.
    ///
    /// # Errors
    /// The disk is full, or the like.
    pub fn lay_out(&self, answer: &Answer, place: &Path) -> Result<PathBuf> {
        let own = format!("exercises/{}", self.part.name);
        let mut files = self.files.clone();
        for (name, bytes) in &answer.files {
            files.insert(format!("{own}/{name}"), bytes.clone());
        }
        write_project(place, self.part, &files)?;
        Ok(place.join(TOP).join(own))
    }

    /// Builds the student's program in `scratch`, where `project` is the laid out handout.
    ///
    /// # Errors
    /// A fault of this machine, not of the student's code.
    pub fn build(&self, scratch: &Path, project: &Path, limit: Duration) -> Result<Build> {
        let target = scratch.join("target");
        self.copy_the_warm_target(&target)?;
        let mut cargo = self.rust.cargo(project, self.part, &target);
        cargo.args(["build", "--offline", "--bin", self.part.name, "--message-format=json"]);
        if self.sandbox.is_there() {
            let script = scratch.join("rustc-in-its-box");
            self.sandbox.write_compiler_script(&script, &self.rust.sysroot, project, &target)?;
            cargo.env("RUSTC_WORKSPACE_WRAPPER", script);
        }
        let ran = limited::run(cargo, limit)?;
        match ran.end {
            End::Interrupted => return Ok(Build::Interrupted),
            End::OutOfTime => return Ok(Build::OutOfTime),
            _ => {}
        }
        match executable(&ran.output, "bin") {
            Some(program) if ran.is_success() => {
                open_to_all(&program)?;
                Ok(Build::Program(program))
            }
            _ if is_the_students_fault(&ran) => Ok(Build::Failed(first_error(&ran))),
            _ => bail!("cargo failed: {}", ran.errors.trim()),
        }
    }

    /// Copies what the part's crates were built to, without our own program and the grader. Cargo
    /// goes by dates, so they are kept.
    fn copy_the_warm_target(&self, to: &Path) -> Result<()> {
        let is_ours = |name: &str| {
            let name = name.trim_start_matches("lib");
            let ours = ["grade", "chat_server"].into_iter().chain(PARTS.map(|part| part.name));
            ours.into_iter().any(|ours| name.strip_prefix(ours).is_some_and(is_the_end))
        };
        let mut waiting = vec![(self.warm.clone(), to.to_path_buf())];
        while let Some((from, to)) = waiting.pop() {
            fs::create_dir_all(&to)?;
            for entry in fs::read_dir(&from)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name == "incremental" || name == "tmp" || is_ours(&name) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    waiting.push((entry.path(), to.join(&name)));
                } else {
                    copy_with_date(&entry.path(), &to.join(&name))?;
                }
            }
        }
        Ok(())
    }
}

/// Whether this ends the name of a crate's file or folder: `-HASH`, `.d` or nothing.
fn is_the_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['-', '.'])
}

fn copy_with_date(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    let date = fs::metadata(from)?.modified()?;
    fs::File::options().write(true).open(to)?.set_modified(date)?;
    Ok(())
}

/// Writes the handout with a workspace around it: otherwise Cargo looks for one in the folders above.
fn write_project(place: &Path, part: &Part, files: &Files) -> Result<()> {
    let own = format!("{TOP}/exercises/{}", part.name);
    let workspace =
        format!("[workspace]\nresolver = \"3\"\nmembers = [\"{own}\"]\n\n{PROFILE}").into_bytes();
    let lock = files.get(&format!("exercises/{}/Cargo.lock", part.name));
    let lock = lock.context("the part has no Cargo.lock")?;
    let mut all = BTreeMap::from([
        (PathBuf::from("Cargo.toml"), &workspace),
        (PathBuf::from("Cargo.lock"), lock),
    ]);
    all.extend(files.iter().map(|(path, bytes)| (Path::new(TOP).join(path), bytes)));
    for (path, bytes) in all {
        write_if_new(&place.join(path), bytes)?;
    }
    Ok(())
}

/// Cargo builds again whatever is newer than its last build.
fn write_if_new(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .with_context(|| format!("cannot write {}", path.display()))
}

impl Rust {
    /// The cargo that runs this, and the compiler that belongs to it.
    fn find() -> Result<Rust> {
        let cargo = PathBuf::from(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut command = Command::new(&rustc);
        command.args(["--print", "sysroot"]).current_dir(root());
        // With rustup this may first download the compiler.
        let ran = limited::run(command, WARMING)?;
        if !ran.is_success() {
            bail!("rustc --print sysroot failed ({:?}): {}", ran.end, ran.errors.trim());
        }
        Ok(Rust { cargo, sysroot: PathBuf::from(ran.output.trim()) })
    }

    /// Cargo in the part's folder. It gets nothing of the environment but what it needs, since
    /// `env!` reads all of it.
    fn cargo(&self, place: &Path, part: &Part, target: &Path) -> Command {
        let mut cargo = Command::new(&self.cargo);
        let kept = |name: &str| {
            let name = name.to_ascii_lowercase();
            let is_needed = ["path", "home", "cargo_home", "rustup_home", "rustup_toolchain"];
            is_needed.contains(&name.as_str())
                || (cfg!(windows) && !name.starts_with("cargo") && !name.starts_with("rust"))
        };
        cargo
            .env_clear()
            .envs(env::vars_os().filter(|(name, _)| name.to_str().is_some_and(kept)))
            .env(
                "RUSTC",
                self.sysroot.join("bin").join(format!("rustc{}", env::consts::EXE_SUFFIX)),
            )
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_TERM_QUIET", "true")
            .env("CARGO_ENCODED_RUSTFLAGS", "")
            .env("RUSTC_WRAPPER", "") // a cache would run the compiler outside of its box
            .current_dir(place.join(TOP).join("exercises").join(part.name));
        cargo
    }
}

/// The program of this kind in cargo's messages, one JSON a line.
fn executable(messages: &str, kind: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let found = messages.filter(|message| message["target"]["kind"][0] == kind);
    found.filter_map(|message| message["executable"].as_str().map(PathBuf::from)).next_back()
}

/// Whether the compiler failed, and not cargo.
fn is_the_students_fault(ran: &Ran) -> bool {
    ran.end == End::TooBig || ran.errors.contains("could not compile `")
}

/// The compiler's first error, or cargo's.
fn first_error(ran: &Ran) -> String {
    let messages = ran.output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut errors = messages
        .filter(|message| message["message"]["level"] == "error")
        .filter_map(|message| message["message"]["rendered"].as_str().map(str::to_string));
    let text = errors.next().unwrap_or_else(|| match ran.end {
        End::TooBig => "The compiler needed too much memory.".to_string(),
        _ => ran.errors.clone(),
    });
    match text.char_indices().nth(LONGEST_ERROR) {
        Some((end, _)) => format!("{}…\n", &text[..end]),
        None => text,
    }
}
