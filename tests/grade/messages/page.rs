//! A visit to the page in a real browser. The exercise plays the server, uses the page as a person
//! does, and looks at it from outside: no script of the page can tell that it is being graded.

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
    look::{Look, WATCH},
    roster,
    stage::{PATIENCE, Stage},
    support::browser::{self, Browser, Trouble},
};

/// A page may show a message a little late, but not later than this.
const GRACE: Duration = Duration::from_secs(1);

/// How often the grader looks at the page.
const GLANCE: Duration = Duration::from_millis(5);

/// The report shows this many of the last steps.
const LAST_STEPS: usize = 3;

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

/// Tells the grader of each message that the page has handled: this listener is the first on each
/// socket, and the browser runs all listeners before it runs the grader's next script. The page's
/// scripts run later, and they do not know the event's name.
const TELL_OF_MESSAGES: &str = "(() => {
    const name = NAME;
    const Native = WebSocket;
    const { addEventListener, dispatchEvent } = EventTarget.prototype;
    const { apply, construct } = Reflect;
    const NativeEvent = Event;
    const here = document;
    const tell = () => apply(dispatchEvent, here, [new NativeEvent(name)]);
    const watched = new Proxy(Native, {
        construct(native, values, target) {
            const socket = construct(native, values, target);
            apply(addEventListener, socket, ['message', tell]);
            return socket;
        },
    });
    const hidden = { writable: true, configurable: true, enumerable: false };
    Object.defineProperty(Native.prototype, 'constructor', { value: watched, ...hidden });
    Object.defineProperty(window, 'WebSocket', { value: watched, ...hidden });
})()";

/// What an exercise does with the page.
pub type Play = fn(&mut Visit) -> Graded<()>;

/// A problem in the student's words.
pub struct Problem {
    /// One line for the scoreboard.
    pub summary: String,
    pub expected: String,
    pub came: String,
    /// Empty unless the evidence leaves no other explanation.
    pub cause: String,
}

impl Problem {
    pub fn new(
        summary: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
    ) -> Problem {
        let (summary, expected, came) = (summary.into(), expected.into(), came.into());
        Problem { summary, expected, came, cause: String::new() }
    }

    pub fn because(self, cause: impl Into<String>) -> Problem {
        Problem { cause: cause.into(), ..self }
    }
}

/// Plays an exercise's scene. If it fails, plays it again without the lines of the other exercises,
/// because they may be the reason: an exercise counts whether the others are right or not.
pub fn grade(browser: &Browser, exercise: Exercise, play: Play) -> Graded<()> {
    let whole = attempt(browser, exercise, &[], play);
    let others = others_than(exercise);
    let (Err(Verdict::Fail(failure)), false) = (&whole, others.is_empty()) else {
        return whole;
    };
    match attempt(browser, exercise, &others, play) {
        Ok(()) if exercise == Exercise::Messages && collides_with_roster(browser, play) => whole,
        Err(Verdict::Fail(alone)) if alone.summary == failure.summary => whole,
        alone => alone,
    }
}

/// Whether both exercises of client.js work without the other one, but not together: they declare
/// the same name, or the like. Then the later one is to blame.
fn collides_with_roster(browser: &Browser, messages: Play) -> bool {
    let together = attempt(browser, Exercise::Messages, &[Exercise::Announce], messages);
    let others = others_than(Exercise::Roster);
    together.is_err() && attempt(browser, Exercise::Roster, &others, roster::play).is_ok()
}

fn attempt(browser: &Browser, exercise: Exercise, left_out: &[Exercise], play: Play) -> Graded<()> {
    play(&mut Visit::load(browser, exercise, left_out)?)
}

/// The other exercises of the page whose lines can be found.
fn others_than(exercise: Exercise) -> Vec<Exercise> {
    let all = [Exercise::Roster, Exercise::Messages, Exercise::Announce].into_iter();
    all.filter(|other| *other != exercise && other.hole().is_some()).collect()
}

/// The page, loaded in a tab of its own.
pub struct Visit<'b> {
    pub page: browser::Page<'b>,
    pub exercise: Exercise,
    stage: Stage,
    socket: Option<WebSocket<TcpStream>>,
    /// The number of messages that the server has sent.
    said: usize,
    /// The keys of the last one.
    keys: Vec<String>,
    /// The number of exceptions before it.
    old_exceptions: usize,
    done: Vec<String>,
    /// A page that hangs does not answer any more.
    hangs: bool,
}

impl<'b> Visit<'b> {
    /// Loads the page from the scripted server, without the lines of some exercises.
    pub fn load(
        browser: &'b Browser,
        exercise: Exercise,
        left_out: &[Exercise],
    ) -> Graded<Visit<'b>> {
        let not_run = |why: &dyn std::fmt::Display| Verdict::NotRun(format!("no page: {why}"));
        let stage = Stage::open(client_folder(), left_out).map_err(|error| not_run(&error))?;
        let name = json!(format!("{:016x}", fastrand::u64(..))).to_string();
        let page = browser
            .open_after(&TELL_OF_MESSAGES.replace("NAME", &name), &stage.page())
            .map_err(|trouble| not_run(&trouble))?;
        page.look_from_outside().map_err(|trouble| not_run(&trouble))?;
        let mut done = Vec::new();
        for other in left_out {
            done.push(format!("left out the lines of {other}, because they may be in the way"));
        }
        done.push("opened the page in the browser".to_string());
        let mut visit = Visit {
            page,
            exercise,
            stage,
            socket: None,
            said: 0,
            keys: Vec::new(),
            old_exceptions: 0,
            done,
            hangs: false,
        };
        visit.eval(&WATCH.replace("NAME", &name))?;
        Ok(visit)
    }

    /// Connects and sets a name, as a person would.
    pub fn enter(&mut self, typed: &str) -> Graded<()> {
        self.is_whole()?;
        self.can_be_read()?;
        self.click("#connect")?;
        self.done.push("pressed Connect".to_string());
        self.socket = self.stage.wait_for_visitor();
        if self.socket.is_none() {
            return Err(self.does_not_work("the page opens a web socket", "no connection"));
        }
        if !self.holds("document.querySelector('#name').offsetParent !== null", PATIENCE)? {
            return Err(self.does_not_work("the page asks for a name", "it does not"));
        }
        self.type_into("#name", typed)?;
        self.click("#set-name")?;
        self.done.push(format!("set the name {}", shown(typed)));
        match self.reads() {
            Some(login) if login["username"] == typed.trim() => Ok(()),
            Some(login) => Err(self.does_not_work("a login message", &login.to_string())),
            None => Err(self.does_not_work("a login message", "no message")),
        }
    }

    /// Leaves the room, as a person would.
    pub fn leave(&mut self) -> Graded<()> {
        self.click("#leave")?;
        self.done.push("pressed Leave".to_string());
        self.socket = None;
        Ok(())
    }

    /// Types a text into the box and presses Send. Returns the message that the page then sent.
    pub fn write(&mut self, text: &str) -> Graded<Value> {
        self.eval("remember(false)")?;
        self.type_into("#message", text)?;
        self.click("#send")?;
        self.done.push(format!("typed {} and pressed Send", shown(text)));
        match self.reads() {
            Some(chat) if chat["type"] == "chat" => Ok(chat),
            Some(other) => Err(self.does_not_work("a chat message", &other.to_string())),
            None => Err(self.does_not_work("a chat message", "no message")),
        }
    }

    /// The page has sent this message under our name.
    pub fn is_from(&self, message: &Value, us: &str) -> Graded<()> {
        if message["username"] == us {
            return Ok(());
        }
        let summary = "the page sends under another name";
        let came = format!("the page sends  {message}");
        let expected = format!("a message from {}", shown(us));
        Err(self.fail(Problem::new(summary, expected, came)))
    }

    /// Replaces the text of a field, as a person would.
    fn type_into(&mut self, field: &str, text: &str) -> Graded<()> {
        self.click(field)?;
        self.eval(&format!("document.querySelector('{field}').select()"))?;
        let typed = self.page.type_text(text);
        typed.map_err(|trouble| self.trouble(trouble))
    }

    fn click(&mut self, selector: &str) -> Graded<()> {
        let clicked = self.page.click(selector);
        clicked.map_err(|trouble| self.trouble(trouble))
    }

    /// The page has the elements that client.js needs. Without them the script would stop outside
    /// of all exercises.
    fn is_whole(&mut self) -> Graded<()> {
        for (selector, ..) in REGIONS {
            if let Some((why, _)) = self.damage(selector)? {
                return Err(self.fail(Problem::new(why.clone(), AS_IT_WAS, why)));
            }
        }
        let parts = json!(PARTS);
        let lost = self.eval(&format!("{parts}.find(part => !document.querySelector(part))"))?;
        let Some(part) = lost.as_str() else { return Ok(()) };
        let lost = format!("{part} is not on the page any more");
        Err(self.fail(Problem::new(lost.clone(), AS_IT_WAS, lost).because(OUTSIDE)))
    }

    /// A live region without its id or its end: a sentence about it, and the reason.
    pub fn damage(&mut self, selector: &str) -> Graded<Option<(String, &'static str)>> {
        let region = format!("document.querySelector('{selector}')");
        if self.eval(&format!("!{region}"))? == true {
            let cause = "its id is gone or misspelt, or a quote is missing";
            return Ok(Some((format!("{selector} is not on the page any more"), cause)));
        }
        if self.eval(&format!("document.querySelectorAll('{selector}').length > 1"))? == true {
            let cause = "an id belongs to one element: the page changes only the first one";
            return Ok(Some((format!("{selector} is on the page more than once"), cause)));
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
        if !self.exceptions().iter().any(is_slip) {
            return Ok(());
        }
        let problem = Problem::new(
            "client.js cannot be read",
            "the browser reads client.js",
            "the browser could not read client.js, so none of it runs",
        );
        Err(self.fail(problem))
    }

    /// Whether the exercise's own lines cannot be read alone. The browser notices a missing bracket
    /// or quote late, perhaps at the end of the file.
    fn has_a_slip(&self) -> bool {
        let Some(lines) = self.exercise.answer() else { return false };
        let body = json!(format!("'use strict';\n{lines}"));
        let is_readable = format!(
            "(() => {{
                try {{ return Boolean(new Function('event', 'data', {body})); }}
                catch {{ return false; }}
            }})()"
        );
        self.page.eval(&is_readable).is_ok_and(|is_readable| is_readable == false)
    }

    /// Sends this message to the page, and waits until the page has handled it.
    pub fn hears(&mut self, message: &Value) -> Graded<()> {
        self.keys = message.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
        self.hears_text(&message.to_string(), message["type"] == "chat")
    }

    /// The same for any text.
    pub fn hears_text(&mut self, text: &str, is_chat: bool) -> Graded<()> {
        self.done.push(format!("the server said  {}", short(text, 200)));
        self.old_exceptions = self.exceptions().len();
        self.eval(&format!("remember({is_chat})"))?;
        self.said += 1;
        let socket = self.socket.as_mut().expect("the page has connected");
        if let Err(error) = socket.send(Message::text(text)) {
            return Err(self.does_not_work("the page stays connected", &error.to_string()));
        }
        if !self.holds(&format!("seen >= {}", self.said), PATIENCE)? {
            return Err(self.does_not_work("the message reaches the page", "it did not"));
        }
        match self.exception() {
            Some(exception) if hole_of_exception(&exception) == Some(self.exercise) => Err(self
                .fail(Problem::new(
                    short(first_line(&exception), 60),
                    "these lines run to their end, whatever message comes",
                    "they threw an exception",
                ))),
            _ => Ok(()),
        }
    }

    /// Looks at the page until it is right, and returns the last look.
    pub fn looks(&mut self, is_right: impl Fn(&Look) -> bool) -> Graded<Look> {
        let start = Instant::now();
        let mut is_late = false;
        loop {
            let look = Look { is_late, ..self.look()? };
            if is_right(&look) || start.elapsed() > GRACE {
                return Ok(look);
            }
            is_late = true;
            thread::sleep(GLANCE);
        }
    }

    /// Looks at the page once.
    pub fn look(&mut self) -> Graded<Look> {
        Ok(Look::from(&self.eval("look()")?))
    }

    pub fn eval(&mut self, expression: &str) -> Graded<Value> {
        let result = self.page.eval(expression);
        result.map_err(|trouble| self.trouble(trouble))
    }

    fn trouble(&mut self, trouble: Trouble) -> Verdict {
        self.hangs = matches!(trouble, Trouble::Silent(_));
        let problem = match trouble {
            Trouble::Silent(_) => Problem::new(
                "the page hangs",
                "the page goes on working",
                "no answer from the page: its script runs without end",
            )
            .because("a loop in these lines never ends"),
            other => Problem::new(
                "the page is not as it should be",
                AS_IT_WAS,
                short(&other.to_string(), 300),
            ),
        };
        self.fail(problem)
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

    /// The next message of the page.
    fn reads(&mut self) -> Option<Value> {
        let message = self.socket.as_mut()?.read().ok()?;
        serde_json::from_str(message.to_text().ok()?).ok()
    }

    fn does_not_work(&self, expected: &str, came: &str) -> Verdict {
        self.fail(Problem::new(short(&format!("{expected}: {came}"), 60), expected, came))
    }

    /// The verdict about a problem. If the script threw an exception, the report shows it: then it
    /// is the reason.
    pub fn fail(&self, problem: Problem) -> Verdict {
        let Problem { summary, expected, mut came, mut cause } = problem;
        if let Some(exception) = self.exception() {
            came = format!("{came}\nThe browser's console says\n{}", indent(&exception));
            if cause.is_empty() {
                cause = self.why(&exception);
            }
        } else if let Some(slip) = slip_in(&self.lines()) {
            cause = slip.to_string();
        }
        let (exercise, done) = (self.exercise, self.steps());
        Verdict::Fail(Box::new(Failure { exercise, summary, done, expected, came, cause }))
    }

    /// The steps so far: the first ones and the last ones.
    fn steps(&self) -> Vec<String> {
        let is_start = |step: &&String| !step.starts_with("the server said");
        let first = self.done.iter().take_while(is_start).count();
        let left = self.done.len().saturating_sub(first + LAST_STEPS);
        let mut steps = self.done[..first].to_vec();
        match left {
            0 | 1 => steps.extend_from_slice(&self.done[first..]),
            _ => {
                steps.push(format!("({left} more steps, and all went well)"));
                steps.extend_from_slice(&self.done[first + left..]);
            }
        }
        steps
    }

    /// The steps so far, so that a report can go back to a moment in the scene.
    pub fn step(&self) -> usize {
        self.done.len()
    }

    /// Forgets the steps after that moment.
    pub fn back_to(&mut self, step: usize) {
        self.done.truncate(step);
    }

    /// The exercise's own lines without comments and spaces.
    pub fn lines(&self) -> String {
        let lines = self.exercise.answer().unwrap_or_default();
        let code = lines.lines().map(|line| line.split("//").next().unwrap_or(line));
        code.collect::<String>().replace(|letter: char| letter.is_whitespace(), "")
    }

    /// The reason if the rest of the function did not run, as far as it is certain.
    pub fn cut_short(&self) -> &'static str {
        match self.lines().contains("return") {
            true => {
                "a return in these lines ends the whole function, and so showTheRest(data) below \
                 does not run"
            }
            false => "",
        }
    }

    /// An exception since the last message; before the first one, any exception.
    fn exception(&self) -> Option<String> {
        self.exceptions().into_iter().nth(self.old_exceptions)
    }

    /// The reason for an exception, as far as it is certain.
    fn why(&self, exception: &str) -> String {
        let first = first_line(exception);
        let is_own = hole_of_exception(exception) == Some(self.exercise);
        if let Some(slip) = slip_in(&self.lines()).filter(|_| is_own) {
            return slip.to_string();
        }
        if exception.starts_with("SyntaxError") {
            return match self.has_a_slip() {
                true if !is_own => "a bracket, a quote or the like is missing in these lines, or \
                                    there is one too many. The browser noticed it later"
                    .to_string(),
                _ => "look at that line, and at the one before it".to_string(),
            };
        }
        if !is_own {
            return "the exception ended the script, in a line outside the exercises, or the \
                    marker lines around it are gone"
                .to_string();
        }
        let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        if first.contains("before initialization") {
            let name = first.split('\'').nth(1).unwrap_or_default();
            return format!(
                "these lines declare a {name} of their own. It hides the page's {name}, from the \
                 beginning of the block"
            );
        }
        if first.starts_with("ReferenceError") {
            return "there is no such name at this place: it is misspelt, or it was declared \
                    inside of another block"
                .to_string();
        }
        if first.contains("undefined") || first.contains("iterable") || first.contains("null") {
            if self.exercise == Exercise::Roster && !keys.contains(&"active_users") {
                return format!(
                    "this message has only {}. Look whether it has active_users, and that its type \
                     is one of the two",
                    list(&keys)
                );
            }
            return format!(
                "a key is misspelt, or this message does not have it: it has {}. `data.type` says \
                 whether the message is for this exercise at all",
                list(&keys)
            );
        }
        String::new()
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

/// A slip that is certain to be wrong, in lines without spaces.
fn slip_in(lines: &str) -> Option<&'static str> {
    let has = |before: &str, word: &str, after: &str| {
        ['"', '\'', '`'].iter().any(|quote| {
            let slip = format!("{before}{quote}{word}{quote}{after}");
            lines.contains(&slip)
        })
    };
    if has("||", "disconnect", ")") || has("||", "login", ")") {
        return Some(
            "the condition is always true: a text alone, such as \"disconnect\", counts as true. \
             Compare data.type with each of the two types",
        );
    }
    if has("&&data.type===", "disconnect", ")") && has("(data.type===", "login", "&&") {
        return Some("no type is \"login\" and \"disconnect\" at once: use || (or)");
    }
    for word in ["chat", "login", "disconnect"] {
        if has("if(data.type=", word, "") || has("if(type=", word, "") {
            return Some("one = sets the type, and does not compare it: use ===");
        }
    }
    if lines.contains("(username=data.") || lines.contains("(data.username=username") {
        return Some("one = sets the name, and does not compare it: use ===");
    }
    let own = ["constusername=", "letusername=", "varusername="];
    if own.iter().any(|own| lines.contains(own)) {
        return Some(
            "these lines declare a username of their own, so they do not see the page's username, \
             which is our name",
        );
    }
    None
}

/// A name or a text for the report: in quotes if its spaces or quotes matter.
pub fn shown(text: &str) -> String {
    let is_plain = text.trim() == text && !text.contains("  ") && !text.contains(['\t', '\n']);
    let text = short(text, 200);
    if is_plain && !text.is_empty() { text } else { format!("{text:?}") }
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
