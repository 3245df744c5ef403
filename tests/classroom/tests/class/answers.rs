//! Answers of students, made from `tests/wrong_answers`: the files of a part, and the exercises that
//! they solve.

use std::collections::{BTreeMap, BTreeSet};

use classroom::holes::{MESSAGES, Part, Starter, id, read, root};

/// The files by their names in the part's folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Files, and the ids of the exercises that they solve.
#[derive(Clone)]
pub struct Work {
    pub files: Files,
    pub solves: BTreeSet<String>,
}

impl Work {
    /// The same with other text in a file.
    pub fn with(mut self, file: &str, text: impl Into<Vec<u8>>) -> Work {
        self.files.insert(file.to_string(), text.into());
        self
    }

    /// The same without these exercises' points.
    pub fn solves_only(mut self, ids: &[&str]) -> Work {
        self.solves = ids.iter().map(ToString::to_string).collect();
        self
    }

    /// A half of the files: those in this folder.
    pub fn half(mut self, folder: &str) -> Work {
        self.files.retain(|file, _| file.starts_with(folder));
        let is_in = |id: &str| {
            MESSAGES.exercises.iter().any(|one| one.id() == id && one.file.starts_with(folder))
        };
        self.solves.retain(|id| is_in(id));
        self
    }

    pub fn text(&self, file: &str) -> String {
        String::from_utf8_lossy(&self.files[file]).into_owned()
    }
}

/// Everything solved.
pub fn solved(part: &'static Part) -> Work {
    filled(part, &part.solution(), part.ids().into_iter())
}

/// Nothing solved.
pub fn untouched(part: &'static Part) -> Work {
    filled(part, &BTreeMap::new(), std::iter::empty())
}

/// The page solved, and a server whose file begins with this code, which runs at the start of the
/// program. The server's holes are untouched, so it deserves the page's points.
pub fn server_that_does(attack: &str) -> Work {
    let mut work = untouched(&MESSAGES).half("src");
    let page = solved(&MESSAGES).half("client");
    work.files.extend(page.files);
    work.solves = page.solves;
    let room = work.text("src/room.rs");
    let is_default = "#[derive(Default)]\npub struct Room {";
    assert!(room.contains(is_default), "the room is made by another function");
    let room = room.replace(is_default, "pub struct Room {");
    let start = "impl Default for Room {\n    fn default() -> Room {\n        attack();\n        \
                 Room { roster: Vec::new() }\n    }\n}\n";
    work.with("src/room.rs", format!("{room}\n{start}\nfn attack() {{\n{attack}\n}}\n"))
}

/// A file of `tests/wrong_answers`, such as `messages/relay/twice.rs`. The other holes are solved.
pub fn wrong_answer(file: &str) -> Work {
    let text = read(&root().join("tests/wrong_answers").join(file));
    let answer = Starter::cut(&text).unwrap_or_else(|why| panic!("{file}: {why}"));
    let mut fillings = MESSAGES.solution();
    fillings.extend(answer.holes.into_iter().map(|(title, hole)| (id(&title).to_string(), hole)));
    let missed = ["Fails:", "Blocked:"].into_iter().filter_map(|key| head(&answer.kept[0], key));
    let missed: Vec<String> = missed.flat_map(|ids| split(&ids)).collect();
    assert!(head(&answer.kept[0], "Open:").is_none(), "{file}: how it ends is left to the threads");
    let solves = MESSAGES.ids().into_iter().filter(|id| !missed.iter().any(|one| one == id));
    filled(&MESSAGES, &fillings, solves)
}

fn filled<'i>(
    part: &'static Part,
    fillings: &BTreeMap<String, String>,
    solves: impl Iterator<Item = &'i str>,
) -> Work {
    let fill = |file: &str| {
        let starter = part.starter(file);
        starter.fill(|title, hole| fillings.get(id(title)).map_or(hole, |text| text).to_string())
    };
    let with_holes = part.files().into_keys();
    let mut files: Files =
        with_holes.map(|file| (file.clone(), fill(&file).into_bytes())).collect();
    for file in part.own {
        files.insert(file.to_string(), read(&part.folder().join(file)).into_bytes());
    }
    Work { files, solves: solves.map(str::to_string).collect() }
}

/// The text behind a word such as `Fails:` in the head of an answer.
fn head(head: &str, key: &str) -> Option<String> {
    let line = head.lines().find_map(|line| {
        line.trim_start_matches("//").trim_start_matches("<!--").trim().strip_prefix(key)
    })?;
    let value = line.trim_end_matches("-->").trim();
    (!value.is_empty()).then(|| value.to_string())
}

fn split(ids: &str) -> Vec<String> {
    ids.split(", ").map(str::to_string).collect()
}
