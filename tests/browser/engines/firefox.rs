//! Firefox, driven by WebDriver BiDi: JSON over a WebSocket.
//! <https://w3c.github.io/webdriver-bidi/> describes each method named here.

use std::fs;
use std::net::TcpStream;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::program::{Program, find};
use super::{DrivenTab, Driver, Engine, Tab};
use crate::support::DEADLINE;
use crate::support::browser::{Trouble, devtools::host_and_port, launch::Folder};

/// No questions, no downloads, and windows in the background behave like the one in front.
const PREFERENCES: &str = r#"
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.startup.page", 0);
user_pref("browser.tabs.warnOnClose", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("dom.ipc.processPrelaunch.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("focusmanager.testmode", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,");
user_pref("toolkit.startup.max_resumed_crashes", -1);
"#;

pub struct Firefox {
    connection: Mutex<Connection>,
    // Dropped in this order: the program writes into the folder.
    _program: Program,
    _profile: Folder,
}

/// The one session of the browser, and the number of the last call.
struct Connection {
    socket: WebSocket<TcpStream>,
    last_id: u64,
}

impl Firefox {
    /// `Err` is a sentence that says why there is no Firefox.
    pub fn launch() -> Result<Firefox, String> {
        let firefox = find(&["firefox-esr", "firefox"])?;
        let profile = Folder::new("firefox")?;
        fs::write(profile.0.join("user.js"), PREFERENCES).map_err(|error| error.to_string())?;
        let mut command = Command::new(firefox);
        command.args(["--headless", "--no-remote", "--remote-debugging-port=0", "--profile"]);
        command.arg(&profile.0).arg("about:blank").env("HOME", &profile.0);
        let (program, url) = Program::start(&mut command, "WebDriver BiDi listening on ")?;
        let connection = Connection::open(&format!("{url}/session"))?;
        Ok(Firefox { connection: Mutex::new(connection), _program: program, _profile: profile })
    }

    fn call(&self, method: &str, parameters: Value) -> Result<Value, Trouble> {
        // A test that panicked while it held the lock leaves no half-sent call behind.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner).call(method, parameters)
    }
}

impl Connection {
    fn open(url: &str) -> Result<Connection, String> {
        let stream = TcpStream::connect(host_and_port(url)).map_err(|error| error.to_string())?;
        stream.set_read_timeout(Some(DEADLINE)).map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (socket, _) = tungstenite::client(url, stream).map_err(|error| error.to_string())?;
        let mut connection = Connection { socket, last_id: 0 };
        let new = connection.call("session.new", json!({ "capabilities": {} }));
        new.map_err(|trouble| trouble.to_string())?;
        Ok(connection)
    }

    /// Calls a method and waits for its result.
    fn call(&mut self, method: &str, parameters: Value) -> Result<Value, Trouble> {
        let failed = |why: &dyn std::fmt::Display| Trouble::Refused(format!("{method}: {why}"));
        self.last_id += 1;
        let call = json!({ "id": self.last_id, "method": method, "params": parameters });
        self.socket.send(Message::text(call.to_string())).map_err(|error| failed(&error))?;
        loop {
            let message = self.socket.read().map_err(|error| failed(&error))?;
            let Message::Text(text) = message else { continue };
            let answer: Value = serde_json::from_str(&text).map_err(|error| failed(&error))?;
            if answer["id"] != self.last_id {
                continue; // the late answer to an earlier call
            }
            return match answer["type"] == "error" {
                true => Err(failed(&answer["message"])),
                false => Ok(answer["result"].clone()),
            };
        }
    }
}

impl Engine for Firefox {
    fn open(&self, url: &str) -> Result<Box<dyn Tab + '_>, Trouble> {
        let made = self.call("browsingContext.create", json!({ "type": "window" }))?;
        let id = made["context"].as_str().unwrap_or_default().to_string();
        let there = json!({ "context": id, "url": url, "wait": "complete" });
        self.call("browsingContext.navigate", there)?;
        Ok(Box::new(DrivenTab { driver: self, id }))
    }
}

impl Driver for Firefox {
    fn run(&self, tab: &str, body: &str) -> Result<String, Trouble> {
        let script = json!({
            "expression": format!("(async () => {{ {body} }})()"),
            "target": { "context": tab },
            "awaitPromise": true,
            "userActivation": true,
        });
        let answer = self.call("script.evaluate", script)?;
        match answer["result"]["value"].as_str() {
            Some(text) => Ok(text.to_string()),
            None => Err(Trouble::Exception(format!(
                "{body} threw {}",
                answer["exceptionDetails"]["text"]
            ))),
        }
    }

    fn perform(&self, tab: &str, actions: Value) -> Result<(), Trouble> {
        let parameters = json!({ "context": tab, "actions": actions });
        self.call("input.performActions", parameters).map(|_| ())
    }

    fn set_size(&self, tab: &str, width: u32, height: u32) -> Result<(), Trouble> {
        let size = json!({ "width": width, "height": height });
        let parameters = json!({ "context": tab, "viewport": size });
        self.call("browsingContext.setViewport", parameters).map(|_| ())
    }

    fn close(&self, tab: &str) -> Result<(), Trouble> {
        self.call("browsingContext.close", json!({ "context": tab })).map(|_| ())
    }
}
