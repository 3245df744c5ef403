//! Picks the student's files out of a submission, wherever they lie in it.
//!
//! In: the names in the submission. Out: the files that a student writes, under the names that they
//! have in the part's folder. Everything else stays packed: Cargo's files and the grader are ours.

use std::collections::{BTreeMap, BTreeSet};

use crate::holes::{PARTS, Part, read};
use crate::intake::Submission;
use crate::outcome::State;
use crate::unpack::{Found, Refusal, size};

/// A student writes four files, and perhaps a few more.
const MOST_FILES: usize = 200;

/// In bytes, for all files together. The whole handout has half of that.
const MOST_BYTES: u64 = 5 << 20;

/// Folders that programs make. Nobody writes in them.
const MADE: [&str; 6] = ["__MACOSX", "target", ".git", "node_modules", ".cargo", ".idea"];

/// Files that systems leave everywhere.
const LITTER: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", "Cargo.lock"];

/// Names that mean a device on Windows, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// How many names of unused files the teacher reads.
const SHOWN: usize = 4;

/// The student's own files.
#[derive(Debug)]
pub struct Answer {
    pub part: &'static Part,
    /// By the names in the part's folder, such as `src/room.rs`.
    pub files: BTreeMap<String, Vec<u8>>,
    pub has_server: bool,
    /// Always false in a part without a page.
    pub has_page: bool,
    /// A sentence about the files that were not used, or nothing.
    pub note: String,
}

/// A half of the answer: the files of the server, or those of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Server,
    Page,
}

impl Half {
    fn folder(self) -> &'static str {
        match self {
            Half::Server => "src",
            Half::Page => "client",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Half::Server => &["rs"],
            Half::Page => &["js", "css", "html"],
        }
    }
}

/// Looks for the files of the part, or of the part that it looks like.
///
/// # Errors
/// Why there is no answer in it, or more than one.
pub fn find(submission: &Submission, part: Option<&'static Part>) -> Result<Answer, Refusal> {
    let mut files = submission.files.clone();
    // A zip that lies beside the answer is not opened, only one that has it inside.
    for _ in 0..2 {
        refuse_names_that_leave(&files)?;
        files.retain(|file| !is_litter(&file.name));
        let part = part.map_or_else(|| part_of(&files), |part| Ok(Some(part)))?;
        if let Some(answer) = part.map(|part| pick(part, &files)).transpose()?.flatten() {
            return Ok(answer);
        }
        let Some(inside) = look_into_all(&files)? else { break };
        files = inside;
    }
    refuse_names_that_leave(&files)?;
    files.retain(|file| !is_litter(&file.name));
    let part = part.map_or_else(|| part_of(&files), |part| Ok(Some(part)))?;
    match part.map(|part| pick(part, &files)).transpose()?.flatten() {
        Some(answer) => Ok(answer),
        None => Err(nothing_in(submission, &files)),
    }
}

/// The files inside of all zips; `None` if there is no zip.
fn look_into_all(files: &[Found]) -> Result<Option<Vec<Found>>, Refusal> {
    let mut all = Vec::new();
    let mut has_zip = false;
    for file in files.iter().filter(|file| !file.is_link) {
        let Some(inside) = file.look_inside()? else { continue };
        has_zip = true;
        for mut one in inside {
            // Two zips can have the same names. A name that leaves is refused as it is.
            if files.len() > 1 && !leaves_the_folder(&one.name) {
                one.name = format!("{}/{}", file.name, one.name);
            }
            all.push(one);
        }
    }
    Ok(has_zip.then_some(all))
}

fn nothing_in(submission: &Submission, files: &[Found]) -> Refusal {
    let wanted = "room.rs, client.js, index.html or main.rs";
    if let [one] = submission.files.as_slice() {
        let kind = one.real_type();
        if kind == "an empty file" {
            return Refusal::new(State::Empty, format!("{:?} is an empty file.", one.name));
        }
        if kind != "a zip archive" {
            let why = format!("{:?} is {kind}, not a zip.", one.file_name());
            return Refusal::new(State::NotAZip, why);
        }
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let why = match names.as_slice() {
        [] => "There is no file in it.".to_string(),
        names => format!("It has no {wanted}, only {}.", some_of(names)),
    };
    Refusal::new(State::Empty, why)
}

/// The part that the files belong to; `None` if there are none of its files.
fn part_of(files: &[Found]) -> Result<Option<&'static Part>, Refusal> {
    let has = |part: &Part, half| !places(part, half, files, true).is_empty();
    let mut with_server: Vec<&'static Part> =
        PARTS.into_iter().filter(|part| has(part, Half::Server)).collect();
    // A clone of the whole project has both parts, and a student changes only one of them.
    if with_server.len() > 1 && with_server.iter().any(|part| is_changed(part, files)) {
        with_server.retain(|part| is_changed(part, files));
    }
    match with_server.as_slice() {
        [] => Ok(PARTS.into_iter().find(|part| has(part, Half::Page))),
        [part] => Ok(Some(part)),
        parts => {
            let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
            let why = format!("It has the files of {}; choose with --part.", names.join(" and "));
            Err(Refusal::new(State::TwoCandidates, why))
        }
    }
}

/// The answer for a part; `None` if there is no file of it.
fn pick(part: &'static Part, files: &[Found]) -> Result<Option<Answer>, Refusal> {
    let server = the_place(part, Half::Server, files)?;
    let page = the_place(part, Half::Page, files)?;
    if server.is_none() && page.is_none() {
        return Ok(None);
    }
    let mut taken = BTreeMap::new();
    let places = [(Half::Server, &server), (Half::Page, &page)];
    for (half, place) in places.iter().filter_map(|(half, place)| Some((*half, place.as_ref()?))) {
        for file in files {
            if let Some(name) = name_in_the_part(half, place, &file.name) {
                taken.insert(name, file);
            }
        }
    }
    let used: BTreeSet<&str> = taken.values().map(|file| file.name.as_str()).collect();
    let unused: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let unused: Vec<&str> = unused.into_iter().filter(|name| !used.contains(name)).collect();
    let note = match unused.as_slice() {
        [] => String::new(),
        names => format!("Not used: {}.", some_of(names)),
    };
    let files = read_all(&taken)?;
    let (has_server, has_page) = (server.is_some(), page.is_some());
    Ok(Some(Answer { part, files, has_server, has_page, note }))
}

fn read_all(taken: &BTreeMap<String, &Found>) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    if taken.len() > MOST_FILES {
        let why = format!("It has {} source files; {MOST_FILES} are allowed.", taken.len());
        return Err(Refusal::new(State::Refused, why));
    }
    let mut left = MOST_BYTES;
    let mut read = BTreeMap::new();
    for (name, file) in taken {
        if file.is_link {
            let why = format!("{:?} is a link to another place.", file.name);
            return Err(Refusal::new(State::Refused, why));
        }
        if let Some(device) = device_in(name) {
            let why = format!("{:?}: {device:?} is a device on Windows.", file.name);
            return Err(Refusal::new(State::Refused, why));
        }
        let bytes = file.read(left).map_err(|refusal| match refusal.state {
            State::Refused => {
                let most = size(MOST_BYTES);
                let why = format!("Its source files are bigger than {most} when unpacked.");
                Refusal::new(State::Refused, why)
            }
            _ => refusal,
        })?;
        left -= bytes.len() as u64;
        read.insert(name.clone(), bytes);
    }
    Ok(read)
}

/// The one folder with a half of the answer; `None` if there is none.
fn the_place(part: &Part, half: Half, files: &[Found]) -> Result<Option<String>, Refusal> {
    let mut found = places(part, half, files, true);
    if found.is_empty() {
        found = places(part, half, files, false);
    }
    let found: Vec<String> = found.into_iter().collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        many => {
            let names: Vec<String> = many.iter().map(|place| shown(place)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let why = format!("Files of {} are in {}.", half.folder(), some_of(&names));
            Err(Refusal::new(State::TwoCandidates, why))
        }
    }
}

fn shown(place: &str) -> String {
    if place.is_empty() { "the top folder".to_string() } else { place.to_string() }
}

/// Whether a file with holes is not as it was in the handout.
fn is_changed(part: &Part, files: &[Found]) -> bool {
    part.exercises.iter().any(|one| {
        let half = if one.is_server() { Half::Server } else { Half::Page };
        let places = places(part, half, files, true);
        let starter = read(&part.folder().join(one.file));
        let mut answers = files.iter().filter(|file| {
            one.file.ends_with(file.file_name()) && places.contains(folder_of(&file.name))
        });
        answers.any(|file| {
            let bytes = file.read(MOST_BYTES).unwrap_or_default();
            !String::from_utf8_lossy(&bytes).lines().eq(starter.lines())
        })
    })
}

/// The folders with a file of that half that has holes. In a part whose file has a common name,
/// such as `main.rs`, the text must be the part's too, unless `is_strict` is false.
///
/// A whole project holds more files with these names. The graders' lie below `tests`, and those of
/// the finished room count only where the part has no folder of its own.
fn places(part: &Part, half: Half, files: &[Found], is_strict: bool) -> BTreeSet<String> {
    let with_holes: BTreeSet<&str> = part.exercises.iter().map(|one| one.file).collect();
    let names: Vec<&str> = with_holes
        .iter()
        .filter_map(|file| file.strip_prefix(half.folder())?.strip_prefix('/'))
        .collect();
    let of_this_half = |file: &&Found| names.contains(&file.file_name());
    let is_the_parts = |file: &&Found| match file.file_name() {
        "main.rs" | "index.html" if is_strict => is_from(part, file),
        _ => true,
    };
    let outside = files.iter().filter(|file| !is_below_tests(&file.name));
    let found = outside.filter(of_this_half).filter(is_the_parts);
    let mut found: BTreeSet<String> = found.map(|file| folder_of(&file.name).to_string()).collect();
    let own = format!("/exercises/{}/{}", part.name, half.folder());
    let is_own = |place: &String| format!("/{place}").ends_with(&own);
    if found.iter().any(is_own) {
        found.retain(is_own);
    }
    found
}

fn is_below_tests(name: &str) -> bool {
    folder_of(name).split('/').any(|folder| folder == "tests")
}

/// Whether a file was made from the part's: it has a marker, or half of the lines around the holes.
fn is_from(part: &Part, file: &Found) -> bool {
    let Some(own) = part.exercises.iter().find(|one| one.file.ends_with(file.file_name())) else {
        return false;
    };
    let Ok(bytes) = file.read(MOST_BYTES) else { return true };
    let text = String::from_utf8_lossy(&bytes);
    let mut of_this_file = part.exercises.iter().filter(|one| one.file == own.file);
    if of_this_file.any(|one| text.contains(&format!("TODO {}", one.title.replace(' ', " · ")))) {
        return true;
    }
    let lines: BTreeSet<&str> = text.lines().map(str::trim).collect();
    let kept = part.starter(own.file).kept.concat();
    let kept: Vec<&str> = kept.lines().map(str::trim).filter(|line| line.len() > 3).collect();
    2 * kept.iter().filter(|line| lines.contains(*line)).count() >= kept.len()
}

fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The file's name in the part's folder, if it lies in that place and is of the right kind.
fn name_in_the_part(half: Half, place: &str, name: &str) -> Option<String> {
    let inside = match place {
        "" => name,
        place => name.strip_prefix(place)?.strip_prefix('/')?,
    };
    let (_, extension) = inside.rsplit_once('.')?;
    // In a folder with another name, everything can lie: only the files beside count there.
    let has_its_own_folder = place.rsplit('/').next() == Some(half.folder());
    let is_beside = !inside.contains('/') || has_its_own_folder;
    let is_a_program = half == Half::Server && inside.starts_with("bin/");
    let is_taken = is_beside && !is_a_program && inside != "build.rs";
    (is_taken && half.extensions().contains(&extension))
        .then(|| format!("{}/{inside}", half.folder()))
}

fn is_litter(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    folder.split('/').any(|folder| MADE.contains(&folder))
        || LITTER.contains(&file)
        || file.starts_with("._")
}

fn refuse_names_that_leave(files: &[Found]) -> Result<(), Refusal> {
    match files.iter().find(|file| leaves_the_folder(&file.name)) {
        Some(file) => {
            let why = format!("The name {:?} leaves the folder.", file.name);
            Err(Refusal::new(State::Refused, why))
        }
        None => Ok(()),
    }
}

fn leaves_the_folder(name: &str) -> bool {
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with('/') || has_drive || name.split('/').any(|part| part == "..")
}

/// The part of a name that Windows would take for a device or cannot store.
fn device_in(name: &str) -> Option<&str> {
    name.split('/').find(|part| {
        let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
        let is_port = ["com", "lpt"]
            .iter()
            .any(|port| stem.strip_prefix(port).is_some_and(|number| number.chars().count() == 1));
        let is_odd = part.chars().any(|letter| letter.is_control() || "<>:\"|?*".contains(letter));
        DEVICES.contains(&stem.as_str()) || is_port || is_odd
    })
}

/// `a, b and 3 more`, each in quotes.
fn some_of(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("{name:?}")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
