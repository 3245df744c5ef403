//! The kind of a mistake: its words without names and texts. In every run the people have other
//! names, so only without them do two students' mistakes have the same words.

use super::cast;

/// What stands for a name or a text.
const DATA: &str = "…";

/// A summary without the people of a cast, without what is in quotes, and without the names that a
/// list lacks or has too many. The mistake in a page may be that only half of a name is shown, so
/// these are found by the words around them.
pub fn kind(summary: &str) -> String {
    without_names(&without_quoted(&without_listed(summary)))
}

/// The text without the people of a cast.
pub fn without_names(text: &str) -> String {
    let mut kind = String::new();
    for word in text.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        let name = word.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        match cast::is_plain(name) {
            true => kind += &word.replacen(name, DATA, 1),
            false => kind += word,
        }
    }
    // One name or several: `…, … and …`.
    for list in ["…, …", "… and …"] {
        while kind.contains(list) {
            kind = kind.replace(list, DATA);
        }
    }
    kind
}

/// `active_users lacks …; active_users has … too many`
fn without_listed(text: &str) -> String {
    const TOO_MANY: &str = " too many";
    let begin = |word: &str| text.find(word).map(|place| place + word.len());
    let lacks = begin(" lacks ");
    let Some(first) = lacks.or(begin(" has one ")).or(begin("it has ")) else {
        return text.to_string();
    };
    let before = &text[..first];
    match (lacks, text.rfind(TOO_MANY).filter(|place| *place >= first)) {
        (Some(_), Some(_)) => format!("{before}{DATA}, and has {DATA}{TOO_MANY}"),
        (None, Some(place)) => format!("{before}{DATA}{}", &text[place..]),
        (Some(_), None) => format!("{before}{DATA}"),
        (None, None) => text.to_string(),
    }
}

/// Quotes stay, and what is inside goes. A backslash before a quote makes it a part of the text.
fn without_quoted(text: &str) -> String {
    let mut kept = String::new();
    let mut letters = text.chars();
    let mut is_inside = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_inside => kept.push(letter),
            '"' => kept += &format!("{letter}{DATA}"),
            '\\' if is_inside => _ = letters.next(),
            _ if !is_inside => kept.push(letter),
            _ => {}
        }
        if letter == '"' {
            is_inside = !is_inside;
        }
    }
    kept
}
