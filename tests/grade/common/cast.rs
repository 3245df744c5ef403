//! The people of a scene and the texts that they write: random, out of a seed.
//!
//! An answer that works only for `walter` and "Hello" must not pass, so every run has other names
//! and other texts. GRADE_SEED repeats a run: each exercise has a generator of its own, so an
//! exercise gets the same people whether it runs alone or with all others.

use std::{
    env,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use fastrand::Rng;

/// Short ASCII names. No name is a part of another one, whatever the case.
const PLAIN: [&str; 26] = [
    "Maria", "walter", "Zoe", "ben", "Ute", "kofi", "Nora", "liam", "Yuki", "omar", "Priya", "dev",
    "Clara", "jonas", "Greta", "ivo", "Fatou", "hugo", "Tess", "rafa", "Quinn", "enzo", "Wanda",
    "bo", "Xaver", "pablo",
];

/// When all of these are given out, these follow, each with a number.
const GUEST: &str = "Guest";
const LAST_TRIO: [&str; 3] = ["Mia", "zachary", "albert"];

/// What people talk about.
const SUBJECTS: [&str; 8] =
    ["thread", "channel", "socket", "mutex", "printer", "compiler", "kettle", "bicycle"];
const ADJECTIVES: [&str; 8] =
    ["green", "slow", "borrowed", "second", "noisy", "hollow", "quick", "spare"];
const VERBS: [&str; 8] =
    ["waits", "sings", "blocks", "wakes up", "leaks", "wins", "sleeps", "ends"];

/// The longest username that a server accepts, in characters.
const LONGEST_NAME: usize = 64;

/// A text this long, in characters, is longer than anything that people usually write, and far
/// below the server's limit.
const LONG_TEXT: usize = 700;

/// What is hard about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// Quotes, a backslash and a tab: JSON that is put together by hand breaks.
    Quotes,
    /// The accent is a part of its letter, or a character of its own behind it.
    Accent,
    /// Runs from right to left.
    RightToLeft,
    /// One picture made of several characters.
    Emoji,
    /// Looks like an element of HTML.
    Markup,
    /// Looks like a character reference of HTML, such as `&amp;`.
    Reference,
    /// Spaces before and after it, and two inside.
    Spaces,
    /// As long as a name may be.
    Longest,
    /// Like the last plain name of this cast, but in another case.
    Twin,
    /// Looks like JSON, a number, or a word of a programming language.
    Json,
}

impl Name {
    pub const ALL: [Name; 10] = [
        Name::Quotes,
        Name::Accent,
        Name::RightToLeft,
        Name::Emoji,
        Name::Markup,
        Name::Reference,
        Name::Spaces,
        Name::Longest,
        Name::Twin,
        Name::Json,
    ];
}

/// What is hard about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    Quotes,
    Accent,
    RightToLeft,
    Emoji,
    /// Looks like HTML: elements and character references.
    Markup,
    /// Spaces before and after it.
    OuterSpaces,
    /// Several spaces inside, and a tab.
    InnerSpaces,
    Long,
    /// Looks like a message, or like something else in JSON.
    Json,
    /// Has a colon and a name inside, as if somebody else had said it.
    Quotation,
    /// In capitals and small letters.
    MixedCase,
}

impl Text {
    pub const ALL: [Text; 11] = [
        Text::Quotes,
        Text::Accent,
        Text::RightToLeft,
        Text::Emoji,
        Text::Markup,
        Text::OuterSpaces,
        Text::InnerSpaces,
        Text::Long,
        Text::Json,
        Text::Quotation,
        Text::MixedCase,
    ];
}

/// One exercise's people and texts. No name and no text comes twice.
pub struct Cast {
    rng: Rng,
    plain: Vec<&'static str>,
    /// The last plain name that was given out.
    last: &'static str,
    names: Vec<Name>,
    texts: Vec<Text>,
    given: Vec<&'static str>,
}

impl Cast {
    /// The cast of the exercise with this number.
    pub fn new(exercise: usize) -> Cast {
        CAST.fetch_or(1 << (exercise % 64), Ordering::Relaxed);
        Cast::with_seed(seed(), exercise)
    }

    /// The same seed gives the same cast.
    pub fn with_seed(seed: u64, exercise: usize) -> Cast {
        let mut rng = Rng::with_seed(seed.wrapping_mul(1_000_003).wrapping_add(exercise as u64));
        let mut plain = PLAIN.to_vec();
        rng.shuffle(&mut plain);
        Cast { rng, plain, last: PLAIN[0], names: Vec::new(), texts: Vec::new(), given: Vec::new() }
    }

    /// A short name that no program has trouble with.
    pub fn plain(&mut self) -> &'static str {
        let name = self.plain.pop().unwrap_or_else(|| {
            let number = self.given.len();
            format!("{GUEST}{number}").leak()
        });
        self.last = name;
        self.given.push(name);
        name
    }

    /// Three plain names in an order that no sorting gives, neither upwards nor downwards, by their
    /// letters with or without case, or by their length. One has a capital, and one has none.
    pub fn plain_trio(&mut self) -> [&'static str; 3] {
        for _ in 0..1000 {
            self.rng.shuffle(&mut self.plain);
            let [.., a, b, c] = self.plain[..] else { break };
            let trio = [a, b, c];
            let capitals = trio.iter().filter(|name| has_capital(name)).count();
            if (1..=2).contains(&capitals) && is_in_no_order(trio) {
                self.plain.truncate(self.plain.len() - 3);
                self.given.extend(trio);
                self.last = c;
                return trio;
            }
        }
        // After nearly all names were given out: these three are in no order either.
        let number = self.given.len();
        let trio: [&'static str; 3] = LAST_TRIO.map(|name| &*format!("{name}{number}").leak());
        self.given.extend(trio);
        trio
    }

    /// A name that breaks a careless program. Ten calls give ten kinds.
    pub fn hard(&mut self) -> &'static str {
        if self.names.is_empty() {
            self.names = Name::ALL.to_vec();
            self.rng.shuffle(&mut self.names);
        }
        let kind = self.names.pop().expect("was just filled");
        self.name(kind)
    }

    /// A hard name of this kind. Every one is usable: 1 to 64 characters, and not blank.
    pub fn name(&mut self, kind: Name) -> &'static str {
        for _ in 0..1000 {
            let name = self.try_name(kind);
            if !self.given.contains(&name.as_str()) {
                return self.give(name);
            }
        }
        let last_resort = format!("{}{}", self.last, self.given.len());
        self.give(last_resort)
    }

    /// The same name in another case: somebody else.
    pub fn twin(&mut self, name: &'static str) -> &'static str {
        self.last = name;
        self.name(Name::Twin)
    }

    fn give(&mut self, name: String) -> &'static str {
        let name: &'static str = name.leak(); // a grading is short
        self.given.push(name);
        name
    }

    fn try_name(&mut self, kind: Name) -> String {
        let number = self.rng.u32(2..100);
        let base = *self.pick(&PLAIN);
        let other = *self.pick(&PLAIN);
        match kind {
            Name::Quotes => format!("{base} \"the\\{other}\"\t{number}"),
            // One letter with its accent as one character, one as two: e and U+0301.
            Name::Accent => {
                let one = *self.pick(&["Ren\u{e9}", "Zo\u{eb}", "Bj\u{f6}rn", "\u{c5}sa"]);
                let two = *self.pick(&["Andre\u{301}", "Chloe\u{308}", "In\u{303}igo"]);
                format!("{one} {two}")
            }
            Name::RightToLeft => {
                let name = *self.pick(&["ليلى", "عمر", "שרה", "דוד", "مريم", "נועה"]);
                format!("{name} {number}")
            }
            Name::Emoji => {
                // Joiners, a variation selector, a skin tone, a flag.
                let emoji = *self.pick(&["👩‍👩‍👧", "🏳️‍🌈", "👍🏽", "🇿🇦", "👨🏿‍🚀", "🐈‍⬛"]);
                if self.rng.bool() { format!("{emoji} {base}") } else { format!("{base}{emoji}") }
            }
            // Two tags at least: some programs replace only the first < of a text.
            Name::Markup => {
                let tag = *self.pick(&["b", "i", "u", "s", "h1"]);
                let tagged = [
                    format!("<{tag}>{base}</{tag}>"),
                    format!("{other} <{tag}>{base}</{tag}>"),
                    format!("</{tag}><{tag}>{base}<br>"),
                ];
                self.pick(&tagged).clone()
            }
            Name::Reference => {
                let reference = *self.pick(&["&amp;", "&lt;", "&#65;", "&quot;", "&nbsp;"]);
                format!("{base} {reference} {other}")
            }
            Name::Spaces => format!("  {base}  {number} "),
            Name::Longest => {
                // Two to four bytes each: a limit of 64 bytes cuts these names off.
                let letter = *self.pick(&['ß', 'Ж', '猫', '🐢']);
                let short = format!("{base} {number} ");
                let rest = LONGEST_NAME - short.chars().count();
                short + &String::from(letter).repeat(rest)
            }
            Name::Twin => self.in_another_case(),
            Name::Json => {
                let base = [
                    "null",
                    "true",
                    "undefined",
                    "NaN",
                    "-1",
                    "0",
                    "007",
                    "1e3",
                    "[]",
                    "{}",
                    "\"\"",
                    "__proto__",
                    "constructor",
                    "None",
                    "0.10",
                    "{name}",
                    "${name}",
                    "%s",
                    "%20",
                    "\\n",
                ];
                let list = format!("[\"{other}\",{number}]");
                let object = format!("{{\"type\":\"login\",\"n\":{number}}}");
                let all: Vec<&str> = base.into_iter().chain([&*list, &*object]).collect();
                self.pick(&all).to_string()
            }
        }
    }

    /// Like the last plain name; only the case of its letters is another.
    fn in_another_case(&mut self) -> String {
        let turn = |letter: char| match letter.is_ascii_lowercase() {
            true => letter.to_ascii_uppercase(),
            false => letter.to_ascii_lowercase(),
        };
        let letters = self.last.chars().enumerate();
        match self.rng.u32(0..3) {
            0 => self.last.chars().map(turn).collect(),
            1 => letters.map(|(at, letter)| if at == 0 { turn(letter) } else { letter }).collect(),
            _ => {
                let most = self.last.chars().count();
                let place = self.rng.usize(0..most);
                letters.map(|(at, c)| if at == place { turn(c) } else { c }).collect()
            }
        }
    }

    /// A short sentence in ASCII that no program has trouble with.
    pub fn plain_text(&mut self) -> String {
        let adjective = *self.pick(&ADJECTIVES);
        let (subject, verb) = (*self.pick(&SUBJECTS), *self.pick(&VERBS));
        let number = self.rng.u32(10..100_000);
        format!("The {adjective} {subject} {number} {verb}.")
    }

    /// A text that a careless program changes. Eleven calls give eleven kinds.
    pub fn text(&mut self) -> String {
        if self.texts.is_empty() {
            self.texts = Text::ALL.to_vec();
            self.rng.shuffle(&mut self.texts);
        }
        let kind = self.texts.pop().expect("was just filled");
        self.text_of(kind)
    }

    /// A hard text of this kind.
    pub fn text_of(&mut self, kind: Text) -> String {
        let plain = self.plain_text();
        let name = *self.pick(&PLAIN);
        let number = self.rng.u32(10..100_000);
        match kind {
            Text::Quotes => format!("{plain} \"Is C:\\new\\{number}\" it's `true`?\t'No'\\"),
            Text::Accent => format!("{plain} Caf\u{e9}, cafe\u{301}, na\u{ef}ve, ÅSTRÖM, straße"),
            Text::RightToLeft => format!("{plain} مرحبا {number} שלום"),
            Text::Emoji => format!("👩‍👩‍👧 {plain} 👍🏽🏳️‍🌈"),
            Text::Markup => {
                format!("<b>{plain}</b> 1 < 2 &amp;&amp; {number} > 1 &lt;i&gt; <img alt='x'>")
            }
            Text::OuterSpaces => {
                // One space could be the one that a page puts between the name and the text.
                let (before, after) = (self.rng.usize(2..6), self.rng.usize(2..5));
                format!("{}{plain}{}", " ".repeat(before), " ".repeat(after))
            }
            Text::InnerSpaces => format!("{plain}   {number}  \t  {name}"),
            Text::Long => self.long_text(),
            Text::Json => {
                let texts = [
                    format!("{{\"type\":\"login\",\"username\":\"{name}\",\"n\":{number}}}"),
                    format!("[null, {number}, \"{name}\"]"),
                    format!("{number}"),
                    format!("\"{name} {number}\""),
                    format!("{number}.50"),
                ];
                self.pick(&texts).clone()
            }
            Text::Quotation => format!("{name}: {plain} You: type=\"chat\" ${{data.text}}"),
            Text::MixedCase => format!("{} {}", plain.to_uppercase(), plain.to_lowercase()),
        }
    }

    /// Many different sentences, so that a cut is seen wherever it is.
    fn long_text(&mut self) -> String {
        let mut text = self.plain_text();
        while text.len() < LONG_TEXT {
            text += " ";
            text += &self.plain_text();
        }
        text
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.rng.usize(..from.len())]
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        self.rng.usize(..end)
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        self.rng.shuffle(list);
    }
}

/// Whether a word is a plain name of some cast.
pub fn is_plain(word: &str) -> bool {
    let without_number = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = GUEST == without_number || LAST_TRIO.contains(&without_number);
    PLAIN.contains(&word) || (is_numbered && without_number != word)
}

fn has_capital(name: &str) -> bool {
    name.contains(|letter: char| letter.is_uppercase())
}

/// Whether no usual order has these three from the smallest to the largest or the other way round:
/// the one in the middle is always the smallest or the largest.
fn is_in_no_order(trio: [&str; 3]) -> bool {
    fn is_outside<T: PartialOrd>([a, b, c]: [T; 3]) -> bool {
        (b < a && b < c) || (b > a && b > c)
    }
    is_outside(trio)
        && is_outside(trio.map(str::to_lowercase))
        && is_outside(trio.map(str::len))
        && is_outside(trio.map(|name| name.chars().rev().collect::<String>()))
}

/// The exercises that had a cast, one bit each.
static CAST: AtomicU64 = AtomicU64::new(0);

/// Whether the exercise with this number met random people, so that the seed can repeat it.
pub fn is_random(exercise: usize) -> bool {
    CAST.load(Ordering::Relaxed) & 1 << (exercise % 64) != 0
}

/// GRADE_SEED, or a random number of at most six digits.
pub fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| {
        let wanted = env::var("GRADE_SEED").ok().and_then(|seed| seed.trim().parse().ok());
        wanted.unwrap_or_else(|| fastrand::u64(1..1_000_000))
    })
}
