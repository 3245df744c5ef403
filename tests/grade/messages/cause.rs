//! The mistake that explains a whole talk. A mistake is only named if it explains every line.

use crate::{
    common::mistake::{Mistake, in_texts},
    line::{Line, Wrong},
    look::Added,
};

/// A whole talk, with at least one wrong line.
pub struct Evidence<'t> {
    pub us: &'t str,
    pub lines: &'t [Line],
}

impl Evidence<'_> {
    /// The mistake, if it alone explains the whole talk.
    pub fn cause(&self, wrong: Wrong) -> &'static str {
        match wrong {
            Wrong::NotThere => self.which_are_missing(),
            Wrong::TooMany => self.how_many(),
            Wrong::NotAtEnd => "append each new message at the end of #chat",
            Wrong::OldOnesChanged => self.what_was_lost(),
            Wrong::InnerClass => {
                "index.css and the goal want the class on the element that is in #chat itself"
            }
            Wrong::NoClass => self.without_a_class(),
            Wrong::BothClasses => {
                "one class must replace the other: set className, or toggle both classes"
            }
            Wrong::OtherClass => self.which_side(),
            Wrong::HintStays => "the message is not in #chat itself, but in an element between",
            Wrong::OtherPlace => {
                "index.css moves only an element that is a block, such as <p> or <div>"
            }
            Wrong::Words => self.which_words(),
            Wrong::Invisible | Wrong::TextWithoutElement => "",
        }
    }

    /// The line, if exactly one is new.
    fn single<'l>(&self, line: &'l Line) -> Option<&'l Added> {
        match line.look.lines()[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    fn all(&self, is: impl Fn(&Line) -> bool) -> bool {
        self.lines.iter().all(is)
    }

    fn which_are_missing(&self) -> &'static str {
        let is_there = |line: &Line| self.single(line).is_some();
        if self.all(|line| line.look.lines().is_empty() && line.look.is_kept) {
            "no message is ever put into #chat"
        } else if self.all(|line| is_there(line) != line.is_ours) {
            "only the messages of the others are shown: ours belong there too"
        } else if self.all(|line| is_there(line) == line.is_ours) {
            "only our own messages are shown: everyone else's belong there too"
        } else if self.lines.iter().skip(1).all(|line| !is_there(line)) {
            "only the first message is shown: each new message needs a new element"
        } else if self.all_but_repeats_are_there() {
            "the same text from the same sender is a new message too"
        } else {
            ""
        }
    }

    fn all_but_repeats_are_there(&self) -> bool {
        let is_there = |line: &Line| self.single(line).is_some();
        let is_repeat =
            |pair: &[Line]| pair[0].sender == pair[1].sender && pair[0].text == pair[1].text;
        is_there(&self.lines[0])
            && self.lines.windows(2).all(|pair| is_there(&pair[1]) != is_repeat(pair))
    }

    fn how_many(&self) -> &'static str {
        match self.all(|line| line.look.lines().len() == 2 && line.look.is_kept) {
            true => "one message needs one element, with the sender and the text in it",
            false => "",
        }
    }

    fn what_was_lost(&self) -> &'static str {
        let has_one = |line: &Line| line.look.lines().len() == 1;
        // The first message had nothing to replace.
        let later = &self.lines[1..];
        let has_text =
            |line: &Line| line.look.lines().iter().any(|new| new.text.contains(&line.text));
        let is_one_text = |pair: &[Line]| {
            let new = self.single(&pair[1]);
            new.is_some_and(|new| pair.iter().all(|line| new.text.contains(&line.text)))
        };
        if self.lines.windows(2).take(2).all(is_one_text) {
            return "all messages become one text, as with textContent +=: append an element";
        }
        if later.iter().all(|line| has_one(line) && line.look.lost > 0 && has_text(line)) {
            return "each new message replaces the ones before: append it";
        }
        let many = later.iter().all(|line| line.look.lines().len() > 1 && line.look.lost > 0);
        if many || self.all(|line| line.look.lines().len() > 1 && line.look.lost > 0) {
            return "all messages are made anew each time, as with innerHTML +=: then a screen \
                    reader reads all of them again, and a selected text is lost. Append one element";
        }
        ""
    }

    fn without_a_class(&self) -> &'static str {
        match self.all(|line| self.single(line).is_some_and(|new| new.sides.is_empty())) {
            true => "no message has a class: set className to \"left\" or \"right\"",
            false => "",
        }
    }

    /// The rule that explains on which side all messages are.
    fn which_side(&self) -> &'static str {
        type Rule<'t> = Box<dyn Fn(usize, &Line) -> bool + 't>;
        let us = self.us;
        let first = us.chars().next();
        let rules: Vec<(Rule, &str)> = vec![
            (
                Box::new(|_, _| true),
                "everything is on the right: the class depends on the sender. \
                                     Compare data.username with username",
            ),
            (
                Box::new(|_, _| false),
                "everything is on the left: the class depends on the sender. \
                                      Compare data.username with username",
            ),
            (
                Box::new(|_, line| !line.is_ours),
                "left and right are swapped: our own messages are \
                                                 on the right",
            ),
            (Box::new(|at, _| at % 2 == 0), "the sides alternate: they depend on the sender"),
            (Box::new(|at, _| at % 2 == 1), "the sides alternate: they depend on the sender"),
            (
                Box::new(|_, line| line.sender.to_lowercase() == us.to_lowercase()),
                "capitals matter: a name in another case is somebody else. Compare with ===",
            ),
            (Box::new(|_, line| line.sender.contains(us)), ALIKE),
            (Box::new(|_, line| line.sender.starts_with(us)), ALIKE),
            (Box::new(|_, line| line.sender.chars().next() == first), ALIKE),
            (
                Box::new(|_, line| line.text == us),
                "the text is compared with our name: compare the sender",
            ),
            (
                Box::new(|_, line| line.text.contains(us)),
                "the text is compared with our name: compare the sender",
            ),
        ];
        let is_right = |line: &Line| self.single(line).map(|new| new.sides == "right");
        let explains = |rule: &Rule| {
            let mut lines = self.lines.iter().enumerate();
            lines.all(|(at, line)| is_right(line) == Some(rule(at, line)))
        };
        let mut causes = rules.iter().filter(|(rule, _)| explains(rule)).map(|(_, cause)| *cause);
        let first = causes.next().unwrap_or("");
        if causes.all(|other| other == first) { first } else { "" }
    }

    /// The mistake in the words.
    fn which_words(&self) -> &'static str {
        let texts: Option<Vec<(&Line, &str)>> =
            self.lines.iter().map(|line| Some((line, &*self.single(line)?.text))).collect();
        let Some(texts) = texts else { return "" };
        let all =
            |is: &dyn Fn(&Line, &str) -> bool| texts.iter().all(|(line, text)| is(line, text));
        if all(&|_, text| text.contains("${")) {
            return "a text with ${…} in it needs backticks around it: `…`, not '…' or \"…\"";
        }
        if all(&|_, text| text.contains("\"type\"")) {
            return "the message is shown as JSON: show only data.username and data.text";
        }
        let others: Vec<&str> =
            texts.iter().filter(|(line, _)| !line.is_ours).map(|(_, text)| *text).collect();
        if others.len() > 3 && others.iter().all(|text| *text == others[0]) {
            return "every message shows the same words, whatever comes: data has the sender and \
                    the text";
        }
        if let Some(cause) = self.which_names(&texts) {
            return cause;
        }
        let pairs = |pair: ToPair| {
            let pairs: Option<Vec<_>> = texts.iter().map(|(line, text)| pair(line, text)).collect();
            let pairs = pairs?;
            let pairs: Vec<(&str, &str)> =
                pairs.iter().map(|(expected, came)| (&**expected, &**came)).collect();
            in_texts(&pairs)
        };
        let mut mistakes: Vec<Mistake> = Vec::new();
        // There may be a space between the text and the time.
        for end in ["", " "] {
            let ending = |text: &str| text.strip_suffix(end).map(str::to_string);
            // The mistake is in the text, in the name, or in both together.
            mistakes.extend(pairs(&|line, text| {
                let name = format!("{}:", line.name());
                let rest = text.strip_prefix(&name).or(text.trim_start().strip_prefix(&name))?;
                let rest = rest.strip_prefix([' ', '\n']).unwrap_or(rest);
                Some((line.text.clone(), ending(rest)?))
            }));
            mistakes.extend(pairs(&|line, text| {
                let name = text.strip_suffix(end)?.strip_suffix(&*line.text)?;
                let name = name.trim_end().strip_suffix(':')?;
                Some((line.name().to_string(), name.to_string()))
            }));
            mistakes.extend(pairs(&|line, text| {
                Some((format!("{}: {}", line.name(), line.text), ending(text)?))
            }));
        }
        match mistakes[..] {
            [] => "",
            [first, ..] if mistakes.iter().all(|other| *other == first) => advice(first),
            _ => "",
        }
    }

    /// The mistake in the names, if all texts are right.
    fn which_names(&self, texts: &[(&Line, &str)]) -> Option<&'static str> {
        let before = |name: &dyn Fn(&Line) -> String| {
            texts.iter().all(|(line, text)| {
                let is_before = |text: &str| {
                    let rest = text.strip_prefix(&name(line));
                    rest.is_some_and(|rest| line.is_text(rest))
                };
                is_before(text) || is_before(text.trim_start())
            })
        };
        Some(match () {
            () if before(&|line| format!("{}:", line.sender)) => {
                "our own message has our name before it: it needs \"You:\" instead"
            }
            () if before(&|_| "You:".to_string()) => {
                "everyone's messages say You: only ours do. The others have data.username"
            }
            () if before(&|_| "undefined:".to_string()) => {
                "undefined is shown instead of the name: data has no such key. The sender is \
                 data.username"
            }
            () if before(&|line| line.name().to_string()) => {
                "a colon is missing between the sender and the text"
            }
            () if before(&|line| line.sender.clone()) => {
                "a colon is missing between the sender and the text, and ours needs \"You:\""
            }
            () if before(&|_| String::new()) => {
                "the sender is missing: data.username is the sender. Show it before the text"
            }
            () if before(&|line| match line.is_ours {
                true => String::new(),
                false => format!("{}:", line.sender),
            }) =>
            {
                "our own message needs \"You:\" before the text"
            }
            () if texts.iter().all(|(line, text)| {
                let rest = text.strip_prefix(&line.text);
                rest.is_some_and(|rest| rest.contains(line.name()) || rest.contains(&line.sender))
            }) =>
            {
                "the sender comes first:  walter: is this working?"
            }
            () => return None,
        })
    }
}

/// A text as it should be, and as it came, out of a line and its whole text.
type ToPair<'a> = &'a dyn Fn(&Line, &str) -> Option<(String, String)>;

const ALIKE: &str = "a name that only contains ours, or only begins like it, is somebody else. \
                     Compare with ===";

/// The advice about a mistake, for someone who writes this line in JavaScript.
fn advice(mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::TakenForHtml => {
            "a stranger's text was taken for HTML: use textContent or append, not innerHTML"
        }
        Mistake::EscapedInPart => {
            "a stranger's text was taken for HTML, and not all special characters in it were \
             replaced. textContent and append need no replacing"
        }
        Mistake::Escaped => {
            "special characters were replaced, such as < by &lt;, and the replacement is shown. \
             textContent and append show a text as it is: do not replace anything"
        }
        Mistake::Undefined => {
            "undefined is shown instead of the text: data has no such key. The text is data.text"
        }
        Mistake::Nothing => "the text is missing: it is data.text",
        other => other.says(),
    }
}
