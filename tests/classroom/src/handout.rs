//! The handout: the zip that students get, with everything that a part needs and without its
//! solution. The grader starts from the same files.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::holes::{Part, root};

/// The folder that the zip unpacks to.
pub const TOP: &str = "chat-room";

/// A path of the checkout. A folder stands for everything in it.
type Paths = &'static [&'static str];

/// What a part's handout takes from the checkout, and what it leaves out of that. A new part is one
/// more row here.
const ROWS: [(&str, Paths, Paths); 2] = [
    (
        "messages",
        &[
            "README.md",
            "client/screenshot.png",
            "exercises/messages",
            "src",
            "tests/grade",
            "tests/support",
        ],
        &["src/room.rs", "src/bin"],
    ),
    ("threads", &["README.md", "client", "exercises/threads", "tests/grade", "tests/support"], &[]),
];

/// The files by their paths, with `/` on every system.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Writes the zip with the handout of a part, and returns how many files it has.
///
/// # Errors
/// There are changes that are not committed, and `anyway` is false; or it cannot be read or written.
pub fn write(part: &Part, out: &Path, anyway: bool) -> Result<usize> {
    let changed = changed(part)?;
    let files = match changed.as_slice() {
        [] => committed(part)?,
        _ if anyway => present(part)?,
        [first, others @ ..] => {
            let more = if others.is_empty() { "" } else { " and others" };
            bail!(
                "{first}{more}: not committed, so the students would get what nobody has a copy of. \
                 Commit it, or say --anyway"
            );
        }
    };
    if let Some((file, line)) = line_of_the_solution(part, &files) {
        bail!("{file} has a line of the solution: {line}");
    }
    let zip = File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    pack(&files, zip).with_context(|| format!("cannot write {}", out.display()))?;
    Ok(files.len())
}

/// The zip: the same bytes for the same files, whoever packs it, and wherever.
///
/// # Errors
/// It cannot be written.
pub fn pack(files: &Files, zip: File) -> Result<()> {
    let mut zip = ZipWriter::new(zip);
    // Every date is the first one that a zip can hold.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        zip.start_file(format!("{TOP}/{path}"), options)?;
        zip.write_all(bytes)?;
    }
    zip.finish()?.flush()?;
    Ok(())
}

/// Whether a file of the checkout belongs to the handout of a part.
fn belongs(part: &Part, path: &str) -> bool {
    let is_in = |folders: Paths| {
        folders.iter().any(|folder| {
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let (taken, left_out) = row(part);
    is_in(taken) && !is_in(left_out)
}

fn row(part: &Part) -> (Paths, Paths) {
    let row = ROWS.iter().find(|(name, ..)| *name == part.name);
    let (_, taken, left_out) = row.expect("each part has a row");
    (taken, left_out)
}

/// The handout's files that differ from HEAD, or are not known to git.
fn changed(part: &Part) -> Result<Vec<String>> {
    let status = git(&["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"])?;
    let paths = String::from_utf8_lossy(&status).into_owned();
    let paths = paths.split('\0').filter_map(|line| line.get(3..)).map(str::to_string);
    Ok(paths.filter(|path| belongs(part, path)).collect())
}

/// The files in HEAD. Git stores the same bytes on every system.
fn committed(part: &Part) -> Result<Files> {
    let tree = git(&["ls-tree", "-r", "-z", "--full-tree", "--name-only", "HEAD"])?;
    let tree = String::from_utf8_lossy(&tree).into_owned();
    let paths = tree.split('\0').filter(|path| belongs(part, path));
    paths.map(|path| Ok((path.to_string(), git(&["show", &format!("HEAD:{path}")])?))).collect()
}

/// The files as they are now on the disk.
///
/// # Errors
/// A file cannot be read.
pub fn present(part: &Part) -> Result<Files> {
    let (taken, _) = row(part);
    let mut files = Files::new();
    let mut waiting: Vec<String> = taken.iter().map(ToString::to_string).collect();
    while let Some(path) = waiting.pop() {
        let place = root().join(&path);
        let cannot = || format!("cannot read {}", place.display());
        if place.is_dir() {
            for entry in fs::read_dir(&place).with_context(cannot)? {
                let name = entry.with_context(cannot)?.file_name();
                // What cargo made for a student's own build is no part of it.
                if name != "target" {
                    waiting.push(format!("{path}/{}", name.to_string_lossy()));
                }
            }
        } else if belongs(part, &path) {
            files.insert(path.clone(), fs::read(&place).with_context(cannot)?);
        }
    }
    Ok(files)
}

/// A file of the handout with a line that belongs to the solution alone, and that line.
fn line_of_the_solution<'f>(part: &Part, files: &'f Files) -> Option<(&'f str, String)> {
    let answers = part.solution();
    files.iter().find_map(|(file, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        let found = answers.values().find(|answer| text.contains(answer.trim()))?;
        Some((file.as_str(), found.trim().lines().next().unwrap_or_default().to_string()))
    })
}

fn git(arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output()
        .context("cannot start git, which knows what is committed")?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        bail!("git {}: {}", arguments[0], why.trim());
    }
    Ok(output.stdout)
}
