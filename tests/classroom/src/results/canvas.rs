//! `canvas.csv`: grades to import into the gradebook of Canvas. The format is that of
//! `lib/gradebook_importer.rb` in Canvas: it finds a student by the number in the column `ID`.

use anyhow::Result;
use csv::Writer;

use super::escape::cell;
use crate::outcome::Outcome;

/// The name of the assignment. A teacher replaces it by the one in Canvas.
const ASSIGNMENT: &str = "Chat room";

/// The gradebook, or `None` if no file has the name that Canvas gives it. Extra credit is in the
/// score: Canvas takes more than the points possible.
pub fn csv(outcomes: &[Outcome]) -> Result<Option<Vec<u8>>> {
    let handed_in = outcomes.iter().filter_map(|it| Some((it, canvas_id(&it.file)?)));
    let graded: Vec<_> = handed_in.filter(|(outcome, _)| outcome.has_grade()).collect();
    let Some((first, _)) = graded.first() else { return Ok(None) };
    let mut csv = Writer::from_writer(Vec::new());
    let possible = first.most_points().to_string();
    csv.write_record(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", ASSIGNMENT])?;
    csv.write_record(["    Points Possible", "", "", "", "", &possible])?;
    for (outcome, id) in graded {
        let score = (outcome.points() + outcome.extra()).to_string();
        csv.write_record([cell(&outcome.student.name).as_str(), id, "", "", "", &score])?;
    }
    Ok(Some(csv.into_inner()?))
}

/// `123` in `lovelaceada_123_4567_my-answers.zip` or `lovelaceada_LATE_123_4567_my-answers.zip`,
/// as Canvas names the files of "Download Submissions".
fn canvas_id(file: &str) -> Option<&str> {
    let mut parts = file.split('_').skip(1).peekable();
    parts.next_if_eq(&"LATE");
    let [user, submission] = [parts.next()?, parts.next()?];
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    (is_number(user) && is_number(submission) && parts.next().is_some()).then_some(user)
}
