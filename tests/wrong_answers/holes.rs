//! The parts of the exercises and their holes, for every test that cuts, fills or moves them.
//!
//! A hole goes from the line with `TODO 2 · login` to the line with `END 2 · login`, both included.
//! The text around it is the solution's, word for word.

// Each test includes all of this and may use only some of it.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// All parts. A new part needs
/// - `exercises/NAME/` with the files that have holes, a `README.md` with a `###` heading for each
///   exercise, and a `Cargo.toml` whose test `grade` is `tests/grade/NAME/main.rs`;
/// - `tests/grade/NAME/`: `main.rs` and `exercise.rs` as in `messages`, and a check for each exercise;
/// - in the root's `Cargo.toml`, the workspace member, and a test `grade_NAME` for the solution;
/// - a row here, and then `UPDATE_EXERCISES=1 cargo test --test exercises`;
/// - a row in `tests/classroom/src/handout.rs`;
/// - `tests/wrong_answers/NAME/`, with a folder for each exercise.
pub const PARTS: [&Part; 2] = [&MESSAGES, &THREADS];

/// A package of exercises: the solution with holes.
#[derive(Debug)]
pub struct Part {
    /// The name of the package, and of its folder in `exercises/`.
    pub name: &'static str,
    pub exercises: &'static [Exercise],
    /// Folders with the same files as in the root, whether they have a hole or not.
    pub copied: &'static [&'static str],
    /// More files in the part's `src`. The root has no such file.
    pub own: &'static [&'static str],
}

/// An exercise. The last one of a part is for extra credit.
#[derive(Debug)]
pub struct Exercise {
    /// Its number and its id.
    pub title: &'static str,
    /// The file with the hole, from the part's folder.
    pub file: &'static str,
    /// The file with the solution, from the root.
    pub solution: &'static str,
    /// The ids of the exercises without which this one cannot be seen.
    pub needs: &'static [&'static str],
}

pub const MESSAGES: Part = Part {
    name: "messages",
    exercises: &[
        exercise("1 relay", "src/room.rs", "src/room.rs"),
        exercise("2 login", "src/room.rs", "src/room.rs"),
        exercise("3 disconnect", "src/room.rs", "src/room.rs"),
        exercise("4 chat", "src/room.rs", "src/room.rs"),
        exercise("5 roster", "client/client.js", "client/client.js"),
        exercise("6 messages", "client/client.js", "client/client.js"),
        exercise("7 announce", "client/index.html", "client/index.html"),
    ],
    copied: &["client"],
    own: &["src/lib.rs"],
};

pub const THREADS: Part = Part {
    name: "threads",
    exercises: &[
        tiny("1 spawn", &[]),
        tiny("2 tell", &["spawn"]),
        tiny("3 left", &["spawn", "tell"]),
        tiny("4 broadcast", &["spawn", "tell"]),
        tiny("5 slow", &["spawn", "tell", "broadcast"]),
    ],
    copied: &[],
    own: &[],
};

const fn exercise(title: &'static str, file: &'static str, solution: &'static str) -> Exercise {
    Exercise { title, file, solution, needs: &[] }
}

/// All holes of the tiny room are in one file, and most are seen through others.
const fn tiny(title: &'static str, needs: &'static [&'static str]) -> Exercise {
    Exercise { title, file: "src/main.rs", solution: "src/bin/tiny.rs", needs }
}

impl Part {
    pub fn folder(&self) -> PathBuf {
        root().join("exercises").join(self.name)
    }

    /// The ids of all exercises, in their order.
    pub fn ids(&self) -> Vec<&'static str> {
        self.exercises.iter().map(Exercise::id).collect()
    }

    /// The files that come from the root, each from the part's folder, with the root's file.
    /// A picture is only for the README, and the glass room is no part of an exercise.
    pub fn files(&self) -> BTreeMap<String, String> {
        let holes = self.exercises.iter().map(|one| (one.file.into(), one.solution.into()));
        let copies = self.copied.iter().flat_map(|folder| {
            let files = files_in(&root().join(folder)).into_iter();
            let files = files.filter(|file| !file.ends_with(".png") && !file.starts_with("glass."));
            files.map(move |file| (format!("{folder}/{file}"), format!("{folder}/{file}")))
        });
        holes.chain(copies).collect()
    }

    /// One of its files, cut up.
    pub fn starter(&self, file: &str) -> Starter {
        let text = read(&self.folder().join(file));
        Starter::cut(&text).unwrap_or_else(|why| panic!("{}/{file}: {why}", self.name))
    }

    /// The solution's text for each hole, by the exercises' ids.
    pub fn solution(&self) -> BTreeMap<String, String> {
        let files: BTreeSet<_> =
            self.exercises.iter().map(|one| (one.file, one.solution)).collect();
        let of_file = |(file, solution)| {
            let starter = self.starter(file);
            let answers = starter.answers(&read(&root().join(solution)));
            let answers = answers.unwrap_or_else(|why| panic!("{}/{file}: {why}", self.name));
            starter.holes.into_iter().map(|(title, _)| id(&title).to_string()).zip(answers)
        };
        files.into_iter().flat_map(of_file).collect()
    }
}

impl Exercise {
    /// `login` of `2 login`.
    pub fn id(&self) -> &'static str {
        id(self.title)
    }

    /// A text for the hole, between the marker lines that a student leaves there.
    pub fn marked(&self, text: &str) -> String {
        let title = self.title.replace(' ', " · ");
        let [todo, end] = ["TODO", "END"].map(|word| match self.file.ends_with(".html") {
            true => format!("<!-- {word} {title} -->\n"),
            false => format!("// {word} {title}\n"),
        });
        todo + text + &end
    }

    /// Otherwise it belongs to the page.
    pub fn is_server(&self) -> bool {
        self.file.starts_with("src/")
    }
}

/// The project's own folder. The package that includes this file lies in it, or is it.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package.ancestors().find(|folder| folder.join("exercises").is_dir());
    root.expect("the package lies in the project").to_path_buf()
}

/// The id in a title: `login` of `2 login`.
pub fn id(title: &str) -> &str {
    title.split_once(' ').expect("a title is a number and an id").1
}

/// A file of the starter, cut up. There is always one more kept text than there are holes.
pub struct Starter {
    /// The solution's text before, between and after the holes.
    pub kept: Vec<String>,
    /// The holes with their markers, each with its title, such as `2 login`.
    pub holes: Vec<(String, String)>,
}

impl Starter {
    /// Cuts the holes out of a file.
    ///
    /// # Errors
    /// A sentence about a marker that has no partner.
    pub fn cut(text: &str) -> Result<Self, String> {
        let mut starter = Self { kept: vec![String::new()], holes: Vec::new() };
        let mut open: Option<String> = None;
        for line in text.split_inclusive('\n') {
            match (marker(line, "TODO"), marker(line, "END"), &open) {
                (Some(title), None, None) => {
                    starter.holes.push((title.clone(), line.to_string()));
                    open = Some(title);
                }
                (None, end, Some(title)) => {
                    starter.holes.last_mut().expect("a hole is open").1 += line;
                    if end.as_ref() == Some(title) {
                        open = None;
                        starter.kept.push(String::new());
                    } else if let Some(end) = end {
                        return Err(format!("TODO {title} is followed by END {end}"));
                    }
                }
                (None, None, None) => *starter.kept.last_mut().expect("never empty") += line,
                (todo, end, _) => {
                    let title = todo.or(end).unwrap_or_default();
                    return Err(format!("a marker of {title} stands where it makes no sense"));
                }
            }
        }
        open.map_or(Ok(starter), |title| Err(format!("TODO {title} has no END")))
    }

    /// The solution's text for each hole: it lies between the kept texts.
    ///
    /// # Errors
    /// A sentence that shows the first kept text that the solution does not have.
    pub fn answers(&self, solution: &str) -> Result<Vec<String>, String> {
        let (first, others) = self.kept.split_first().expect("never empty");
        let mut rest = solution.strip_prefix(first.as_str()).ok_or_else(|| {
            format!("before the first hole: {}", first_difference(first, solution))
        })?;
        let mut answers = Vec::new();
        for (kept, (title, _)) in others.iter().zip(&self.holes) {
            let is_last = answers.len() + 1 == self.holes.len();
            let found = if is_last {
                rest.strip_suffix(kept.as_str()).map(|answer| (answer, ""))
            } else {
                // If the text is there twice, nobody knows where the hole ends.
                rest.split_once(kept.as_str()).filter(|(_, after)| !after.contains(kept.as_str()))
            };
            let (answer, after) =
                found.filter(|(answer, _)| !answer.trim().is_empty()).ok_or_else(|| {
                    format!(
                        "after the hole {title}, this is not in the solution, or twice:\n{kept}"
                    )
                })?;
            answers.push(answer.to_string());
            rest = after;
        }
        if rest.is_empty() { Ok(answers) } else { Err(format!("the solution goes on: {rest}")) }
    }

    /// The file with each hole replaced: `fill` gets its title and text, and returns the new text.
    pub fn fill(&self, mut fill: impl FnMut(&str, &str) -> String) -> String {
        let mut text = self.kept[0].clone();
        for ((title, hole), kept) in self.holes.iter().zip(&self.kept[1..]) {
            text += &fill(title, hole);
            text += kept;
        }
        text
    }
}

/// All files under a folder, as paths relative to it with `/`, in alphabetical order.
pub fn files_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut files = Vec::new();
    for entry in entries.map(|entry| entry.expect("a folder can be listed")) {
        let name = entry.file_name().into_string().expect("file names are Unicode");
        if entry.path().is_dir() {
            let inside = files_in(&entry.path());
            files.extend(inside.into_iter().map(|file| format!("{name}/{file}")));
        } else {
            files.push(name);
        }
    }
    files.sort();
    files
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {path:?}: {error}"))
}

/// Writes a file with its folders, unless it has this text already: cargo builds again whatever
/// is newer than its last build.
pub fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .unwrap_or_else(|error| panic!("cannot write {path:?}: {error}"));
}

/// The title in a line with a marker: `2 login` of `// TODO 2 · login`.
fn marker(line: &str, word: &str) -> Option<String> {
    let line = line.trim().trim_end_matches("-->").trim_end();
    let rest = line.strip_prefix("//").or_else(|| line.strip_prefix("<!--"))?;
    let (number, id) = rest.trim_start().strip_prefix(word)?.split_once(" · ")?;
    Some(format!("{} {}", number.trim(), id.trim()))
}

fn first_difference(text: &str, solution: &str) -> String {
    let mut lines = text.lines().zip(solution.lines()).enumerate();
    match lines.find(|(_, (line, other))| line != other) {
        Some((number, (line, other))) => {
            format!("line {} is {line:?}, but the solution's is {other:?}", number + 1)
        }
        None => "the solution is shorter".to_string(),
    }
}
