//! A visitor of the page, played in a real browser: the exercise says what the server says,
//! and looks at what the page shows.

use std::{
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::{
    exercise::{Exercise, client_folder},
    stage::{PATIENCE, Stage},
    support::browser::{self, Browser, Trouble},
    verdict::{Failure, Graded, Verdict, indent, short},
};

/// The page shows a message at once, or a little later if it likes to; not at all after this.
const GRACE: Duration = Duration::from_millis(1500);

/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// Counts the messages that the page's own handlers are done with: this listener is the first
/// on each socket, and the browser runs no other script before it has run them all.
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
    done: Vec<String>,
    /// Then it answers no question any more.
    hangs: bool,
}

impl<'b> Visit<'b> {
    /// Loads the page from the scripted server.
    pub fn load(browser: &'b Browser, exercise: Exercise) -> Graded<Visit<'b>> {
        let not_run = |why: &dyn std::fmt::Display| Verdict::NotRun(format!("no page: {why}"));
        let stage = Stage::open(client_folder()).map_err(|error| not_run(&error))?;
        let page = browser.open(&stage.page()).map_err(|trouble| not_run(&trouble))?;
        let done = vec!["opened the page in the browser".to_string()];
        Ok(Visit { page, stage, socket: None, exercise, said: 0, done, hangs: false })
    }

    /// Connects and sets a name, as a person would.
    pub fn enter(&mut self, username: &str) -> Graded<()> {
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

    /// The server says this, and the page is done with it.
    pub fn hears(&mut self, message: &Value) -> Graded<()> {
        self.done.push(format!("the server said  {}", short(&message.to_string(), 200)));
        self.said += 1;
        let socket = self.socket.as_mut().expect("who hears has entered");
        if let Err(error) = socket.send(Message::text(message.to_string())) {
            return Err(self.does_not_work("the page stays connected", &error.to_string()));
        }
        let has_come = format!("window.messagesSeen >= {}", self.said);
        if self.holds(&has_come, PATIENCE)? {
            return Ok(());
        }
        Err(self.does_not_work("the message reaches the page", "it did not"))
    }

    /// Looks until the page's answer is as wanted, and gives the last one if it never is.
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
                "no answer from the page: its script is busy without end",
                "a loop without an end in handleServerMessage",
            ),
            other => self.fail(
                "the page is not as it should be",
                "the parts of the page that are not exercises are as they were",
                other.to_string(),
                "something outside the exercise was changed or removed",
            ),
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
        let cause = match self.complaints()[..] {
            [] => "something outside the exercise was changed".to_string(),
            _ => "the script does not run to its end: see the console's message".to_string(),
        };
        let summary = format!("{expected}: {came}");
        self.fail(short(&summary, 60), expected, came, cause)
    }

    /// A failure; if the page's script threw an exception, that is the first to look at.
    pub fn fail(
        &self,
        summary: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
        cause: impl Into<String>,
    ) -> Verdict {
        let complaints = self.complaints();
        let mut came: String = came.into();
        let mut cause: String = cause.into();
        if let Some(exception) = complaints.first() {
            if let Some(hole) = hole_of_exception(exception).filter(|hole| *hole != self.exercise) {
                let why = format!("it throws {}", short(first_line(exception), 60));
                return Verdict::Blocked { by: hole, why };
            }
            came = format!("{came}\nThe browser's console says\n{}", indent(exception));
            cause = format!("the exception ended the function. If not that: {cause}");
        }
        Verdict::Fail(Box::new(Failure {
            exercise: self.exercise,
            summary: summary.into(),
            done: self.done.clone(),
            expected: expected.into(),
            came,
            cause,
        }))
    }

    /// The exceptions that the page's script threw.
    fn complaints(&self) -> Vec<String> {
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

/// The exercise in whose lines it was thrown: `… (http://127.0.0.1:40000/client.js:372:13)`.
fn hole_of_exception(exception: &str) -> Option<Exercise> {
    let (_, place) = exception.split_once("client.js:")?;
    let line = place.split(':').next()?.parse().ok()?;
    Exercise::at("client.js", line)
}
