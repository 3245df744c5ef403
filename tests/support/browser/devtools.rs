//! A connection to the DevTools. A call and its answer are JSON texts with the same `id`; events
//! may come in between.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::Trouble;

/// How many console lines are kept: a page may never stop writing.
const MAX_LINES: usize = 1000;

/// A connection to the DevTools of the browser, or of one tab.
pub struct DevTools {
    /// How long a call may take.
    patience: Duration,
    socket: WebSocket<TcpStream>,
    last_id: u64,
    /// The lines of the page's console, each as `kind: text`.
    pub console: Vec<String>,
}

impl DevTools {
    pub fn connect(url: &str, patience: Duration) -> Result<DevTools, Trouble> {
        let refused = |why: &dyn fmt::Display| {
            Trouble::Refused(format!("cannot reach the browser at {url}: {why}"))
        };
        let stream = TcpStream::connect(host_and_port(url)).map_err(|error| refused(&error))?;
        let prepared = stream
            .set_read_timeout(Some(patience))
            .and_then(|()| stream.set_write_timeout(Some(patience)))
            .and_then(|()| stream.set_nodelay(true));
        prepared.map_err(|error| refused(&error))?;
        let (socket, _) = tungstenite::client(url, stream).map_err(|error| refused(&error))?;
        Ok(DevTools { patience, socket, last_id: 0, console: Vec::new() })
    }

    /// Calls a method and waits for its result. Records the events that come before it.
    pub fn call(&mut self, method: &str, parameters: Value) -> Result<Value, Trouble> {
        let id = self.send(method, parameters)?;
        let deadline = Instant::now() + self.patience;
        loop {
            let answer = self.read(method, deadline)?;
            if answer["id"] != id {
                // An event, or the late answer to an earlier call.
                self.note(&answer)?;
            } else if let Some(why) = answer["error"]["message"].as_str() {
                return Err(Trouble::Refused(format!("{method}: {why}")));
            } else {
                return Ok(answer["result"].clone());
            }
        }
    }

    fn send(&mut self, method: &str, parameters: Value) -> Result<u64, Trouble> {
        self.last_id += 1;
        let call = json!({ "id": self.last_id, "method": method, "params": parameters });
        self.socket
            .send(Message::text(call.to_string()))
            .map_err(|error| Trouble::Refused(format!("{method}: {error}")))?;
        Ok(self.last_id)
    }

    fn read(&mut self, method: &str, deadline: Instant) -> Result<Value, Trouble> {
        let patience = self.patience;
        let silent = || {
            Trouble::Silent(format!(
                "the page did not answer {method} within {patience:?}: it is busy, \
                 perhaps in an endless loop"
            ))
        };
        let ended = |why: &dyn fmt::Display| Trouble::Refused(format!("{method}: {why}"));
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(silent());
        }
        let stream = self.socket.get_ref();
        stream.set_read_timeout(Some(left)).map_err(|error| ended(&error))?;
        match self.socket.read() {
            Ok(Message::Text(json)) => {
                serde_json::from_str(&with_whole_pairs(&json)).map_err(|error| ended(&error))
            }
            Ok(Message::Close(_)) => Err(ended(&"the tab or the browser has closed")),
            Ok(_) => Ok(Value::Null),
            Err(tungstenite::Error::Io(error)) if is_timeout(&error) => Err(silent()),
            Err(error) => Err(ended(&error)),
        }
    }

    fn note(&mut self, event: &Value) -> Result<(), Trouble> {
        let details = &event["params"];
        let line = match event["method"].as_str() {
            Some("Runtime.consoleAPICalled") => {
                let words = details["args"].as_array().into_iter().flatten();
                let words: Vec<String> = words.map(shown).collect();
                format!("{}: {}", text(&details["type"]), words.join(" "))
            }
            Some("Runtime.exceptionThrown") => {
                format!("exception: {}", thrown(&details["exceptionDetails"]))
            }
            Some("Log.entryAdded") => {
                let entry = &details["entry"];
                format!("{}: {}", text(&entry["level"]), text(&entry["text"]))
            }
            Some("Page.javascriptDialogOpening") => {
                // An open dialog blocks the page and the test.
                self.send("Page.handleJavaScriptDialog", json!({ "accept": true }))?;
                format!("{}: {}", text(&details["type"]), text(&details["message"]))
            }
            _ => return Ok(()),
        };
        if self.console.len() < MAX_LINES {
            self.console.push(line);
        }
        Ok(())
    }
}

/// JSON without halves of surrogate pairs: the browser cuts long texts off anywhere, and half an
/// emoji is no Unicode.
fn with_whole_pairs(json: &str) -> Cow<'_, str> {
    if !json.contains("\\ud") && !json.contains("\\uD") {
        return Cow::Borrowed(json);
    }
    let mut whole = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(place) = rest.find('\\') {
        let (before, escape) = rest.split_at(place);
        whole += before;
        let length = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(true), Some(false)) => 12,
            (Some(_), _) => {
                whole += "\u{fffd}";
                rest = &escape[6..];
                continue;
            }
            (None, _) => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        whole += &escape[..length];
        rest = &escape[length..];
    }
    Cow::Owned(whole + rest)
}

/// Whether the text begins with the first or the second half of a pair, such as `\ud83d`.
fn surrogate(text: &str) -> Option<bool> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    match u32::from_str_radix(digits, 16).ok()? {
        0xd800..0xdc00 => Some(true),
        0xdc00..0xe000 => Some(false),
        _ => None,
    }
}

/// Returns `127.0.0.1:9222` for `ws://127.0.0.1:9222/devtools/…`.
pub fn host_and_port(url: &str) -> &str {
    let address = url.strip_prefix("ws://").unwrap_or(url);
    address.split('/').next().unwrap_or(address)
}

/// Whether a read timed out. Unix and Windows use different kinds of error for this.
fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// The text of a JSON string. Any other value is returned as JSON.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The text that the console shows for a `Runtime.RemoteObject`.
fn shown(object: &Value) -> String {
    match &object["value"] {
        Value::Null => text(&object["description"]),
        value => text(value),
    }
}

/// The text of a `Runtime.ExceptionDetails`, with its place in the source. If there is no stack, as
/// for a syntax error, this adds the place: `… (client.js:372:13)`.
pub fn thrown(details: &Value) -> String {
    let exception = match shown(&details["exception"]) {
        nothing if nothing.is_empty() => text(&details["text"]),
        exception => exception,
    };
    let url = text(&details["url"]);
    let file = url.rsplit('/').next().unwrap_or_default();
    match (details["lineNumber"].as_u64(), details["columnNumber"].as_u64()) {
        (Some(line), Some(column)) if !file.is_empty() && !exception.contains("\n    at ") => {
            // The protocol counts from 0, editors from 1.
            format!("{exception} ({file}:{}:{})", line + 1, column + 1)
        }
        _ => exception,
    }
}
