//! Finds the submissions in whatever the teacher downloaded: one for each student.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::outcome::Student;
use crate::unpack::Found;

/// Between the name and the rest in Moodle's names: `Ada Lovelace_123456_assignsubmission_file_a.zip`.
const MOODLE: &str = "_assignsubmission_";

/// Its name would only say again who handed it in.
const A_FOLDER: &str = "a folder";

/// In bytes. Bigger files count for the hash only by their name and size: they cannot be an answer.
const MOST_TO_HASH: u64 = 64 << 20;

/// What one student handed in.
#[derive(Clone, Debug)]
pub struct Submission {
    pub student: Student,
    /// The file as it was handed in, or `a folder`.
    pub file: String,
    /// One zip, or all files of a folder.
    pub files: Vec<Found>,
}

impl Submission {
    /// The same for the same student with the same files. It does not depend on dates.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        add(self.student.id.as_bytes());
        add(self.student.name.as_bytes());
        for file in &self.files {
            add(file.name.as_bytes());
            // What cannot be read cannot be graded either.
            match file.is_link || file.size > MOST_TO_HASH {
                true => add(&file.size.to_le_bytes()),
                false => add(&file.read(MOST_TO_HASH).unwrap_or_default()),
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// All submissions, in the order of the students' names.
///
/// # Errors
/// There is nothing at that path, or nothing in it.
pub fn submissions(path: &Path, out: &Path) -> Result<Vec<Submission>> {
    let about = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut found = if about.is_dir() { in_folder(path, out)? } else { in_file(path)? };
    if found.is_empty() {
        bail!("{} has no submission in it", path.display());
    }
    found.sort_by(|one, other| {
        let key = |one: &Submission| (one.student.name.to_lowercase(), one.student.id.clone());
        key(one).cmp(&key(other))
    });
    Ok(found)
}

/// A zip is one submission, or Moodle's zip of all.
fn in_file(path: &Path) -> Result<Vec<Submission>> {
    let name = file_name(path);
    let whole = Found::on_disk(name.clone(), path.to_path_buf());
    // A damaged zip is a submission too, and gets its own sentence.
    let inside = whole.look_inside().ok().flatten().unwrap_or_default();
    let is_everyones = inside.iter().any(|file| moodle_name(first_folder(&file.name)).is_some());
    if !is_everyones {
        let student = Student { id: String::new(), name: stem(&name) };
        return Ok(vec![Submission { student, file: name, files: vec![whole] }]);
    }
    Ok(of_moodle(inside))
}

/// A folder of zips and folders, one for each student; or the folder of one student.
fn in_folder(path: &Path, out: &Path) -> Result<Vec<Submission>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        entries.push(entry.with_context(|| format!("cannot list {}", path.display()))?.path());
    }
    entries.sort();
    if entries.iter().any(|entry| ["src", "client"].contains(&file_name(entry).as_str())) {
        let student = Student { id: String::new(), name: file_name(path) };
        let file = A_FOLDER.to_string();
        return Ok(vec![Submission { student, file, files: files_below(path)? }]);
    }
    let mut submissions = Vec::new();
    let mut of_moodles = Vec::new();
    for entry in entries.iter().filter(|entry| is_a_submission(entry, out)) {
        let name = file_name(entry);
        let files = match entry.is_dir() {
            true => files_below(entry)?,
            false => vec![Found::on_disk(name.clone(), entry.clone())],
        };
        if moodle_name(&name).is_some() {
            of_moodles.extend(files.into_iter().map(|mut file| {
                if entry.is_dir() {
                    file.name = format!("{name}/{}", file.name);
                }
                file
            }));
            continue;
        }
        let (name, file) = match entry.is_dir() {
            true => (name, A_FOLDER.to_string()),
            false => (stem(&name), name),
        };
        let student = Student { id: String::new(), name };
        submissions.push(Submission { student, file, files });
    }
    submissions.extend(of_moodle(of_moodles));
    Ok(submissions)
}

/// Lists, results and hidden files lie in such folders too.
fn is_a_submission(path: &Path, out: &Path) -> bool {
    let name = file_name(path);
    let is_a_table = name.to_lowercase().ends_with(".csv");
    !name.starts_with('.') && name != "__MACOSX" && !is_a_table && path != out
}

/// Puts files with Moodle's names together by student.
fn of_moodle(files: Vec<Found>) -> Vec<Submission> {
    let mut submissions: Vec<Submission> = Vec::new();
    for mut file in files {
        let folder = first_folder(&file.name).to_string();
        let Some((student, kind_and_file)) = moodle_name(&folder) else { continue };
        // What was typed into Moodle's own editor is no file of an answer.
        if !kind_and_file.starts_with("file") {
            continue;
        }
        let inside = match file.name.strip_prefix(&folder).unwrap_or_default() {
            "" => kind_and_file.trim_start_matches("file").trim_start_matches('_'),
            inside => inside.trim_start_matches('/'),
        };
        let inside = inside.to_string();
        file.name = inside;
        match submissions.iter_mut().find(|one| one.student == student) {
            Some(known) => known.files.push(file),
            None => {
                let (files, file) = (vec![file], A_FOLDER.to_string());
                submissions.push(Submission { student, file, files });
            }
        }
    }
    for submission in &mut submissions {
        if let [one] = submission.files.as_slice() {
            submission.file = one.name.clone();
        }
    }
    submissions
}

/// The student in Moodle's name of a folder or file, and the rest of it: `file_`, or `file_a.zip`.
fn moodle_name(name: &str) -> Option<(Student, &str)> {
    let (student, rest) = name.rsplit_once(MOODLE)?;
    let (name, id) = student.rsplit_once('_')?;
    let is_id = !id.is_empty() && id.bytes().all(|digit| digit.is_ascii_digit());
    is_id.then(|| (Student { id: id.to_string(), name: name.to_string() }, rest))
}

/// All files below a folder, links as links.
fn files_below(folder: &Path) -> Result<Vec<Found>> {
    let mut files = Vec::new();
    let mut waiting = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, folder)) = waiting.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
            .with_context(|| format!("cannot list {}", folder.display()))?;
        entries.sort();
        for path in entries {
            let name = format!("{prefix}{}", file_name(&path));
            if path.is_dir() && !path.is_symlink() {
                waiting.push((format!("{name}/"), path));
            } else {
                files.push(Found::on_disk(name, path));
            }
        }
    }
    Ok(files)
}

fn first_folder(name: &str) -> &str {
    name.split('/').next().unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The name without `.zip` or the like.
fn stem(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_string(),
        _ => name.to_string(),
    }
}
