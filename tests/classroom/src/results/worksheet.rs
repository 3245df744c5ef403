//! Moodle's grading worksheet: which columns it has, and what is filled in.
//!
//! In: the file from "Download grading worksheet", and the outcomes. Out: the same file with the
//! columns for the grade and the feedback comments filled, to be uploaded again. Moodle's side is
//! `mod/assign/gradingtable.php` (it writes the columns) and
//! `mod/assign/feedback/offline/importgradeslib.php` (it reads them).

use std::{fmt, fs, path::Path};

use anyhow::{Context, Result, bail};

use super::{escape::html, raw_csv::RawCsv};
use crate::outcome::{Outcome, Student};

pub struct Worksheet {
    csv: RawCsv,
    columns: Columns,
    /// As written in the column for the maximum, such as `7,00`.
    maximum: String,
}

#[derive(Debug)]
struct Columns {
    /// `Participant 123456`.
    identifier: usize,
    /// `None` if the students are anonymous.
    name: Option<usize>,
    grade: usize,
    /// Right of the grade.
    maximum: usize,
    /// `None` if the assignment takes no feedback comments.
    feedback: Option<usize>,
}

/// A student in the worksheet.
pub struct Listed {
    pub student: Student,
    /// Moodle's word in its own language, such as `Draft (not submitted)`; may be empty.
    pub status: String,
}

/// A sentence for the teacher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub text: String,
    /// About whom: the places in the outcomes, and the names.
    pub who: Vec<(usize, String)>,
}

impl Remark {
    pub fn new(text: impl Into<String>) -> Remark {
        Remark { text: text.into(), who: Vec::new() }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let names: Vec<&str> = self.who.iter().map(|(_, name)| name.as_str()).collect();
        match names.as_slice() {
            [] => write!(f, "{}", self.text),
            names => write!(f, "{}: {}.", self.text, names.join(", ")),
        }
    }
}

/// A worksheet with grades, and what the teacher should know about it.
pub struct Filled {
    pub bytes: Vec<u8>,
    pub remarks: Vec<Remark>,
}

/// Excel keeps 32,767 characters of a cell, and cuts off the rest.
const LONGEST_COMMENT: usize = 32_000;

impl Worksheet {
    /// Errors: the file cannot be read, or is no worksheet that takes points.
    pub fn read(path: &Path) -> Result<Worksheet> {
        let name = path.display();
        let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
        Worksheet::parse(&bytes).with_context(|| format!("cannot use {name} as a worksheet"))
    }

    fn parse(bytes: &[u8]) -> Result<Worksheet> {
        let csv = RawCsv::read(bytes)?;
        let columns = Columns::find(&csv)?;
        let rows = 1..csv.rows();
        let mut maximums = rows.map(|row| csv.cell(row, columns.maximum));
        let maximum = maximums.find(|cell| !cell.is_empty()).context("it lists no students")?;
        Ok(Worksheet { csv, columns, maximum })
    }

    /// Everyone whom the worksheet lists, in its order.
    pub fn students(&self) -> Vec<Listed> {
        let rows = (1..self.csv.rows()).filter(|row| !self.id(*row).is_empty());
        let student = |row| {
            let name = self.csv.cell(row, self.columns.name.unwrap_or(self.columns.identifier));
            Listed { student: Student { id: self.id(row), name }, status: self.status(row) }
        };
        rows.map(student).collect()
    }

    /// The status is left of the grade, such as `No submission - `.
    fn status(&self, row: usize) -> String {
        let is_there = self.columns.name.is_some();
        let status = is_there.then(|| self.csv.cell(row, self.columns.grade - 1));
        status.unwrap_or_default().trim_matches([' ', '-']).to_string()
    }

    fn id(&self, row: usize) -> String {
        number_at_the_end(&self.csv.cell(row, self.columns.identifier)).to_string()
    }

    /// Whether Moodle would skip a grade for this row: "Grade can be changed" says no.
    fn is_locked(&self, row: usize) -> bool {
        // With a marking workflow its state comes between.
        let beside = [self.columns.maximum + 1, self.columns.maximum + 2];
        beside.iter().any(|column| is_one_of(NO, &self.csv.cell(row, *column)))
    }

    /// Fills in everyone who has a grade, or feedback without one. All other rows stay as they are.
    pub fn fill(mut self, outcomes: &[Outcome]) -> Filled {
        let most = number(&self.maximum).unwrap_or_default();
        let mut notes = Notes::default();
        let all = outcomes.iter().enumerate();
        for (place, outcome) in all.filter(|(_, outcome)| outcome.state.has_result()) {
            let name = (place, outcome.student.name.clone());
            let same = |other: &&Outcome| other.student.id == outcome.student.id;
            let is_only_one = outcomes.iter().filter(same).count() == 1;
            let row = (1..self.csv.rows()).find(|row| self.id(*row) == outcome.student.id);
            match row.filter(|_| !outcome.student.id.is_empty()) {
                None => notes.missing.push(name),
                Some(_) if !is_only_one => notes.twice.push(name),
                Some(row) if self.is_locked(row) => notes.locked.push(name),
                Some(row) => {
                    let points = outcome.points() + outcome.extra();
                    if outcome.has_grade() {
                        self.csv.set(row, self.columns.grade, &self.grade(points, most));
                        if f64::from(points) > most {
                            notes.cut.push(name);
                        } else if points == 0 {
                            notes.zero.push(name);
                        }
                    }
                    if let Some(column) = self.columns.feedback
                        && !outcome.feedback.is_empty()
                    {
                        self.csv.set(row, column, &comment(&outcome.feedback));
                    }
                }
            }
        }
        let graded = outcomes.iter().find(|outcome| outcome.has_grade());
        let points = graded.map(|outcome| (outcome.most_points(), outcome.most_extra()));
        let has_comments = self.columns.feedback.is_some();
        let remarks = notes.sentences(&self.maximum, points, has_comments);
        Filled { bytes: self.csv.bytes(), remarks }
    }

    /// Points and extra credit together, at most the maximum: Moodle skips more without a word.
    /// The decimals are those of the maximum.
    fn grade(&self, points: u32, most: f64) -> String {
        if f64::from(points) > most {
            return self.maximum.clone();
        }
        match self.maximum.find([',', '.']) {
            Some(at) => {
                let zeros = "0".repeat(self.maximum.len() - at - 1);
                format!("{points}{}{zeros}", &self.maximum[at..=at])
            }
            None => points.to_string(),
        }
    }
}

impl Columns {
    /// Finds the columns in any language: Moodle writes them in one order, and the words are only
    /// the first guess.
    fn find(csv: &RawCsv) -> Result<Columns> {
        let headings = csv.headings();
        let Some(identifier) = (0..headings.len()).find(|column| is_identifier(csv, *column))
        else {
            bail!("no column has Moodle's identifiers, such as Participant 123456");
        };
        let after = identifier + 1..headings.len();
        let is_named = |words, column: usize| is_one_of(words, &headings[column]);
        let has_maximum = |column: &usize| is_before_a_maximum(csv, *column);
        let by_word = after.clone().filter(has_maximum).find(|column| is_named(GRADE, *column));
        // Of several the last one: what comes before the grade is the student's own data.
        let Some(grade) = by_word.or_else(|| after.rev().find(has_maximum)) else {
            bail!(
                "no column for the grade has a maximum grade beside it. In Moodle, the assignment's \
                 grade must be points, not a scale and not none"
            );
        };
        let feedback = (grade + 2..headings.len()).find(|column| is_named(FEEDBACK, *column));
        Ok(Columns {
            identifier,
            // Between them Moodle writes the name, and at least a status.
            name: (grade >= identifier + 3).then_some(identifier + 1),
            grade,
            maximum: grade + 1,
            feedback: feedback.or_else(|| after_the_last_date(&headings, grade)),
        })
    }
}

/// Whether all cells are one word and a number, such as `Teilnehmer/in123456`.
fn is_identifier(csv: &RawCsv, column: usize) -> bool {
    let cells: Vec<String> = (1..csv.rows()).map(|row| csv.cell(row, column)).collect();
    let mut filled = cells.iter().filter(|cell| !cell.is_empty()).peekable();
    let Some(first) = filled.peek() else { return false };
    let word = first.strip_suffix(number_at_the_end(first)).unwrap_or_default();
    let has_word = |cell: &String| cell.strip_suffix(number_at_the_end(cell)) == Some(word);
    !word.trim().is_empty()
        && filled.all(|cell| !number_at_the_end(cell).is_empty() && has_word(cell))
}

/// Whether the next column has the same number in each row, and this one has no larger number and
/// no text.
fn is_before_a_maximum(csv: &RawCsv, column: usize) -> bool {
    let students = || (1..csv.rows()).filter(|row| !csv.cell(*row, column + 1).is_empty());
    let maximums: Vec<String> = students().map(|row| csv.cell(row, column + 1)).collect();
    let Some(most) = maximums.first().and_then(|cell| number(cell)) else { return false };
    let fits = |cell: String| cell.is_empty() || number(&cell).is_some_and(|grade| grade <= most);
    most > 0.0
        && maximums.iter().all(|cell| *cell == maximums[0])
        && students().all(|row| fits(csv.cell(row, column)))
}

/// The column after "Last modified (grade)". In nearly every language that heading is the last one
/// that ends with a parenthesis.
fn after_the_last_date(headings: &[String], grade: usize) -> Option<usize> {
    let is_date = |column: &usize| headings[*column].trim_end().ends_with([')', '）']);
    let date = (grade + 2..headings.len()).rev().find(is_date)?;
    // With more columns behind it, one of them may be something else.
    (headings.len() == date + 2).then_some(date + 1)
}

fn number(cell: &str) -> Option<f64> {
    let number: Option<f64> = cell.trim().replace(',', ".").parse().ok();
    number.filter(|number| number.is_finite())
}

fn number_at_the_end(cell: &str) -> &str {
    let cell = cell.trim_end();
    &cell[cell.trim_end_matches(|letter: char| letter.is_ascii_digit()).len()..]
}

/// Moodle takes a comment for HTML, so a student's `<script>` must arrive as text. Nothing in it
/// has a quotation mark or a backslash: PHP reads a backslash before a quotation mark differently
/// from everyone else.
fn comment(feedback: &str) -> String {
    const BEGIN: &str = "<pre>";
    const END: &str = "</pre>";
    const CUT: &str = "… (the whole text is in feedback.txt)";
    let mut comment = BEGIN.to_string();
    for line in feedback.trim_end().lines() {
        let line = html(line).replace('\\', "&#92;");
        if comment.len() + line.len() > LONGEST_COMMENT {
            comment += CUT;
            break;
        }
        comment += &line;
        comment += "<br>"; // not a line end: each student stays on one line
    }
    if comment == BEGIN { String::new() } else { comment + END }
}

/// Names of students for whom something is to be said.
#[derive(Default)]
struct Notes {
    missing: Vec<(usize, String)>,
    twice: Vec<(usize, String)>,
    locked: Vec<(usize, String)>,
    cut: Vec<(usize, String)>,
    zero: Vec<(usize, String)>,
}

impl Notes {
    fn sentences(
        self,
        maximum: &str,
        points: Option<(u32, u32)>,
        has_comments: bool,
    ) -> Vec<Remark> {
        let mut sentences = Vec::new();
        if let Some((points, extra)) = points
            && let Some(most) = number(maximum)
            && !(f64::from(points)..=f64::from(points + extra)).contains(&most)
        {
            sentences.push(Remark::new(format!(
                "The worksheet's maximum grade is {maximum}, but this part has {points} points and \
                 {extra} of extra credit. Set the maximum to {points} in Moodle, then extra credit \
                 makes up for a lost point; or to {}, then it counts beyond full marks. Download \
                 the worksheet again, and repeat this command.",
                points + extra
            )));
        }
        let mut say = |who: Vec<(usize, String)>, what: &str| {
            if !who.is_empty() {
                sentences.push(Remark { text: what.to_string(), who });
            }
        };
        let cut = format!(
            "Moodle skips a grade above {maximum}, so in the worksheet their extra credit is cut off \
             there"
        );
        say(self.cut, &cut);
        say(self.zero, "The newest versions of Moodle do not import a 0. Check these in Moodle");
        say(self.locked, "Their grade is locked in Moodle, so the worksheet leaves them out");
        say(self.twice, "They handed in more than once, so the worksheet leaves them out");
        say(self.missing, "The worksheet does not list these");
        if !has_comments {
            sentences.push(Remark::new(
                "The worksheet has no column for feedback comments. Switch them on in the \
                 assignment, or upload feedback.zip.",
            ));
        }
        sentences
    }
}

/// Moodle's headings for the grade: `grade` and `gradenoun` in its language packs.
const GRADE: &str = "Grade|Avaliação|Bewertung|Beoordeling|Betyg|Calificación|Cijfer|\
    Cualificación|Kalifikazioa|Nota|Notă|Not|Note|Qualificació|Valutazione|Įvertinimas|Βαθμός|\
    Оценка|Оцінка|الدرجة|درجہ|گریڈ|評点|評定|得分|成績|成绩|성적";

/// Its headings for feedback comments: `pluginname` of `assignfeedback_comments`.
const FEEDBACK: &str = "Feedback comments|Comentarios|Comentarios de retroalimentación|\
    Comentários de feedback|Comentarii de feedback|Comentaris de retroacció.|Commenti|\
    Feedback als Kommentar|Feedback par commentaires|Feedback tekstvak|Feedback-iruzkinak|\
    Geri bildirim yorumları|Grįžtamojo ryšio komentarai|Återkopplingskommentarer|\
    Σχόλια ανατροφοδότησης|Отзыв в виде комментария|Відгук - коментарем|تعليقات الإفادة|\
    フィードバックコメント|反馈意见|피드백 코멘트";

/// Its words for no.
const NO: &str = "No|Ez|Hayır|Ne|Nee|Nej|Nein|Non|Nu|Não|Όχι|Нет|Ні|لا|否|아니오|いいえ";

fn is_one_of(words: &str, word: &str) -> bool {
    words.split('|').any(|known| known == word)
}
