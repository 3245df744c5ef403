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

/// What a part says about one of its exercises.
pub struct Facts {
    /// The name that the TODO, the README and `cargo test NAME` use.
    pub id: &'static str,
    /// The file with the hole, from the package's folder.
    pub file: &'static str,
    /// Extra credit comes on top of full marks.
    pub is_extra: bool,
    pub grade: Grade,
    /// HINT=1 shows the first one, HINT=2 both.
    pub hints: [&'static str; 2],
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

    /// The command that grades this exercise alone, for the package's own folder.
    pub fn command(self) -> String {
        match IS_FINISHED {
            true => format!("cargo test --test {} {}", env!("CARGO_CRATE_NAME"), self.id()),
            false => format!("cargo test {}", self.id()),
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

    /// The marker in the source, with its line.
    pub fn place(self) -> String {
        let todo = format!("{}, TODO {} · {}", self.facts().file, self.number(), self.id());
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

/// Whether this package lies in the whole project, beside the finished room.
pub fn is_in_the_checkout() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml").exists()
}
