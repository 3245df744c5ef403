//! Makes a student's text harmless: for HTML, for a spreadsheet, for a terminal, as a file's name.

/// A spreadsheet runs a cell that begins with one of these as a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text for a place in HTML, also within an attribute's quotes.
pub fn html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            _ => safe.push(letter),
        }
    }
    safe
}

/// The text for a cell: an apostrophe before it keeps a formula from running.
pub fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['\t', '\r']) || text.trim_start().starts_with(FORMULA);
    if is_formula { format!("'{text}") } else { text.to_string() }
}

/// The text on one line, without codes that a terminal obeys and without marks that turn the
/// direction of writing.
pub fn one_line(text: &str) -> String {
    let is_plain = |letter: char| !letter.is_control() && !turns(letter);
    text.chars().map(|letter| if is_plain(letter) { letter } else { ' ' }).collect()
}

/// A name for a file or folder on every system. Moodle splits it at each `_`, so it has none.
pub fn file_name(text: &str) -> String {
    let is_fine = |letter: char| letter.is_alphanumeric() || "-()'".contains(letter);
    let letters = text.chars().map(|letter| if is_fine(letter) { letter } else { ' ' });
    let words: String = letters.collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(80).collect();
    if name.is_empty() { "student".to_string() } else { name }
}

/// Unicode's marks for the direction of writing.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
