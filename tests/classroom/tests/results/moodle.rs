//! What Moodle does with the uploaded files, written from its source: `lib/csvlib.class.php`,
//! `mod/assign/feedback/offline/importgradeslib.php` and `locallib.php` beside it, and
//! `mod/assign/feedback/file/importziplib.php`.

use std::collections::BTreeMap;

/// How a worksheet is imported: in English, with commas, in UTF-8.
pub struct Moodle {
    /// The assignment's maximum grade.
    pub most: f64,
    /// The numbers of the students whose grade is locked.
    pub locked: Vec<String>,
}

#[derive(Debug, Default, PartialEq)]
pub struct Imported {
    pub grades: BTreeMap<String, f64>,
    /// HTML.
    pub comments: BTreeMap<String, String>,
    /// Skipped without a word: too high, or locked.
    pub skipped: Vec<String>,
}

impl Moodle {
    pub fn import(&self, file: &[u8]) -> Result<Imported, &'static str> {
        let text = String::from_utf8(file.to_vec()).map_err(|_| "not UTF-8")?;
        let rows = rows_as_php_reads_them(text.trim_start_matches('\u{feff}'));
        let headings = rows.first().ok_or("csvemptyfile")?;
        if rows.iter().any(|row| row.len() != headings.len()) {
            return Err("csvweirdcolumns");
        }
        let column = |name| headings.iter().position(|heading| heading == name);
        let (Some(id), Some(grade), Some(_)) =
            (column("Identifier"), column("Grade"), column("Last modified (grade)"))
        else {
            return Err("invalidgradeimport");
        };
        let mut imported = Imported::default();
        for row in &rows[1..] {
            let student = row[id].strip_prefix("Participant ").ok_or("no participant")?;
            if let Some(comments) = column("Feedback comments").filter(|it| !row[*it].is_empty()) {
                imported.comments.insert(student.to_string(), row[comments].clone());
            }
            if row[grade].is_empty() {
                continue;
            }
            let value: f64 = row[grade].replace(',', ".").parse().map_err(|_| "not a number")?;
            if self.locked.iter().any(|it| it == student) || !(0.0..=self.most).contains(&value) {
                imported.skipped.push(student.to_string());
            } else {
                imported.grades.insert(student.to_string(), value);
            }
        }
        Ok(imported)
    }
}

/// `fgetcsv` with a comma, `"` and the escape character `\`: after a backslash a quotation mark
/// does not end the cell. Lines that are empty do not count.
fn rows_as_php_reads_them(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut letters = text.trim().chars().peekable();
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if is_quoted => {
                cell.push(letter);
                cell.extend(letters.next());
            }
            '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    row.push(cell);
    rows.push(row);
    rows.retain(|row| row.len() > 1 || !row[0].is_empty());
    rows
}

/// The student's number and the file's name, if Moodle takes this path in a zip with feedback.
pub fn feedback_file(path: &str) -> Option<(u64, String)> {
    let parts: Vec<&str> = path.split('/').collect();
    if parts.last()?.starts_with(['.', '~']) {
        return None;
    }
    let at = parts.iter().position(|part| {
        let info: Vec<&str> = part.splitn(5, '_').collect();
        info.len() >= 4
            && info[1].parse::<u64>().is_ok()
            && info[2..4] == ["assignfeedback", "file"]
    })?;
    let id = parts[at].split('_').nth(1)?.parse().ok()?;
    Some((id, parts[at + 1..].join("/")))
}
