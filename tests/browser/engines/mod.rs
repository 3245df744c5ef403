//! One small interface to three browsers: Chromium, Firefox and WebKit.
//!
//! Chromium has a driver in `support`, since the grader needs it, too. The other two are driven by
//! what all browsers understand: navigate, evaluate a script, press keys, move the mouse.

mod firefox;
mod http;
mod program;
mod webkit;

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::DEADLINE;
use crate::support::browser::{Browser, FIND_MIDDLE, Page, Trouble};

pub use firefox::Firefox;
pub use webkit::WebKit;

const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A browser that is running.
pub trait Engine: Send + Sync {
    /// Opens an address in a new window, and waits until it is loaded.
    fn open(&self, url: &str) -> Result<Box<dyn Tab + '_>, Trouble>;

    /// The smallest width of a page that a test may ask for, in CSS pixels.
    fn narrowest(&self) -> u32 {
        0
    }
}

/// A page in a browser. A test uses it like a person: it presses keys, clicks and looks.
pub trait Tab {
    /// Evaluates a JavaScript expression. If the value is a promise, waits for its result.
    fn eval(&self, expression: &str) -> Result<Value, Trouble>;
    fn type_text(&self, text: &str) -> Result<(), Trouble>;
    /// Presses and releases a key: `Enter`, `Tab` or `Shift+Enter`.
    fn press_key(&self, key: &str) -> Result<(), Trouble>;
    fn click(&self, selector: &str) -> Result<(), Trouble>;
    /// Sets the size of the page in CSS pixels.
    fn set_size(&self, width: u32, height: u32) -> Result<(), Trouble>;
    /// Closes the tab like a user: the page gets a `pagehide` event.
    fn close(self: Box<Self>) -> Result<(), Trouble>;

    /// Waits until the JavaScript condition is true. The error says that it waited for `what`.
    fn wait_until(&self, condition: &str, what: &str) -> Result<(), Trouble> {
        let start = Instant::now();
        loop {
            let instead = match self.eval(condition) {
                Ok(value) if value == true => return Ok(()),
                Ok(value) => value.to_string(),
                Err(trouble) => trouble.to_string(), // perhaps the document is being replaced
            };
            if start.elapsed() > DEADLINE {
                let shown = self.eval("document.body.innerText").unwrap_or_default();
                let shown = shown.as_str().unwrap_or_default();
                return Err(Trouble::Missing(format!(
                    "waited {DEADLINE:?} for: {what}\nthe last value was {instead}\n{shown}"
                )));
            }
            thread::sleep(POLL_INTERVAL);
        }
    }
}

impl Engine for Browser {
    fn open(&self, url: &str) -> Result<Box<dyn Tab + '_>, Trouble> {
        Ok(Box::new(Browser::open(self, url)?))
    }
}

impl Tab for Page<'_> {
    fn eval(&self, expression: &str) -> Result<Value, Trouble> {
        Page::eval(self, expression)
    }

    fn type_text(&self, text: &str) -> Result<(), Trouble> {
        Page::type_text(self, text)
    }

    fn press_key(&self, key: &str) -> Result<(), Trouble> {
        Page::press_key(self, key)
    }

    fn click(&self, selector: &str) -> Result<(), Trouble> {
        Page::click(self, selector)
    }

    fn set_size(&self, width: u32, height: u32) -> Result<(), Trouble> {
        Page::set_viewport(self, width, height, false)
    }

    fn close(self: Box<Self>) -> Result<(), Trouble> {
        Page::close(*self)
    }

    fn wait_until(&self, condition: &str, what: &str) -> Result<(), Trouble> {
        Page::wait_until(self, condition, what)
    }
}

/// What Firefox and WebKit do with a tab that has this id.
trait Driver {
    /// Runs the body of an async function, and returns what it returns: a text.
    fn run(&self, tab: &str, body: &str) -> Result<String, Trouble>;
    /// Performs what WebDriver calls actions: of keys, or of the mouse.
    fn perform(&self, tab: &str, actions: Value) -> Result<(), Trouble>;
    fn set_size(&self, tab: &str, width: u32, height: u32) -> Result<(), Trouble>;
    fn close(&self, tab: &str) -> Result<(), Trouble>;
}

/// A tab of one of these two.
struct DrivenTab<'d> {
    driver: &'d dyn Driver,
    id: String,
}

impl DrivenTab<'_> {
    fn press(&self, keys: &[&[char]]) -> Result<(), Trouble> {
        let mut actions = Vec::new();
        for together in keys {
            let down = together.iter().map(|key| json!({ "type": "keyDown", "value": key }));
            let up = together.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
            actions.extend(down.chain(up));
        }
        let keyboard = json!([{ "type": "key", "id": "keyboard", "actions": actions }]);
        self.driver.perform(&self.id, keyboard)
    }
}

impl Tab for DrivenTab<'_> {
    fn eval(&self, expression: &str) -> Result<Value, Trouble> {
        let body = format!("return JSON.stringify(await ({expression})) ?? \"null\";");
        let text = self.driver.run(&self.id, &body)?;
        serde_json::from_str(&text).map_err(|error| Trouble::Refused(format!("{error}: {text}")))
    }

    fn type_text(&self, text: &str) -> Result<(), Trouble> {
        let letters: Vec<[char; 1]> = text.chars().map(|letter| [letter]).collect();
        let keys: Vec<&[char]> = letters.iter().map(|letter| &letter[..]).collect();
        self.press(&keys)
    }

    fn press_key(&self, key: &str) -> Result<(), Trouble> {
        // WebDriver gives these keys a place in Unicode's private area.
        const SHIFT: char = '\u{e008}';
        match key {
            "Enter" => self.press(&[&['\u{e007}']]),
            "Tab" => self.press(&[&['\u{e004}']]),
            "Shift+Enter" => self.press(&[&[SHIFT, '\u{e007}']]),
            _ => Err(Trouble::Refused(format!("{key} is not a key that press_key knows"))),
        }
    }

    fn click(&self, selector: &str) -> Result<(), Trouble> {
        let found = self.eval(&format!("({FIND_MIDDLE})({})", json!(selector)))?;
        if let Some(why) = found.as_str() {
            return Err(Trouble::Missing(format!("cannot click {selector}: {why}")));
        }
        let middle = |key: &str| found[key].as_f64().unwrap_or_default().round();
        let there = json!({ "type": "pointerMove", "x": middle("x"), "y": middle("y") });
        let button = |kind: &str| json!({ "type": kind, "button": 0 });
        let actions = [there, button("pointerDown"), button("pointerUp")];
        let mouse = json!([{ "type": "pointer", "id": "mouse", "actions": actions }]);
        self.driver.perform(&self.id, mouse)
    }

    fn set_size(&self, width: u32, height: u32) -> Result<(), Trouble> {
        self.driver.set_size(&self.id, width, height)
    }

    fn close(self: Box<Self>) -> Result<(), Trouble> {
        self.driver.close(&self.id)
    }
}
