//! A chat message, and what the page shows of it.

use crate::{
    look::{Added, Look},
    page::shown,
};

/// Our message is at least this much nearer to the right side than to the left, in CSS pixels.
const NEARER: f64 = 8.0;

/// A chat message, and what the page showed then.
pub struct Line {
    pub sender: String,
    pub text: String,
    pub is_ours: bool,
    pub look: Look,
}

/// What is wrong with a message on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    NotThere,
    TooMany,
    NotAtEnd,
    OldOnesChanged,
    Invisible,
    TextWithoutElement,
    NoClass,
    InnerClass,
    BothClasses,
    OtherClass,
    HintStays,
    OtherPlace,
    Words,
}

impl Line {
    pub fn side(&self) -> &'static str {
        if self.is_ours { "right" } else { "left" }
    }

    /// The name before the colon.
    pub fn name(&self) -> &str {
        if self.is_ours { "You" } else { &self.sender }
    }

    pub fn wanted(&self) -> String {
        format!("    {:5}  {}", self.side(), shown(&format!("{}: {}", self.name(), self.text)))
    }

    pub fn wrong_in(&self, look: &Look) -> Option<Wrong> {
        let lines = look.lines();
        let [line] = lines[..] else {
            return Some(match lines.len() {
                0 if !look.is_kept => Wrong::OldOnesChanged,
                0 => Wrong::NotThere,
                _ if !look.is_kept && look.is_at_end => Wrong::OldOnesChanged,
                _ => Wrong::TooMany,
            });
        };
        match () {
            () if look.lost > 0 => Some(Wrong::OldOnesChanged),
            () if !look.is_at_end => Some(Wrong::NotAtEnd),
            () if !look.is_kept => Some(Wrong::OldOnesChanged),
            () if line.tag.is_empty() => Some(Wrong::TextWithoutElement),
            () if !line.is_shown => Some(Wrong::Invisible),
            () if line.sides.is_empty() && !line.inner.is_empty() => Some(Wrong::InnerClass),
            () if line.sides.is_empty() => Some(Wrong::NoClass),
            () if line.sides.contains("and") => Some(Wrong::BothClasses),
            () if line.sides != self.side() => Some(Wrong::OtherClass),
            () if look.has_hint => Some(Wrong::HintStays),
            () if !self.is_said_by(&line.text) => Some(Wrong::Words),
            () if line.place() != self.side() => Some(Wrong::OtherPlace),
            () => None,
        }
    }

    /// The name, a colon, the text, and then nothing but a time. A time may come first, too.
    fn is_said_by(&self, shown: &str) -> bool {
        let name = format!("{}:", self.name());
        let starts = shown.match_indices(&name).map(|(place, _)| place);
        starts
            .into_iter()
            .any(|place| is_time(&shown[..place]) && self.is_text(&shown[place + name.len()..]))
    }

    /// The text, perhaps after a space or a line break, and perhaps before a time.
    pub fn is_text(&self, shown: &str) -> bool {
        let is_space = |place: usize| shown[..place].chars().all(char::is_whitespace);
        let starts = shown.match_indices(&self.text).map(|(place, _)| place);
        starts
            .into_iter()
            .any(|place| is_space(place) && is_time(&shown[place + self.text.len()..]))
    }

    /// What the page shows, for the report: a summary, and all of it.
    pub fn came(&self, wrong: Wrong) -> (String, String) {
        let look = &self.look;
        let lines: Vec<String> = look.lines().iter().map(|line| describe(line)).collect();
        let new = format!("this is new in #chat\n{}", lines.join("\n"));
        let (summary, came) = match wrong {
            Wrong::NotThere => {
                ("#chat shows no message", "there is no new element in #chat".into())
            }
            Wrong::TooMany => ("a message is there more than once", new),
            Wrong::NotAtEnd => {
                ("a new message is not at the end", format!("{new}\nabove older ones"))
            }
            Wrong::OldOnesChanged if look.lost > 0 => (
                "older messages are gone",
                format!("older elements of #chat were removed or replaced: {}", look.lost),
            ),
            Wrong::OldOnesChanged => {
                ("an older message was changed", "an older element of #chat was changed".into())
            }
            Wrong::Invisible => ("a message cannot be seen", format!("{new}\nbut it has no size")),
            Wrong::TextWithoutElement => {
                ("a text without an element", format!("{new}\nbut this is not in an element"))
            }
            Wrong::NoClass => ("a message has no class", new),
            Wrong::InnerClass => (
                "the class is on an inner element",
                format!("{new}\nThe class {} is on an element inside of it", look.lines()[0].inner),
            ),
            Wrong::BothClasses => ("a message has both classes", new),
            Wrong::OtherClass if self.is_ours => ("our message is not on the right", new),
            Wrong::OtherClass => ("somebody else's message is on the right", new),
            Wrong::HintStays => (
                "the page still says: No messages yet",
                format!("{new}\nbut below it, the page still says: No messages yet"),
            ),
            Wrong::OtherPlace => (
                "a message has the class, but not the place",
                format!(
                    "{new}\nwith {:.0} pixels free on its left and {:.0} on its right",
                    look.lines()[0].left,
                    look.lines()[0].right
                ),
            ),
            Wrong::Words => ("a message has other words", new),
        };
        (self.summary(wrong).unwrap_or(summary).to_string(), came)
    }

    /// The difference in the words, if it is clear.
    fn summary(&self, wrong: Wrong) -> Option<&'static str> {
        let lines = self.look.lines();
        let text = &lines.first().filter(|_| wrong == Wrong::Words)?.text;
        let name = format!("{}:", self.name());
        let has_text = text.contains(&*self.text);
        Some(match () {
            () if !has_text && text.trim_start().starts_with(&name) => "the text is not the same",
            () if !has_text => return None,
            () if self.is_ours && text.contains(&self.sender) => {
                "our own message does not say You:"
            }
            () if !text.contains(self.name()) => "the sender is missing",
            () if !text.contains(&name) => "there is no colon behind the sender",
            () if text.find(&name) > text.find(&*self.text) => "the sender is behind the text",
            () => return None,
        })
    }
}

impl Added {
    /// The side to which it is clearly nearer.
    fn place(&self) -> &'static str {
        match self.left - self.right {
            gap if gap > NEARER => "right",
            gap if gap < -NEARER => "left",
            _ => "middle",
        }
    }
}

pub fn describe(line: &Added) -> String {
    let class = if line.sides.is_empty() { "-" } else { &line.sides };
    format!("    {class:5}  {}", shown(&line.text))
}

/// Nothing, or a time of day as people write it.
fn is_time(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "()[]·-–—,".contains(c));
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || ":.apmAPM".contains(c);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.is_empty() || (text.chars().all(is_part) && (2..=6).contains(&digits))
}
