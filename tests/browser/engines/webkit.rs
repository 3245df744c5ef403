//! WebKitGTK, driven by WebDriver: JSON over HTTP. Its MiniBrowser stands for Safari here.
//! <https://www.w3.org/TR/webdriver2/> describes each command.

use std::net::TcpStream;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::http;
use super::program::{Program, find};
use super::{DrivenTab, Driver, Engine, Tab};
use crate::support::DEADLINE;
use crate::support::browser::{Trouble, launch::Folder};
use crate::support::process::{eventually, free_port};

/// For the first start on a busy machine.
const START_DEADLINE: Duration = Duration::from_secs(60);

pub struct WebKit {
    port: u16,
    /// The path of the one session. It has one current window, so only one test at a time may
    /// choose a window and give it a command.
    session: Mutex<String>,
    // Dropped in this order: the driver's browser ends with its display.
    _driver: Program,
    _display: Program,
    _home: Folder,
}

impl WebKit {
    /// `Err` is a sentence that says why there is no WebKit.
    pub fn launch() -> Result<WebKit, String> {
        let driver = find(&["WebKitWebDriver"])?;
        let mut xvfb = Command::new(find(&["Xvfb"])?);
        xvfb.args(["-displayfd", "1", "-screen", "0", "2000x1200x24", "-nolisten", "tcp"]);
        let (display, number) = Program::start(&mut xvfb, "")?;
        let home = Folder::new("webkit")?;
        let port = free_port();
        let mut command = Command::new(driver);
        command.arg(format!("--port={port}"));
        command.env("DISPLAY", format!(":{number}")).env("GDK_BACKEND", "x11");
        command.env("HOME", &home.0).env("XDG_RUNTIME_DIR", &home.0);
        let driver = Program::start_silent(&mut command)?;
        if !eventually(START_DEADLINE, || TcpStream::connect(("127.0.0.1", port)).is_ok()) {
            return Err(format!("WebKitWebDriver does not listen on port {port}"));
        }
        let new = json!({ "capabilities": {} });
        let answer = http::request(port, "POST", "/session", &new, START_DEADLINE)?;
        let Some(id) = answer["value"]["sessionId"].as_str() else {
            return Err(format!("WebKitWebDriver opens no session: {answer}"));
        };
        let session = Mutex::new(format!("/session/{id}"));
        Ok(WebKit { port, session, _driver: driver, _display: display, _home: home })
    }

    fn session(&self) -> MutexGuard<'_, String> {
        // A test that panicked while it held the lock leaves no half-sent command behind.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn command(&self, session: &str, command: &str, body: Value) -> Result<Value, Trouble> {
        let path = format!("{session}/{command}");
        let answer = http::request(self.port, "POST", &path, &body, DEADLINE);
        let value = answer.map_err(Trouble::Refused)?["value"].clone();
        match value["error"].is_string() && value["message"].is_string() {
            true => Err(Trouble::Refused(format!("{command}: {}", value["message"]))),
            false => Ok(value),
        }
    }

    /// Gives a command to this tab.
    fn tell(&self, tab: &str, command: &str, body: Value) -> Result<Value, Trouble> {
        let session = self.session();
        self.command(&session, "window", json!({ "handle": tab }))?;
        self.command(&session, command, body)
    }
}

impl Drop for WebKit {
    fn drop(&mut self) {
        // Ends the browser. An error means that it has already ended.
        let session = self.session().clone();
        let _ = http::request(self.port, "DELETE", &session, &Value::Null, DEADLINE);
    }
}

impl Engine for WebKit {
    fn open(&self, url: &str) -> Result<Box<dyn Tab + '_>, Trouble> {
        let session = self.session();
        let made = self.command(&session, "window/new", json!({ "type": "window" }))?;
        drop(session);
        let id = made["handle"].as_str().unwrap_or_default().to_string();
        self.tell(&id, "url", json!({ "url": url }))?;
        Ok(Box::new(DrivenTab { driver: self, id }))
    }

    /// The window's toolbar needs 447.
    fn narrowest(&self) -> u32 {
        450
    }
}

impl Driver for WebKit {
    fn run(&self, tab: &str, body: &str) -> Result<String, Trouble> {
        let script = format!(
            "const done = arguments[0];
            (async () => {{ {body} }})().then(text => done({{ text }}), error => done({{ thrown: `${{error}}` }}))"
        );
        let answer = self.tell(tab, "execute/async", json!({ "script": script, "args": [] }))?;
        match answer["text"].as_str() {
            Some(text) => Ok(text.to_string()),
            None => Err(Trouble::Exception(format!("{body} threw {}", answer["thrown"]))),
        }
    }

    fn perform(&self, tab: &str, actions: Value) -> Result<(), Trouble> {
        self.tell(tab, "actions", json!({ "actions": actions })).map(|_| ())
    }

    /// A window has a frame and a toolbar, which the page's size does not count.
    fn set_size(&self, tab: &str, width: u32, height: u32) -> Result<(), Trouble> {
        let around = |key: &str| format!("return String(outer{key} - inner{key});");
        let extra = |key: &str| -> Result<u32, Trouble> {
            Ok(self.run(tab, &around(key))?.parse().unwrap_or_default())
        };
        let size = json!({ "width": width + extra("Width")?, "height": height + extra("Height")? });
        self.tell(tab, "window/rect", size).map(|_| ())
    }

    fn close(&self, tab: &str) -> Result<(), Trouble> {
        let session = self.session();
        self.command(&session, "window", json!({ "handle": tab }))?;
        let path = format!("{session}/window");
        let closed = http::request(self.port, "DELETE", &path, &Value::Null, DEADLINE);
        closed.map(|_| ()).map_err(Trouble::Refused)
    }
}
