//! Exercise 6: the page shows the chat, our messages on the right, everyone else's on the left.

use serde_json::{Value, json};

use crate::{
    Exercise,
    cause::Evidence,
    common::{
        cast::{Cast, Name, Text},
        verdict::Graded,
    },
    line::{Line, describe},
    look::Look,
    page::{self, Problem, Visit},
    support::browser::Browser,
};

/// More messages than fit on a screen.
const MANY: usize = 30;

/// The report shows this many of the last messages.
const SHOWN: usize = 4;

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
        self.hears(visit, friend, "The first line\nand the second one")?;
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
        visit.is_from(&message, &self.us)?;
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
        let cause = Evidence { us: &self.us, lines: &self.lines }.cause(wrong);
        Err(visit.fail(Problem::new(summary, expected, came).because(cause)))
    }
}

/// The messages in between that are not chat.
fn ignores_the_rest(visit: &mut Visit, cast: &mut Cast, friend: &str) -> Graded<()> {
    let (name, text) = (cast.plain(), cast.plain_text());
    let chatty = format!("chat {name}");
    let messages = [
        json!({ "type": "login", "user_joined": chatty, "active_users": [friend, name, chatty] }),
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
    let harm = if !look.is_rest_same || !look.are_frames_same {
        "these lines changed a part of the page outside of #chat"
    } else if message["type"] == "chat" && !look.is_list_kept {
        "these lines changed #users-list"
    } else {
        return Ok(());
    };
    Err(visit.fail(Problem::new(harm, "only #chat changes, and what showTheRest changes", harm)))
}
