//! Writes down what grading came to: files for the learning platform, a page for the teacher, and
//! a table for the terminal.
//!
//! In: the outcomes, and the grading worksheet if there is one. Out, in one folder: `grades.csv`,
//! `report.html`, `feedback.zip`, `worksheet.csv` for Moodle, and `canvas.csv` for Canvas. What a
//! student wrote goes into each of them only through `escape`, or through the report's template,
//! which escapes everything.

mod canvas;
mod escape;
mod feedback;
mod grades;
mod raw_csv;
mod report;
mod table;
pub mod worksheet;

use std::{fs, path::Path};

use anyhow::{Context, Result};

pub use table::table;

use crate::outcome::Outcome;
use worksheet::{Filled, Remark, Worksheet};

/// Writes all files into the folder `out`, in the order of the outcomes. The worksheet is Moodle's
/// file for this assignment, and `about` is the report's title.
///
/// Errors: a file cannot be written, or the worksheet cannot be used; then everything else is
/// written all the same.
pub fn write(
    out: &Path,
    outcomes: &[Outcome],
    worksheet: Option<&Path>,
    about: &str,
) -> Result<()> {
    fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    let filled = fill(outcomes, worksheet);
    let mut remarks = match &filled {
        Ok(Some(filled)) => filled.remarks.clone(),
        Ok(None) => Vec::new(),
        Err(error) => vec![Remark::new(format!("There is no worksheet.csv: {error:#}."))],
    };
    remarks.extend(of_an_earlier_run(out, outcomes, worksheet)?);
    save(out, "grades.csv", &grades::csv(outcomes)?)?;
    save(out, "feedback.zip", &feedback::zip(outcomes)?)?;
    save(out, "report.html", report::html(outcomes, &remarks, about)?.as_bytes())?;
    if let Some(canvas) = canvas::csv(outcomes)? {
        save(out, "canvas.csv", &canvas)?;
    }
    if let Some(filled) = filled? {
        save(out, "worksheet.csv", &filled.bytes)?;
    }
    Ok(())
}

/// Sentences for the teacher about the worksheet, such as who is not in it. They are in the report
/// too.
///
/// Errors: the worksheet cannot be used.
pub fn remarks(out: &Path, outcomes: &[Outcome], worksheet: Option<&Path>) -> Result<Vec<Remark>> {
    let mut remarks = fill(outcomes, worksheet)?.map(|filled| filled.remarks).unwrap_or_default();
    remarks.extend(of_an_earlier_run(out, outcomes, worksheet)?);
    Ok(remarks)
}

/// A file that this run did not write lies beside its results. It is not removed: a teacher may have
/// put it there.
fn of_an_earlier_run(
    out: &Path,
    outcomes: &[Outcome],
    worksheet: Option<&Path>,
) -> Result<Vec<Remark>> {
    let is_written =
        [("worksheet.csv", worksheet.is_some()), ("canvas.csv", canvas::csv(outcomes)?.is_some())];
    let old = is_written.iter().filter(|(name, is)| !is && out.join(name).exists());
    let remark = |(name, _): &(&str, bool)| {
        Remark::new(format!("{name} is not of this run: do not upload it."))
    };
    Ok(old.map(remark).collect())
}

fn fill(outcomes: &[Outcome], worksheet: Option<&Path>) -> Result<Option<Filled>> {
    worksheet.map(|path| Ok(Worksheet::read(path)?.fill(outcomes))).transpose()
}

/// Replaces a file at once: whoever stops the program finds the old one or the new one.
fn save(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let (path, unfinished) = (folder.join(name), folder.join(format!("{name}.part")));
    fs::write(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, &path))
        .with_context(|| format!("cannot write {}: is it open elsewhere?", path.display()))
}
