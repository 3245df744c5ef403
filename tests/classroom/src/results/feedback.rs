//! `feedback.zip`: a text for each student, in the folders that Moodle takes back with "Upload
//! multiple feedback files in a zip". `mod/assign/feedback/file/importziplib.php` splits a folder's
//! name at each `_`: the name, the number, `assignfeedback`, `file`.

use std::{
    collections::BTreeSet,
    io::{Cursor, Write},
};

use anyhow::Result;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::escape::file_name;
use crate::outcome::Outcome;

/// Only who has a result is in it: Moodle sends each of them a message.
pub fn zip(outcomes: &[Outcome]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut taken = BTreeSet::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.state.has_result()) {
        let mut name = folder(outcome);
        for number in 2.. {
            // Some systems take `Kim` and `kim` for one folder.
            if taken.insert(name.to_lowercase()) {
                break;
            }
            name = format!("{} ({number})", folder(outcome));
        }
        zip.start_file(format!("{name}/feedback.txt"), SimpleFileOptions::default())?;
        zip.write_all(outcome.feedback.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn folder(outcome: &Outcome) -> String {
    let name = file_name(&outcome.student.name);
    match outcome.student.id.as_str() {
        "" => name,
        id => format!("{name}_{}_assignfeedback_file", file_name(id)),
    }
}
