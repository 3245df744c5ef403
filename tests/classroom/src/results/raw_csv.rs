//! A CSV file that stays as it is, byte for byte, except for the cells that are replaced.
//!
//! In: a file in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs. Out: the same
//! encoding, delimiter, quotes and line ends. (The crate `csv` reads values, and forgets how they
//! were written.)

use anyhow::{Result, bail};
use encoding_rs::WINDOWS_1252;

pub struct RawCsv {
    encoding: Encoding,
    delimiter: char,
    rows: Vec<Row>,
}

struct Row {
    /// As written, with their quotes.
    cells: Vec<String>,
    /// `\n`, `\r\n`, `\r`, or nothing at the end of the file.
    line_end: String,
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8 {
        has_mark: bool,
    },
    Utf16 {
        is_big_endian: bool,
    },
    /// What Excel writes in Western Europe.
    Windows1252,
}

/// The byte order mark. Encoded, it is also the mark of UTF-8.
const MARK: char = '\u{feff}';

impl RawCsv {
    /// Errors: UTF-16 that is broken, or a quote that never ends.
    pub fn read(bytes: &[u8]) -> Result<RawCsv> {
        let (encoding, text) = decode(bytes)?;
        let delimiter = delimiter_of(&text);
        let mut rows = Vec::new();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (row, after) = split_row(rest, delimiter)?;
            rows.push(row);
            rest = after;
        }
        Ok(RawCsv { encoding, delimiter, rows })
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The value of a cell, without its quotes; empty if the row is shorter.
    pub fn cell(&self, row: usize, column: usize) -> String {
        let raw = self.rows.get(row).and_then(|row| row.cells.get(column));
        let raw = raw.map_or("", String::as_str);
        match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
            Some(quoted) => quoted.replace("\"\"", "\""),
            None => raw.to_string(),
        }
    }

    /// The values in the first row.
    pub fn headings(&self) -> Vec<String> {
        let count = self.rows.first().map_or(0, |row| row.cells.len());
        (0..count).map(|column| self.cell(0, column)).collect()
    }

    /// Replaces a cell. A row that is too short stays as it is.
    pub fn set(&mut self, row: usize, column: usize, value: &str) {
        // Only a number needs no quotes. A letter that the encoding lacks would bring a semicolon.
        let is_plain = |letter: char| letter.is_ascii_digit() || ['.', ','].contains(&letter);
        let needs_quotes = !value.chars().all(is_plain) || value.contains(self.delimiter);
        if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.cells.get_mut(column)) {
            *cell = match needs_quotes {
                true => format!("\"{}\"", value.replace('"', "\"\"")),
                false => value.to_string(),
            };
        }
    }

    /// The whole file in its own encoding. In Windows-1252 a letter that it lacks becomes `&#…;`.
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = String::new();
        for row in &self.rows {
            text += &row.cells.join(&self.delimiter.to_string());
            text += &row.line_end;
        }
        let marked = || format!("{MARK}{text}");
        match self.encoding {
            Encoding::Utf8 { has_mark: false } => text.into_bytes(),
            Encoding::Utf8 { has_mark: true } => marked().into_bytes(),
            Encoding::Utf16 { is_big_endian: true } => {
                marked().encode_utf16().flat_map(u16::to_be_bytes).collect()
            }
            Encoding::Utf16 { is_big_endian: false } => {
                marked().encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            Encoding::Windows1252 => WINDOWS_1252.encode(&text).0.into_owned(),
        }
    }
}

fn decode(bytes: &[u8]) -> Result<(Encoding, String)> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf")
        && let Ok(text) = str::from_utf8(rest)
    {
        return Ok((Encoding::Utf8 { has_mark: true }, text.to_string()));
    }
    for (mark, is_big_endian) in [(b"\xff\xfe", false), (b"\xfe\xff", true)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return Ok((Encoding::Utf16 { is_big_endian }, utf16(rest, is_big_endian)?));
        }
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok((Encoding::Utf8 { has_mark: false }, text.to_string())),
        Err(_) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            Ok((Encoding::Windows1252, text.into_owned()))
        }
    }
}

fn utf16(bytes: &[u8], is_big_endian: bool) -> Result<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else {
        bail!("it is UTF-16, but it ends in the middle of a letter");
    };
    let unit = |pair: &[u8; 2]| match is_big_endian {
        true => u16::from_be_bytes(*pair),
        false => u16::from_le_bytes(*pair),
    };
    let units: Vec<u16> = pairs.iter().map(unit).collect();
    Ok(String::from_utf16(&units)?)
}

/// The delimiter that is most frequent in the first line.
fn delimiter_of(text: &str) -> char {
    let line = text.lines().next().unwrap_or_default();
    let unquoted: String = line.split('"').step_by(2).collect();
    // `max_by_key` takes the last one of equals: the comma.
    [';', '\t', ','].into_iter().max_by_key(|it| unquoted.matches(*it).count()).unwrap_or(',')
}

/// Takes the first row off a text. Delimiters and line ends within quotes belong to the cell.
fn split_row(text: &str, delimiter: char) -> Result<(Row, &str)> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut is_quoted = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => is_quoted = !is_quoted, // "" within quotes: off and on again
            _ if is_quoted => {}
            '\n' | '\r' => {
                cells.push(text[start..at].to_string());
                let line_end = if text[at..].starts_with("\r\n") { "\r\n" } else { &text[at..=at] };
                let row = Row { cells, line_end: line_end.to_string() };
                return Ok((row, &text[at + line_end.len()..]));
            }
            _ if letter == delimiter => {
                cells.push(text[start..at].to_string());
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    if is_quoted {
        bail!("a quotation mark is missing in it");
    }
    cells.push(text[start..].to_string());
    Ok((Row { cells, line_end: String::new() }, ""))
}
