//! A visit to the page in a real browser: the exercise plays the server, and looks at the page.

use std::{
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::{
    Exercise,
    announce::REGIONS,
    common::{
        exercise::client_folder,
        verdict::{Failure, Graded, Verdict, indent, list, short},
    },
    stage::{PATIENCE, Stage},
    support::browser::{self, Browser, Trouble},
};

/// A page may show a message a little late, but not later than this.
const GRACE: Duration = Duration::from_millis(1500);

/// How often the grader looks at the page.
const GLANCE: Duration = Duration::from_millis(20);

/// The elements that client.js needs, besides the live regions.
const PARTS: [&str; 16] = [
    "#connect-form",
    "#server",
    "#connect",
    "#known-servers",
    "#name-form",
    "#name",
    "#set-name",
    "#name-display",
    "#send-container",
    "#message",
    "#send",
    "#users-list",
    "#users-count",
    "#newest",
    "#leave",
    "#retry",
];

const AS_IT_WAS: &str = "the parts of the page that are not exercises are as they were";
const OUTSIDE: &str = "something outside the exercises was changed or removed";

/// Counts the messages that the page has handled: this listener is the first on each socket, and
/// the browser runs all listeners before it runs the grader's next script.
const COUNT_MESSAGES: &str = "
    window.messagesSeen = 0;
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
        constructor(...address) {
            super(...address);
            this.addEventListener('message', () => { window.messagesSeen += 1; });
        }
    };
    null";

/// The page, loaded in a tab of its own.
pub struct Visit<'b> {
    pub page: browser::Page<'b>,
    stage: Stage,
    socket: Option<WebSocket<TcpStream>>,
    exercise: Exercise,
    said: usize,
    /// The number of exceptions before the last message.
    old_exceptions: usize,
    done: Vec<String>,
    /// A page that hangs does not answer any more.
    pub hangs: bool,
}

impl<'b> Visit<'b> {
    /// Loads the page from the scripted server.
    pub fn load(browser: &'b Browser, exercise: Exercise) -> Graded<Visit<'b>> {
        let not_run = |why: &dyn std::fmt::Display| Verdict::NotRun(format!("no page: {why}"));
        let stage = Stage::open(client_folder()).map_err(|error| not_run(&error))?;
        let page = browser.open(&stage.page()).map_err(|trouble| not_run(&trouble))?;
        let done = vec!["opened the page in the browser".to_string()];
        Ok(Visit {
            page,
            stage,
            socket: None,
            exercise,
            said: 0,
            old_exceptions: 0,
            done,
            hangs: false,
        })
    }

    /// Connects and sets a name, as a person would.
    pub fn enter(&mut self, username: &str) -> Graded<()> {
        self.is_whole()?;
        self.can_be_read()?;
        let address = json!(self.stage.socket());
        self.eval(COUNT_MESSAGES)?;
        self.eval(&format!("document.querySelector('#server').value = {address}; null"))?;
        self.eval("document.querySelector('#connect').click(); null")?;
        self.done.push("pressed Connect".to_string());
        self.socket = self.stage.wait_for_visitor();
        if self.socket.is_none() {
            return Err(self.does_not_work("the page opens a web socket", "no connection"));
        }
        let is_open = "document.querySelector('#name').offsetParent !== null";
        if !self.holds(is_open, PATIENCE)? {
            return Err(self.does_not_work("the page asks for a name", "it does not"));
        }
        let name = json!(username);
        self.eval(&format!("document.querySelector('#name').value = {name}; null"))?;
        self.eval("document.querySelector('#set-name').click(); null")?;
        self.done.push(format!("set the name {username}"));
        match self.read_login() {
            Some(login) if login["username"] == username => Ok(()),
            Some(login) => Err(self.does_not_work("a login message", &login.to_string())),
            None => Err(self.does_not_work("a login message", "no message")),
        }
    }

    /// The page has the elements that client.js needs. Without them the script would stop outside
    /// of all exercises.
    fn is_whole(&mut self) -> Graded<()> {
        for (selector, ..) in REGIONS {
            if let Some((why, _)) = self.damage(selector)? {
                return Err(Verdict::Blocked { by: Exercise::Announce, why });
            }
        }
        let parts = json!(PARTS);
        let lost = self.eval(&format!("{parts}.find(part => !document.querySelector(part))"))?;
        match lost.as_str() {
            None => Ok(()),
            Some(part) => {
                let summary = format!("{part} is not on the page any more");
                Err(self.failure(summary.clone(), AS_IT_WAS, summary, OUTSIDE))
            }
        }
    }

    /// A live region without its id or its end: a sentence about it, and the probable mistake.
    pub fn damage(&mut self, selector: &str) -> Graded<Option<(String, &'static str)>> {
        let region = format!("document.querySelector('{selector}')");
        if self.eval(&format!("!{region}"))? == true {
            let cause = "its id is gone or misspelt, or a quote is missing";
            return Ok(Some((format!("{selector} is not on the page any more"), cause)));
        }
        if self.eval(&format!("{region}.querySelector('form') !== null"))? == true {
            let cause = "its end, such as </div>, is missing";
            return Ok(Some((format!("{selector} has the rest of the page in it"), cause)));
        }
        Ok(None)
    }

    /// The browser can read client.js. One syntax error, and none of it runs.
    fn can_be_read(&mut self) -> Graded<()> {
        let is_slip = |exception: &String| {
            exception.starts_with("SyntaxError") && lines_of(exception).next().is_some()
        };
        let Some(slip) = self.exceptions().into_iter().find(is_slip) else {
            return Ok(());
        };
        let noticed = hole_of_exception(&slip);
        let hole = self.hole_with_a_slip()?.or(noticed);
        let cause = match hole {
            None => OUTSIDE,
            hole if hole == noticed => "look at that line, and at the one before it",
            _ => {
                "a bracket, a quote or the like is missing in these lines, or there is one too \
                 many. The browser noticed it later"
            }
        };
        if let Some(by) = hole.filter(|hole| *hole != self.exercise) {
            let line = lines_of(&slip).next().unwrap_or_default();
            return Err(Verdict::Blocked { by, why: format!("client.js, line {line}: {slip}") });
        }
        let came = format!(
            "the browser could not read client.js, so none of it runs\n\
             The browser's console says\n{}",
            indent(&slip)
        );
        Err(self.failure("client.js cannot be read", "the browser reads client.js", came, cause))
    }

    /// The browser notices a missing bracket or quote late, perhaps in the lines of another exercise
    /// or at the end of the file. But the lines that lack it cannot be read alone either.
    fn hole_with_a_slip(&mut self) -> Graded<Option<Exercise>> {
        for exercise in [Exercise::Roster, Exercise::Messages] {
            let Some(lines) = exercise.answer() else { continue };
            let body = json!(format!("'use strict';\n{lines}"));
            let is_readable = format!(
                "(() => {{
                    try {{ return Boolean(new Function('event', 'data', {body})); }}
                    catch {{ return false; }}
                }})()"
            );
            if self.eval(&is_readable)? == false {
                return Ok(Some(exercise));
            }
        }
        Ok(None)
    }

    /// Sends this message to the page, and waits until the page has handled it.
    pub fn hears(&mut self, message: &Value) -> Graded<()> {
        self.done.push(format!("the server said  {}", short(&message.to_string(), 200)));
        self.old_exceptions = self.exceptions().len();
        self.said += 1;
        let socket = self.socket.as_mut().expect("the page has connected");
        if let Err(error) = socket.send(Message::text(message.to_string())) {
            return Err(self.does_not_work("the page stays connected", &error.to_string()));
        }
        let has_come = format!("window.messagesSeen >= {}", self.said);
        if self.holds(&has_come, PATIENCE)? {
            return self.came_to_its_end(message);
        }
        Err(self.does_not_work("the message reaches the page", "it did not"))
    }

    /// The exercise's own lines throw no exception, whatever the message is.
    fn came_to_its_end(&self, message: &Value) -> Graded<()> {
        let exception = self.exception_in_the_way();
        let is_ours = |exception: &String| hole_of_exception(exception) == Some(self.exercise);
        let Some(exception) = exception.filter(is_ours) else {
            return Ok(());
        };
        let keys: Vec<&str> =
            message.as_object().into_iter().flatten().map(|(key, _)| &**key).collect();
        Err(self.failure(
            short(first_line(&exception), 60),
            "these lines run to their end, whatever message comes",
            format!("they threw an exception. The browser's console says\n{}", indent(&exception)),
            format!(
                "a misspelt name, or a key that this message does not have: it has {}. `data.type` \
                 says whether the message is for this exercise at all.",
                list(&keys)
            ),
        ))
    }

    /// Looks again until the page's answer is right, and returns the last answer.
    pub fn looks(&mut self, expression: &str, is_right: impl Fn(&Value) -> bool) -> Graded<Value> {
        let start = Instant::now();
        loop {
            let shown = self.eval(expression)?;
            if is_right(&shown) || start.elapsed() > GRACE {
                return Ok(shown);
            }
            thread::sleep(GLANCE);
        }
    }

    pub fn eval(&mut self, expression: &str) -> Graded<Value> {
        let result = self.page.eval(expression);
        self.hangs = matches!(result, Err(Trouble::Silent(_)));
        result.map_err(|trouble| match trouble {
            Trouble::Silent(_) => self.fail(
                "the page hangs",
                "the page goes on working",
                "no answer from the page: its script runs without end",
                "an endless loop in handleServerMessage",
            ),
            other => {
                self.fail("the page is not as it should be", AS_IT_WAS, other.to_string(), OUTSIDE)
            }
        })
    }

    fn holds(&mut self, condition: &str, patience: Duration) -> Graded<bool> {
        let start = Instant::now();
        while self.eval(condition)? != true {
            if start.elapsed() > patience {
                return Ok(false);
            }
            thread::sleep(GLANCE);
        }
        Ok(true)
    }

    fn read_login(&mut self) -> Option<Value> {
        let message = self.socket.as_mut()?.read().ok()?;
        serde_json::from_str(message.to_text().ok()?).ok()
    }

    fn does_not_work(&self, expected: &str, came: &str) -> Verdict {
        let cause = match self.exceptions()[..] {
            [] => OUTSIDE,
            _ => "the script does not run to its end: read the console's message",
        };
        let summary = format!("{expected}: {came}");
        self.fail(short(&summary, 60), expected, came, cause)
    }

    /// A failure. If the script threw an exception, the report puts that first.
    pub fn fail(
        &self,
        summary: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
        cause: impl Into<String>,
    ) -> Verdict {
        let Some(exception) = self.exception_in_the_way() else {
            return self.failure(summary, expected, came, cause);
        };
        let hole = hole_of_exception(&exception);
        if let Some(by) = hole.filter(|hole| *hole != self.exercise) {
            let why = format!("it throws {}", short(first_line(&exception), 60));
            return Verdict::Blocked { by, why };
        }
        let whose = match hole {
            Some(_) => "",
            None => ", in a line outside the exercises, or the marker lines around it are gone",
        };
        let (came, cause) = (came.into(), cause.into());
        let came = format!("{came}\nThe browser's console says\n{}", indent(&exception));
        let cause = format!("the exception ended the function{whose}. If that is not it: {cause}");
        self.failure(summary, expected, came, cause)
    }

    /// A failure without a look at exceptions.
    pub fn failure(
        &self,
        summary: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
        cause: impl Into<String>,
    ) -> Verdict {
        Verdict::Fail(Box::new(Failure {
            exercise: self.exercise,
            summary: summary.into(),
            done: self.done.clone(),
            expected: expected.into(),
            came: came.into(),
            cause: cause.into(),
        }))
    }

    /// An exception since the last message that may have stopped this exercise. The exercises'
    /// lines run in their order, so an exception in a later one did not stop it.
    fn exception_in_the_way(&self) -> Option<String> {
        let came_after = |exception: &String| {
            self.said > 0 && hole_of_exception(exception).is_some_and(|hole| hole > self.exercise)
        };
        let mut exceptions = self.exceptions().into_iter().skip(self.old_exceptions);
        exceptions.find(|exception| !came_after(exception))
    }

    /// The exceptions that the page's script threw.
    fn exceptions(&self) -> Vec<String> {
        if self.hangs {
            return Vec::new();
        }
        let console = self.page.console().unwrap_or_default().into_iter();
        let exceptions = console.filter_map(|line| {
            line.strip_prefix("exception: ").map(|exception| short(exception, 600))
        });
        exceptions.collect()
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}

/// The exercise whose lines threw it, or called the code that threw it.
fn hole_of_exception(exception: &str) -> Option<Exercise> {
    lines_of(exception).find_map(|line| Exercise::at("client.js", line))
}

/// The lines that an exception names, the innermost first:
/// `… (http://127.0.0.1:40000/client.js:372:13)`.
fn lines_of(exception: &str) -> impl Iterator<Item = usize> {
    let places = exception.split("client.js:").skip(1);
    places.filter_map(|place| place.split(':').next()?.parse().ok())
}
