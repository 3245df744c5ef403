//! The student's sheet, and what the student reads about it. No text here may give away an answer
//! that the student has not found.

use std::fmt::Write;

use crate::{
    key::{KEY, Room},
    wrap::{WIDTH, wrap},
};

/// The letters of the rules at the top of the sheet.
pub const RULES: std::ops::RangeInclusive<char> = 'A'..='H';

/// What a student has written after `answer:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Open,
    Right,
    Breaks(char),
    Unclear(String),
}

/// The answers, one for each room.
///
/// # Errors
/// A sentence about a line that is missing.
pub fn answers(sheet: &str) -> Result<Vec<Answer>, String> {
    let mut answers = vec![None; KEY.len()];
    let mut room = None;
    for line in sheet.lines() {
        if let Some(rest) = line.strip_prefix("ROOM ") {
            let number = rest.split_whitespace().next().unwrap_or_default();
            room = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        } else if let Some(answer) = line.trim_start().strip_prefix("answer:")
            && let Some(place) = room.and_then(|room| answers.get_mut(room))
        {
            *place = Some(Answer::of(answer));
        }
    }
    let missing = answers.iter().position(Option::is_none);
    match missing {
        Some(room) => Err(format!(
            "quiz.txt has no line for room {0}. There must be a line that begins with ROOM {0}, and \
             below it one that begins with answer:",
            room + 1
        )),
        None => Ok(answers.into_iter().flatten().collect()),
    }
}

impl Answer {
    fn of(written: &str) -> Answer {
        let words = written.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<String> = words.map(str::to_uppercase).collect();
        let is_filler = |word: &str| ["", "WRONG", "RULE", "BREAKS"].contains(&word);
        let mut words = words.iter().map(String::as_str).filter(|word| !is_filler(word));
        let only = match (words.next(), words.next()) {
            (word, None) => word,
            _ => None,
        };
        let rule = only.and_then(|word| word.parse().ok()).filter(|rule| RULES.contains(rule));
        match (only, rule) {
            (None, _) if written.trim().is_empty() => Answer::Open,
            (Some("RIGHT"), _) => Answer::Right,
            (_, Some(rule)) => Answer::Breaks(rule),
            _ => Answer::Unclear(written.trim().to_string()),
        }
    }

    fn is_correct(&self, room: &Room) -> bool {
        *self == room.broken.map_or(Answer::Right, Answer::Breaks)
    }
}

/// What the student reads: a paragraph for each answer, and how many of them are correct.
pub fn report(answers: &[Answer]) -> String {
    let mut text = "\n".to_string();
    let (mut correct, mut open) = (0, 0);
    for (number, (answer, room)) in (1..).zip(answers.iter().zip(&KEY)) {
        let about = match answer {
            Answer::Open => {
                open += 1;
                continue;
            }
            answer if answer.is_correct(room) => {
                correct += 1;
                format!("correct. {}", room.why)
            }
            Answer::Right => format!("not yet: it breaks a rule. {}", room.look),
            Answer::Breaks(rule) => {
                format!("not yet: rule {rule} is not what is broken here. {}", room.look)
            }
            Answer::Unclear(written) => {
                format!("{written:?} is not an answer. Write right, or a letter from A to H.")
            }
        };
        let _ = writeln!(text, "{}", wrap(&format!("Room {number}: {about}"), WIDTH).join("\n"));
        text.push('\n');
    }
    let _ = writeln!(text, "{}", conclusion(correct, open));
    text
}

fn conclusion(correct: usize, open: usize) -> String {
    let all = KEY.len();
    match (correct, open) {
        (_, open) if open == all => {
            "No answers yet. Open quiz.txt in your editor, and write after each answer:".to_string()
        }
        (correct, _) if correct == all => {
            format!("All {all} are correct. You know the room: now write it, from 1 relay on.")
        }
        (_, 0) => format!("{correct} of {all} are correct. Look at the others again."),
        _ => format!("{correct} of {all} are correct. Without an answer: {open}."),
    }
}
