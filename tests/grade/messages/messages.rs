//! Exercise 6: the page shows the chat, our messages on the right, everyone else's on the left.

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        cast::{Cast, Name, Text},
        mistake::{Mistake, in_texts},
        verdict::Graded,
    },
    look::{Added, Look},
    page::{self, Problem, Visit, shown},
    support::browser::Browser,
};

/// Our message is at least this much nearer to the right side than to the left, in CSS pixels.
const NEARER: f64 = 8.0;

/// More messages than fit on a screen.
const MANY: usize = 30;

/// The report shows this many of the last messages.
const SHOWN: usize = 4;

/// A chat message, and what the page showed then.
struct Line {
    sender: String,
    text: String,
    is_ours: bool,
    look: Look,
}

/// What is wrong with a message on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
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

pub fn grade(browser: &Browser) -> Graded<()> {
    page::grade(browser, Exercise::Messages, play)
}

fn play(visit: &mut Visit) -> Graded<()> {
    let mut cast = Cast::new(Exercise::Messages.number());
    let [friend, us, other] = cast.plain_trio();
    // The page cuts off the spaces around a name.
    visit.enter(&format!(" {us}  "))?;
    visit.hears(&json!({ "type": "login", "user_joined": us, "active_users": [friend, us] }))?;
    let mut talk = Talk::of(us);
    talk.begin(visit, &mut cast, friend)?;
    if talk.wrong.is_none() {
        ignores_the_rest(visit, &mut cast, friend)?;
    }
    talk.go_on(visit, &mut cast, [friend, other])?;
    talk.look_at_all(visit)?;
    ignores_the_rest(visit, &mut cast, other)?;
    with_another_name(visit, &mut cast, us)
}

/// After Leave, we come back with another name.
fn with_another_name(visit: &mut Visit, cast: &mut Cast, old: &str) -> Graded<()> {
    let us = cast.name(Name::Emoji);
    visit.leave()?;
    visit.enter(us)?;
    let mut talk = Talk::of(us);
    talk.hears(visit, old, &cast.plain_text())?;
    let text = cast.plain_text();
    talk.write(visit, &text)?;
    talk.look_at_all(visit)
}

/// The chat so far. The first mistake is the one to report; what comes later only explains it.
struct Talk {
    us: String,
    lines: Vec<Line>,
    /// The place of the first wrong line, and the step of the scene.
    wrong: Option<(usize, usize)>,
}

impl Talk {
    fn of(us: &str) -> Talk {
        Talk { us: us.to_string(), lines: Vec::new(), wrong: None }
    }

    /// The first lines are tame, so that the usual mistakes show in a few words.
    fn begin(&mut self, visit: &mut Visit, cast: &mut Cast, friend: &str) -> Graded<()> {
        self.hears(visit, friend, &cast.plain_text())?;
        let text = cast.plain_text();
        self.write(visit, &text)?;
        self.hears(visit, friend, &cast.plain_text())
    }

    fn go_on(
        &mut self,
        visit: &mut Visit,
        cast: &mut Cast,
        [friend, other]: [&'static str; 2],
    ) -> Graded<()> {
        let us = self.us.clone();
        // People who are not us, although their names look like ours.
        let begins_like_us = format!("{}{}", us.chars().next().unwrap_or('a'), other);
        let longer = format!("{us}2");
        let twin = cast.twin(us.clone().leak());
        for name in [&begins_like_us, &longer, twin, other] {
            self.hears(visit, name, &cast.plain_text())?;
        }
        if self.lines.iter().all(|line| line.look.lines().is_empty()) {
            return Ok(()); // nothing more to learn
        }
        // Two of ours in a row, the same text twice, and texts about us and others.
        let texts = [cast.text_of(Text::Markup), cast.text_of(Text::OuterSpaces)];
        for text in &texts {
            self.write(visit, text)?;
        }
        let again = cast.plain_text();
        for (name, text) in [(friend, &*again), (friend, &again), (other, &us), (friend, "You: ?")]
        {
            self.hears(visit, name, text)?;
        }
        self.hears(visit, &us, friend)?;
        for kind in Name::ALL {
            let name = cast.name(kind);
            self.hears(visit, name, &cast.plain_text())?;
        }
        for kind in Text::ALL {
            let name = if cast.below(3) == 0 { us.clone() } else { cast.plain().to_string() };
            let text = cast.text_of(kind);
            self.hears(visit, &name, &text)?;
        }
        let many = if self.wrong.is_none() { MANY } else { 0 };
        for _ in 0..many {
            let name = if cast.below(2) == 0 { &*us } else { friend };
            let text = cast.plain_text();
            self.hears(visit, name, &text)?;
        }
        Ok(())
    }

    /// We type a text. Nothing is shown before the server sends it back.
    fn write(&mut self, visit: &mut Visit, text: &str) -> Graded<()> {
        let message = visit.write(text)?;
        if self.wrong.is_some() {
            return self.hears_message(visit, &message);
        }
        if message["username"] != *self.us {
            let summary = "the page sends under another name";
            let came = format!("the page sends  {message}");
            let expected = format!("a message from {}", shown(&self.us));
            return Err(visit.fail(Problem::new(summary, expected, came)));
        }
        let look = visit.look()?;
        if !look.added.is_empty() || !look.is_kept {
            let summary = "a message is shown before it comes from the server";
            let expected = "pressing Send only sends: the server sends the message back to \
                            everyone, to us too, and then it is shown";
            let came = "#chat changed before the server sent anything";
            return Err(visit.fail(Problem::new(summary, expected, came)));
        }
        self.hears_message(visit, &message)
    }

    fn hears(&mut self, visit: &mut Visit, sender: &str, text: &str) -> Graded<()> {
        let message = json!({ "type": "chat", "text": text, "username": sender });
        self.hears_message(visit, &message)
    }

    fn hears_message(&mut self, visit: &mut Visit, message: &Value) -> Graded<()> {
        let text = |key: &str| message[key].as_str().unwrap_or_default().to_string();
        let (sender, text) = (text("username"), text("text"));
        visit.hears(message)?;
        let mut line = Line { is_ours: sender == self.us, sender, text, look: Look::default() };
        line.look = match self.wrong {
            None => visit.looks(|look| line.wrong_in(look).is_none())?,
            Some(_) => visit.look()?,
        };
        if self.wrong.is_none() {
            match line.wrong_in(&line.look) {
                Some(_) => self.wrong = Some((self.lines.len(), visit.step())),
                None => leaves_the_rest_alone(visit, message, &line.look)?,
            }
        }
        self.lines.push(line);
        Ok(())
    }

    /// The verdict about the whole talk.
    fn look_at_all(&self, visit: &mut Visit) -> Graded<()> {
        let Some((index, moment)) = self.wrong else { return Ok(()) };
        visit.back_to(moment);
        let line = &self.lines[index];
        let wrong = line.wrong_in(&line.look).expect("this line is wrong");
        let first = (index + 1).saturating_sub(SHOWN);
        let lines = &self.lines[first..=index];
        let wanted: Vec<String> = lines.iter().map(Line::wanted).collect();
        let earlier = if first > 0 { "    …\n" } else { "" };
        let expected = format!(
            "#chat has one more element at its end, with the class left or right\n{earlier}{}\n\
             (only a time may follow the text)",
            wanted.join("\n")
        );
        let (summary, came) = line.came(wrong);
        let cause = self.cause(wrong);
        Err(visit.fail(Problem::new(summary, expected, came).because(cause)))
    }
}

/// The messages in between that are not chat.
fn ignores_the_rest(visit: &mut Visit, cast: &mut Cast, friend: &str) -> Graded<()> {
    let (name, text) = (cast.plain(), cast.plain_text());
    let messages = [
        json!({ "type": "login", "user_joined": name, "active_users": [friend, name] }),
        json!({ "type": "disconnect", "user_left": name, "active_users": [friend] }),
        json!({ "error": "not JSON", "details": "expected value at line 1 column 1" }),
        json!({ "type": "dance", "text": text, "username": name }),
        json!({ "type": "Chat", "text": text, "username": name }),
        json!({ "text": text, "username": name }),
        json!({ "type": "login", "user_joined": name, "active_users": [friend, name],
                "text": text, "username": name }),
        json!({ "error": "too long", "details": "sorry", "text": text, "username": name }),
    ];
    for message in messages {
        visit.hears(&message)?;
        let look = visit.looks(|look| look.lines().is_empty() && look.is_kept)?;
        if !look.lines().is_empty() || !look.is_kept {
            let summary = "a message that is not chat changes #chat";
            let expected = "only a message of the type \"chat\" belongs there, and this one leaves \
                            #chat as it is, without an extra empty line";
            let added: Vec<String> = look.lines().iter().map(|added| describe(added)).collect();
            let came = match &added[..] {
                [] => "what was in #chat before was changed".to_string(),
                added => format!("these elements are new\n{}", added.join("\n")),
            };
            let cause = match look.lines()[..] {
                [line] if line.text.contains("undefined") => EVERY_TYPE,
                [line] if line.text.contains(&text) && message["type"] != "Chat" => EVERY_TYPE,
                _ => "",
            };
            return Err(visit.fail(Problem::new(summary, expected, came).because(cause)));
        }
        leaves_the_rest_alone(visit, &message, &look)?;
    }
    Ok(())
}

const EVERY_TYPE: &str = "these lines show messages of other types too: compare data.type with \
                          \"chat\" first";

/// What the message does on the page outside of #chat, and what it does not.
fn leaves_the_rest_alone(visit: &mut Visit, message: &Value, look: &Look) -> Graded<()> {
    if let Some((expected, came)) = look.lacks(message) {
        let problem = Problem::new("the rest of handleServerMessage did not run", expected, came);
        return Err(visit.fail(problem.because(visit.cut_short())));
    }
    if look.is_rest_same && look.are_frames_same {
        return Ok(());
    }
    let harm = "these lines changed a part of the page outside of #chat";
    Err(visit.fail(Problem::new(harm, "only #chat changes, and what showTheRest changes", harm)))
}

impl Line {
    fn side(&self) -> &'static str {
        if self.is_ours { "right" } else { "left" }
    }

    /// The name before the colon.
    fn name(&self) -> &str {
        if self.is_ours { "You" } else { &self.sender }
    }

    fn wanted(&self) -> String {
        format!("    {:5}  {}", self.side(), shown(&format!("{}: {}", self.name(), self.text)))
    }

    fn wrong_in(&self, look: &Look) -> Option<Wrong> {
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
    fn is_text(&self, shown: &str) -> bool {
        let is_space = |place: usize| shown[..place].chars().all(char::is_whitespace);
        let starts = shown.match_indices(&self.text).map(|(place, _)| place);
        starts
            .into_iter()
            .any(|place| is_space(place) && is_time(&shown[place + self.text.len()..]))
    }

    /// What the page shows, for the report: a summary, and all of it.
    fn came(&self, wrong: Wrong) -> (String, String) {
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

fn describe(line: &Added) -> String {
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

impl Talk {
    /// The mistake, if it alone explains the whole talk.
    fn cause(&self, wrong: Wrong) -> &'static str {
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
    fn single<'t>(&self, line: &'t Line) -> Option<&'t Added> {
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
        let has_old_text =
            |pair: &[Line]| pair[1].look.lines().iter().any(|new| new.text.contains(&pair[0].text));
        if self.lines.windows(2).take(2).all(has_old_text) && later.iter().all(has_text) {
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
        let us = self.us.as_str();
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
