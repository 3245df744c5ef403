//! The usual mistakes with lists and texts, each with the result that it would give.
//!
//! A wrong guess costs a student more time than no guess. So a grader names a mistake only if it
//! explains everything that came, and if no other one does. Everything: a grader that goes on after
//! the first wrong list learns more, because two mistakes that give the same list once seldom do so
//! twice.

/// A list of names after one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub change: Change,
    pub expected: Vec<String>,
    pub came: Vec<String>,
}

/// The change that the message brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Joined(String),
    Left(String),
}

/// A mistake that explains the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing is ever there.
    Nothing,
    /// Each list is the right one of the change before.
    OneBehind,
    /// The first list stays forever.
    FirstForever,
    /// Only a login changes the list.
    OnlyAtLogins,
    /// Only a goodbye changes the list.
    OnlyAtGoodbyes,
    /// The list changes only if it gets longer or shorter.
    OnlyIfCountChanges,
    /// Each list comes after the old ones.
    Appended,
    /// Each list comes before the old ones.
    Prepended,
    /// Of the old list, only the first name is removed.
    FirstRemoved,
    /// Of the old list, every other name is removed.
    EveryOtherRemoved,
    /// Everyone who was ever there, once each.
    EveryoneEver,
    /// Only whoever joined is added, and whoever left is removed or is not.
    OnlyTheChange,
    Sorted,
    Reversed,
    WithoutFirst,
    WithoutLast,
    OnlyFirst,
    OnlyLast,
    /// Only the name that joined or left.
    OnlyTheNameOfTheChange,
    WithoutUs,
    UsAsYou,
    Doubled,
    OnceEach,
    /// One name too many at the end: empty, or `undefined`.
    OneTooMany,
    /// The places in the list and not the names.
    Places,
    /// Each item has all the names.
    AllInEach,
    /// One item has all the names.
    AllInOne,

    /// These mistakes are in a text, or in each name of a list.
    LowerCase,
    UpperCase,
    Trimmed,
    /// Several spaces became one.
    SpacesJoined,
    Quoted,
    TakenForHtml,
    /// Only some of HTML's special characters were escaped, or only the first of each.
    EscapedInPart,
    /// `&lt;` instead of `<`.
    Escaped,
    TagsRemoved,
    CutOff,
    OnlyAscii,
    /// Always `undefined`: JavaScript has no such key.
    Undefined,
}

/// The only mistake that explains all these lists. `us` is the own name of the page, if it has one.
pub fn in_lists(looks: &[Look], us: Option<&str>) -> Option<Mistake> {
    let expected: Vec<_> = looks.iter().map(|look| look.expected.clone()).collect();
    let came: Vec<_> = looks.iter().map(|look| look.came.clone()).collect();
    let mut guesses = histories(looks);
    let whole = whole_lists(us).into_iter();
    guesses.extend(whole.map(|(mistake, list)| (mistake, expected.iter().map(&*list).collect())));
    let texts = texts().into_iter();
    guesses.extend(texts.map(|(mistake, text)| {
        let list = |list: &Vec<String>| list.iter().map(|name| text(name)).collect();
        (mistake, expected.iter().map(list).collect())
    }));
    let changes = |look: &Look| vec![look.change.name().to_string()];
    guesses.push((Mistake::OnlyTheNameOfTheChange, looks.iter().map(changes).collect()));
    the_only_one(guesses, &expected, &came)
}

/// The only mistake that explains all these texts, each with what came instead.
pub fn in_texts(pairs: &[(&str, &str)]) -> Option<Mistake> {
    let expected: Vec<String> = pairs.iter().map(|(expected, _)| expected.to_string()).collect();
    let came: Vec<String> = pairs.iter().map(|(_, came)| came.to_string()).collect();
    let mut guesses = vec![(Mistake::Nothing, vec![String::new(); expected.len()])];
    guesses.extend(texts().into_iter().map(|(mistake, text)| {
        (mistake, expected.iter().map(|expected| text(expected)).collect())
    }));
    let before = std::iter::once(String::new()).chain(expected.iter().cloned());
    guesses.push((Mistake::OneBehind, before.take(expected.len()).collect()));
    let first = expected.first().cloned().unwrap_or_default();
    guesses.push((Mistake::FirstForever, vec![first; expected.len()]));
    the_only_one(guesses, &expected, &came)
}

/// A guess that is right where the answer is right explains nothing.
fn the_only_one<T: PartialEq>(
    guesses: Vec<(Mistake, T)>,
    expected: &T,
    came: &T,
) -> Option<Mistake> {
    let fits = guesses.into_iter().filter(|(_, guess)| guess == came && guess != expected);
    let mistakes: Vec<Mistake> = fits.map(|(mistake, _)| mistake).collect();
    let first = *mistakes.first()?;
    mistakes.iter().all(|other| *other == first).then_some(first)
}

impl Mistake {
    /// A sentence about it that fits everywhere. It does not say how to mend it.
    pub fn says(self) -> &'static str {
        match self {
            Mistake::Nothing => "nothing is there, whatever the message says",
            Mistake::OneBehind => "each list is one change behind: it is the list from before",
            Mistake::FirstForever => "the first one stays, whatever comes later",
            Mistake::OnlyAtLogins => "a login changes the list, but a disconnect does not",
            Mistake::OnlyAtGoodbyes => "a disconnect changes the list, but a login does not",
            Mistake::OnlyIfCountChanges => {
                "the list only changes when it gets longer or shorter, so a new name in an old \
                 place is lost"
            }
            Mistake::Appended => "the new list comes after the old one, which is still there",
            Mistake::Prepended => "the new list comes before the old one, which is still there",
            Mistake::FirstRemoved => "of the old list, only the first name was removed",
            Mistake::EveryOtherRemoved => {
                "every other name of the old list was removed: a loop that removes what it goes \
                 through skips the next one each time"
            }
            Mistake::EveryoneEver => "this is everyone who was ever there, once each",
            Mistake::OnlyTheChange => {
                "only the one who joined or left is handled: the list in the message says more"
            }
            Mistake::Sorted => "the names are sorted. They should be in the order of login",
            Mistake::Reversed => "the names are in reverse order",
            Mistake::WithoutFirst => "the first name is always missing",
            Mistake::WithoutLast => "the last name is always missing",
            Mistake::OnlyFirst => "only the first name is there",
            Mistake::OnlyLast => "only the last name is there",
            Mistake::OnlyTheNameOfTheChange => "only the one who joined or left is there",
            Mistake::WithoutUs => "our own name is left out: everyone is on the list, we are too",
            Mistake::UsAsYou => "our own name is replaced on the list",
            Mistake::Doubled => "every name is there twice",
            Mistake::OnceEach => {
                "each name is there once. Two people may have the same name, and each of them is \
                 on the list"
            }
            Mistake::OneTooMany => "there is one too many at the end: the loop runs once too often",
            Mistake::Places => "these are places in the list (0, 1, 2), not the names",
            Mistake::AllInEach => "each item has all the names: in the loop, use one of them",
            Mistake::AllInOne => "all names are in one item: each name needs an item of its own",
            Mistake::LowerCase => "capitals became small letters",
            Mistake::UpperCase => "small letters became capitals",
            Mistake::Trimmed => "the spaces at the beginning or at the end are gone",
            Mistake::SpacesJoined => "several spaces in a row became one",
            Mistake::Quoted => {
                "there are quotes around the text that do not belong to it: this is the text as \
                 JSON or as {:?} would show it"
            }
            Mistake::TakenForHtml => "the text was taken for HTML",
            Mistake::EscapedInPart => {
                "the text was taken for HTML, although some of its special characters were escaped"
            }
            Mistake::Escaped => {
                "special characters were replaced, such as < by &lt;, and now the replacement is \
                 shown"
            }
            Mistake::TagsRemoved => "whatever looks like a tag of HTML was removed",
            Mistake::CutOff => "a long text was cut off",
            Mistake::OnlyAscii => "letters beyond ASCII were lost",
            Mistake::Undefined => "undefined is shown: the message has no such key",
        }
    }
}

impl Change {
    pub fn name(&self) -> &str {
        match self {
            Change::Joined(name) | Change::Left(name) => name,
        }
    }

    fn is_login(&self) -> bool {
        matches!(self, Change::Joined(_))
    }
}

type Guess = (Mistake, Vec<Vec<String>>);

/// Mistakes in which a list depends on the ones before.
fn histories(looks: &[Look]) -> Vec<Guess> {
    let run = |next: &dyn Fn(&[String], &Look) -> Vec<String>| -> Vec<Vec<String>> {
        let mut list = Vec::new();
        let step = |look| {
            list = next(&list, look);
            list.clone()
        };
        looks.iter().map(step).collect()
    };
    let new_if = |is_new: &dyn Fn(&[String], &Look) -> bool| {
        run(&|old, look| if is_new(old, look) { look.expected.clone() } else { old.to_vec() })
    };
    let kept = |keep: &dyn Fn(usize) -> bool| {
        run(&|old, look| {
            let old = old.iter().enumerate().filter(|(place, _)| keep(*place));
            old.map(|(_, name)| name).chain(&look.expected).cloned().collect()
        })
    };
    let before = std::iter::once(Vec::new()).chain(looks.iter().map(|look| look.expected.clone()));
    vec![
        (Mistake::OneBehind, before.take(looks.len()).collect()),
        (Mistake::FirstForever, new_if(&|old, _| old.is_empty())),
        (Mistake::OnlyAtLogins, new_if(&|_, look| look.change.is_login())),
        (Mistake::OnlyAtGoodbyes, new_if(&|_, look| !look.change.is_login())),
        (Mistake::OnlyIfCountChanges, new_if(&|old, look| old.len() != look.expected.len())),
        (Mistake::Appended, kept(&|_| true)),
        (Mistake::Prepended, run(&|old, look| [&look.expected, old].concat())),
        (Mistake::FirstRemoved, kept(&|place| place > 0)),
        (Mistake::EveryOtherRemoved, kept(&|place| place % 2 == 1)),
        (Mistake::EveryoneEver, run(&|old, look| once_each(&[old, &look.expected].concat()))),
        (Mistake::OnlyTheChange, run(&only_the_change)),
        (Mistake::OnlyTheChange, run(&|old, look| [old, &[look.change.name().into()]].concat())),
        (Mistake::OnlyTheChange, run(&joined_only)),
    ]
}

/// Adds whoever joined, and removes whoever left.
fn only_the_change(old: &[String], look: &Look) -> Vec<String> {
    match &look.change {
        Change::Joined(name) => [old, std::slice::from_ref(name)].concat(),
        Change::Left(name) => old.iter().filter(|other| *other != name).cloned().collect(),
    }
}

/// Adds whoever joined, and removes nobody.
fn joined_only(old: &[String], look: &Look) -> Vec<String> {
    match &look.change {
        Change::Joined(name) => [old, std::slice::from_ref(name)].concat(),
        Change::Left(_) => old.to_vec(),
    }
}

type OfList = Box<dyn Fn(&Vec<String>) -> Vec<String>>;

/// Mistakes that give a wrong list each time, whatever came before.
fn whole_lists(us: Option<&str>) -> Vec<(Mistake, OfList)> {
    let mut guesses: Vec<(Mistake, OfList)> = vec![
        (Mistake::Nothing, Box::new(|_| Vec::new())),
        (Mistake::Sorted, Box::new(|list| sorted(list, |name| name.to_string()))),
        (Mistake::Sorted, Box::new(|list| sorted(list, str::to_lowercase))),
        (Mistake::Reversed, Box::new(|list| list.iter().rev().cloned().collect())),
        (Mistake::WithoutFirst, Box::new(|list| list.iter().skip(1).cloned().collect())),
        (Mistake::WithoutLast, Box::new(|list| list[..list.len().saturating_sub(1)].to_vec())),
        (Mistake::OnlyFirst, Box::new(|list| list.iter().take(1).cloned().collect())),
        (Mistake::OnlyLast, Box::new(|list| list.last().cloned().into_iter().collect())),
        (Mistake::Doubled, Box::new(|list| [&list[..], list].concat())),
        (
            Mistake::Doubled,
            Box::new(|list| list.iter().flat_map(|name| [name, name]).cloned().collect()),
        ),
        (Mistake::OnceEach, Box::new(|list| once_each(list))),
        (Mistake::Places, Box::new(|list| (0..list.len()).map(|at| at.to_string()).collect())),
        (Mistake::Places, Box::new(|list| (1..=list.len()).map(|at| at.to_string()).collect())),
    ];
    for extra in ["", "undefined", "null"] {
        let one_more = move |list: &Vec<String>| [&list[..], &[extra.to_string()]].concat();
        guesses.push((Mistake::OneTooMany, Box::new(one_more)));
    }
    for between in ["", " ", ",", ", ", "\n"] {
        let each = move |list: &Vec<String>| vec![list.join(between); list.len()];
        guesses.push((Mistake::AllInEach, Box::new(each)));
        let one = move |list: &Vec<String>| vec![list.join(between)];
        guesses.push((Mistake::AllInOne, Box::new(one)));
    }
    if let Some(us) = us.map(str::to_string) {
        let ours = us.clone();
        let without =
            move |list: &Vec<String>| list.iter().filter(|name| **name != ours).cloned().collect();
        guesses.push((Mistake::WithoutUs, Box::new(without)));
        for you in ["You", "you", "(you)", "Me", "me"] {
            let us = us.clone();
            let turn = move |name: &String| if *name == us { you.into() } else { name.clone() };
            let list = move |list: &Vec<String>| list.iter().map(&turn).collect();
            guesses.push((Mistake::UsAsYou, Box::new(list)));
        }
    }
    guesses
}

fn sorted(list: &[String], key: impl Fn(&str) -> String) -> Vec<String> {
    let mut list = list.to_vec();
    list.sort_by_key(|name| key(name));
    list
}

fn once_each(list: &[String]) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in list {
        if !once.contains(name) {
            once.push(name.clone());
        }
    }
    once
}

type OfText = Box<dyn Fn(&str) -> String>;

/// Mistakes in a text.
fn texts() -> Vec<(Mistake, OfText)> {
    let json = |text: &str| serde_json::Value::from(text).to_string();
    let mut guesses: Vec<(Mistake, OfText)> = vec![
        (Mistake::LowerCase, Box::new(str::to_lowercase)),
        (Mistake::LowerCase, Box::new(str::to_ascii_lowercase)),
        (Mistake::UpperCase, Box::new(str::to_uppercase)),
        (Mistake::UpperCase, Box::new(str::to_ascii_uppercase)),
        (Mistake::UpperCase, Box::new(capitalized)),
        (Mistake::Trimmed, Box::new(|text| text.trim().to_string())),
        (Mistake::Trimmed, Box::new(|text| text.trim_start().to_string())),
        (Mistake::Trimmed, Box::new(|text| text.trim_end().to_string())),
        (Mistake::SpacesJoined, Box::new(|text| words(text).join(" "))),
        (Mistake::SpacesJoined, Box::new(spaces_joined)),
        (Mistake::Quoted, Box::new(json)),
        (Mistake::Quoted, Box::new(|text| format!("{text:?}"))),
        (Mistake::Quoted, Box::new(|text| format!("\"{text}\""))),
        (Mistake::Quoted, Box::new(|text| format!("'{text}'"))),
        (Mistake::TakenForHtml, Box::new(from_html)),
        (Mistake::TagsRemoved, Box::new(without_tags)),
        (Mistake::TagsRemoved, Box::new(without_brackets)),
        (Mistake::OnlyAscii, Box::new(|text| text.replace(|letter: char| !letter.is_ascii(), ""))),
        (Mistake::OnlyAscii, Box::new(|text| text.replace(|letter: char| !letter.is_ascii(), "?"))),
        (Mistake::Undefined, Box::new(|_| "undefined".to_string())),
    ];
    for special in ["<", "<>", "&<", "&<>", "&<>\"", "&<>\"'"] {
        for is_once in [false, true] {
            guesses.push((Mistake::Escaped, Box::new(move |text| escaped(text, special, is_once))));
            let parsed = move |text: &str| from_html(&escaped(text, special, is_once));
            guesses.push((Mistake::EscapedInPart, Box::new(parsed)));
        }
    }
    for most in 1..=400 {
        for end in ["", "…", "..."] {
            guesses.push((Mistake::CutOff, Box::new(move |text| cut(text, most, end))));
        }
    }
    guesses
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// As a browser shows a text without `white-space: pre`: one space for several.
fn spaces_joined(text: &str) -> String {
    let mut joined = String::new();
    for letter in text.chars() {
        let letter = if letter.is_ascii_whitespace() { ' ' } else { letter };
        if letter != ' ' || !joined.ends_with(' ') {
            joined.push(letter);
        }
    }
    joined
}

/// The first characters of a text that is longer.
fn cut(text: &str, most: usize, end: &str) -> String {
    match text.char_indices().nth(most) {
        Some((place, _)) => format!("{}{end}", &text[..place]),
        None => text.to_string(),
    }
}

/// HTML's name for a special character.
fn escape(letter: char) -> &'static str {
    match letter {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        _ => "&#39;",
    }
}

/// `is_once` is JavaScript's `replace` with a text: it replaces the first one only.
fn escaped(text: &str, special: &str, is_once: bool) -> String {
    special.chars().fold(text.to_string(), |text, letter| {
        text.replacen(letter, escape(letter), if is_once { 1 } else { usize::MAX })
    })
}

/// The text that a browser shows for this HTML. Good enough for elements and the usual references.
fn from_html(html: &str) -> String {
    let mut text = without_tags(html);
    for (reference, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#65;", "A")]
    {
        text = text.replace(reference, letter);
    }
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// Without `<b>`, `</b>` and the like. A `<` before a space is no tag.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(place) = rest.find('<') {
        text += &rest[..place];
        let tag = &rest[place + 1..];
        if !tag.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/') {
            text.push('<');
            rest = tag;
            continue;
        }
        rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
    }
    text + rest
}

/// Without everything from a `<` to the next `>`, as `/<[^>]*>/g` finds it.
fn without_brackets(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, (_, after))) =
        rest.split_once('<').and_then(|(before, tag)| Some((before, tag.split_once('>')?)))
    {
        kept += before;
        rest = after;
    }
    kept + rest
}
