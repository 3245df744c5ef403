//! What every exercise has, whichever part it belongs to: a number, a hole, a command, hints.
//!
//! The part's own `exercise.rs` lists the exercises, with the facts about each.

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
};

use crate::{Exercise, common::verdict::Graded, support::browser::Browser};

/// The root's package grades the finished programs. All others grade a student's.
pub const IS_FINISHED: bool = matches!(env!("CARGO_PKG_NAME").as_bytes(), b"chat-server");

/// The way from the project's root to this package's folder.
const FROM_THE_ROOT: &str = concat!("exercises/", env!("CARGO_PKG_NAME"), "/");

/// What a part says about one of its exercises.
pub struct Facts {
    /// The name that the TODO, the README and `cargo test NAME` use.
    pub id: &'static str,
    /// The file with the hole, from the package's folder.
    pub file: &'static str,
    /// Extra credit comes on top of full marks.
    pub is_extra: bool,
    pub grade: Grade,
    /// HINT=1 shows the first one, HINT=2 both: 80 to 160 words each.
    pub hints: [&'static str; 2],
    /// After a PASS: something to look at or to think about, in a sentence or two.
    pub next: &'static str,
}

/// Grades one exercise.
pub enum Grade {
    Server(fn() -> Graded<()>),
    Page(fn(&Browser) -> Graded<()>),
}

impl Exercise {
    /// The number that the TODO, the README and the scoreboard show.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn id(self) -> &'static str {
        self.facts().id
    }

    pub fn is_extra(self) -> bool {
        self.facts().is_extra
    }

    /// The command that grades this exercise alone, for the folder where the student stands.
    pub fn command(self) -> String {
        match way_from_the_student().as_deref() {
            _ if IS_FINISHED => {
                format!("cargo test --test {} {}", env!("CARGO_CRATE_NAME"), self.id())
            }
            None | Some("") => format!("cargo test {}{}", page_alone(), self.id()),
            Some(_) => {
                let package = env!("CARGO_PKG_NAME");
                format!("cargo test -p {package} {}{}", page_alone(), self.id())
            }
        }
    }

    /// The same with a hint, for the terminal of this system.
    pub fn command_with_hint(self, level: usize) -> String {
        self.command_with("HINT", level as u64)
    }

    /// The same with an environment variable.
    pub fn command_with(self, variable: &str, value: u64) -> String {
        match cfg!(windows) {
            true => format!("$env:{variable} = \"{value}\"; {}", self.command()),
            false => format!("{variable}={value} {}", self.command()),
        }
    }

    /// What to think about after a PASS. Its paths are written for the package's folder.
    pub fn next(self) -> String {
        let next = self.facts().next;
        match way_from_the_student().as_deref() {
            None | Some("") => next.to_string(),
            Some(_) => next.replace("../../", ""),
        }
    }

    /// The marker in the source, with its line.
    pub fn place(self) -> String {
        let file = way_from_the_student().unwrap_or_default() + self.facts().file;
        let todo = format!("{file}, TODO {} · {}", self.number(), self.id());
        match self.hole() {
            Some((first, _)) => format!("{todo} (line {first})"),
            None if IS_FINISHED => todo, // the finished file has no markers
            None => format!("{todo} (its marker lines are gone)"),
        }
    }

    /// The exercise whose hole has this line. The compiler and the browser name a file in their
    /// own ways: the path may be longer or shorter than the exercise's, with `/` or `\`.
    pub fn at(file: &str, line: usize) -> Option<Exercise> {
        let file = file.replace('\\', "/");
        let is_there = |exercise: &Exercise| {
            let own = exercise.facts().file;
            let hole = exercise.hole();
            (own.ends_with(&file) || file.ends_with(own))
                && hole.is_some_and(|(first, last)| (first..=last).contains(&line))
        };
        Exercise::ALL.into_iter().find(is_there)
    }

    /// The first and the last line of the hole; `None` in the solution, which has no markers.
    pub fn hole(self) -> Option<(usize, usize)> {
        let source = self.source()?;
        let line_of = |word: &str| {
            let marker = format!("{word} {} · {}", self.number(), self.id());
            Some(source.lines().position(|line| line.contains(&marker))? + 1)
        };
        Some((line_of("TODO")?, line_of("END")?))
    }

    /// The text of the hole, with its markers.
    pub fn answer(self) -> Option<String> {
        let (first, last) = self.hole()?;
        let source = self.source()?;
        let lines: Vec<&str> = source.lines().take(last).skip(first - 1).collect();
        Some(lines.join("\n"))
    }

    /// The text of the file with the hole.
    pub fn source(self) -> Option<String> {
        fs::read_to_string(client_folder().parent()?.join(self.facts().file)).ok()
    }
}

/// As the scoreboard and other exercises' messages call it: `1 relay`.
impl fmt::Display for Exercise {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.id())
    }
}

/// The folder of the page to grade. The sources of its server lie beside it.
pub fn client_folder() -> PathBuf {
    match env::var_os("GRADE_CLIENT") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("client"),
    }
}

/// The built server to grade; `None` when GRADE_PROGRAM says `none`.
pub fn program() -> Option<PathBuf> {
    match env::var_os("GRADE_PROGRAM") {
        Some(program) if program == "none" => None,
        Some(program) => Some(PathBuf::from(program)),
        None => crate::PROGRAM.into_iter().flatten().next().map(PathBuf::from),
    }
}

/// What leaves the server out, so that only the page is graded; `None` if there is a server.
pub fn server_is_left_out_by() -> Option<&'static str> {
    match env::var_os("GRADE_PROGRAM") {
        _ if program().is_some() => None,
        Some(_) => Some("GRADE_PROGRAM=none"),
        None => Some("--no-default-features"),
    }
}

/// The option in a command for a student whose Rust does not compile.
fn page_alone() -> &'static str {
    match server_is_left_out_by() {
        Some("--no-default-features") => "--no-default-features ",
        _ => "",
    }
}

/// Whether this package lies in the whole project, beside the finished room.
pub fn is_in_the_checkout() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml").exists()
}

/// The way from the folder where the student stands to this package's folder: nothing, or
/// `exercises/messages/` in the root of the checkout. `None` if the student stands elsewhere, or
/// if nobody can tell.
///
/// Cargo starts a test in the package's folder, but `PWD` is still that of the student's shell.
pub fn way_from_the_student() -> Option<String> {
    let stands = PathBuf::from(env::var_os("PWD")?).canonicalize().ok()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    if folder.canonicalize().is_ok_and(|folder| folder == stands) {
        return Some(String::new());
    }
    let root = folder.join("../..").canonicalize().ok()?;
    (root == stands && is_in_the_checkout()).then(|| FROM_THE_ROOT.to_string())
}

/// The same text with paths that the student can follow. In the checkout, the compiler names a
/// file from the root, wherever the student stands; on Windows it does so with `\`.
pub fn seen_from_the_student(text: &str) -> String {
    let way = way_from_the_student().unwrap_or_default();
    text.replace(&FROM_THE_ROOT.replace('/', "\\"), &way).replace(FROM_THE_ROOT, &way)
}
