//! The messages that one step brought to each guest, in words for the student.

use std::fmt;

use serde_json::Value;

use super::log_line::{relay_in, roster_in};
use super::verdict::{indent, list, short};

/// A guest's name, whether it is logged in, and the texts that came to it.
pub type Came = (&'static str, bool, Vec<String>);

/// Everything that came after one step.
pub struct Seen {
    pub came: Vec<Came>,
    /// The guest that acted.
    pub sender: &'static str,
    /// The log's lines about it.
    pub log: Vec<String>,
}

impl Seen {
    pub fn logged_in(&self) -> Vec<&'static str> {
        self.came.iter().filter(|(_, is_in, _)| *is_in).map(|(name, ..)| *name).collect()
    }

    /// The guests that got something.
    pub fn recipients(&self) -> Vec<&'static str> {
        self.came.iter().filter(|(.., texts)| !texts.is_empty()).map(|(name, ..)| *name).collect()
    }

    /// The different texts that came, in no special order.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> =
            self.came.iter().flat_map(|(.., texts)| texts).map(String::as_str).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    /// Whether everyone logged in got the same text, once, and nobody else got anything.
    pub fn is_exact(&self) -> bool {
        self.texts().len() == 1
            && self.came.iter().all(|(_, is_in, texts)| texts.len() == usize::from(*is_in))
    }

    /// The log's lines about an unrecognized message.
    pub fn unrecognized(&self) -> Vec<&str> {
        let lines = self.log.iter().map(String::as_str);
        lines.filter(|line| line.contains("Unrecognized message type")).collect()
    }

    /// Whether such a line is all that a message brought.
    pub fn is_unrecognized(&self) -> bool {
        let is_answer = |line: &String| relay_in(line).is_some() || roster_in(line).is_some();
        let is_answered = !self.recipients().is_empty() || self.log.iter().any(is_answer);
        !is_answered && !self.unrecognized().is_empty()
    }

    /// How many clients are on the roster, from the room's line after a login.
    pub fn on_roster(&self) -> Option<usize> {
        self.log.iter().rev().find_map(|line| roster_in(line))
    }

    /// The log for the student: the lines about an unrecognized message, or else all lines.
    pub fn logged(&self) -> String {
        let all = self.log.join("\n");
        match (&self.unrecognized()[..], all.as_str()) {
            ([], "") => "no line in the log".to_string(),
            ([], all) => format!("in the log\n{}", indent(&short(all, 1200))),
            (lines, _) => format!("in the log\n{}", indent(&short(&lines.join("\n"), 1200))),
        }
    }

    /// For a message that did not reach everyone: a line for the scoreboard, and the probable
    /// mistake.
    pub fn what_went_wrong(&self) -> (String, String) {
        let members = self.logged_in();
        let got = self.recipients();
        let without: Vec<_> = members.iter().copied().filter(|name| !got.contains(name)).collect();
        let strangers: Vec<_> =
            got.iter().copied().filter(|name| !members.contains(name)).collect();
        let twice = self.came.iter().find(|(.., texts)| texts.len() > 1);
        let is_sender = |names: &[&str]| names == [self.sender];
        let everyone = "relay to every logged-in client";
        if got.is_empty() {
            ("nobody got the message".into(), format!("nothing was sent to anyone: {everyone}"))
        } else if is_sender(&got) && members.len() > 1 {
            let cause = format!("the message came back only to its sender: {everyone}");
            ("the message came back only to its sender".into(), cause)
        } else if is_sender(&without) {
            let cause = format!("everyone but the sender got it: {everyone}, the sender too");
            ("the sender did not get the message".into(), cause)
        } else if !strangers.is_empty() {
            let names = list(&strangers);
            let cause = format!("{names} got it without being logged in: {everyone}, no one else");
            (format!("{names} got the message without being logged in"), cause)
        } else if !without.is_empty() {
            let (got, without) = (list(&got), list(&without));
            let cause = format!("the message reached {got} but not {without}: {everyone}");
            (format!("{without} did not get the message"), cause)
        } else if let Some((name, ..)) = twice {
            let cause = "the message went out more than once: each client gets it once".to_string();
            (format!("{name} got more than one message"), cause)
        } else {
            let cause = "not everyone got the same text: make one message for all".to_string();
            ("not everyone got the same text".into(), cause)
        }
    }
}

/// All guests with their messages. Guests with the same messages share one line.
impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut told: Vec<&Vec<String>> = Vec::new();
        for (.., texts) in self.came.iter().filter(|(.., texts)| !texts.is_empty()) {
            if told.contains(&texts) {
                continue;
            }
            told.push(texts);
            let same = self.came.iter().filter(|(.., other)| other == texts);
            let names: Vec<_> = same.map(|(name, ..)| *name).collect();
            writeln!(f, "{} got", list(&names))?;
            for text in texts.iter().take(3) {
                writeln!(f, "{}", pretty(text))?;
            }
            if texts.len() > 3 {
                writeln!(f, "    … and {} more", texts.len() - 3)?;
            }
        }
        let nothing = self.came.iter().filter(|(.., texts)| texts.is_empty());
        let nothing: Vec<_> = nothing.map(|(name, ..)| *name).collect();
        if told.is_empty() {
            write!(f, "nobody got anything. The server is alive: it answers pings.")
        } else if nothing.is_empty() {
            Ok(())
        } else {
            write!(f, "{} got nothing", list(&nothing))
        }
    }
}

/// JSON on several lines; another text as it is.
pub fn pretty(text: &str) -> String {
    let json: Result<Value, _> = serde_json::from_str(text);
    let pretty = json.and_then(|json| serde_json::to_string_pretty(&json));
    indent(&short(&pretty.unwrap_or_else(|_| text.to_string()), 1200))
}
