//! Drives a real browser through its DevTools protocol: JSON over a WebSocket.
//! <https://chromedevtools.github.io/devtools-protocol/> describes each method named here.
//!
//! `Browser::launch` starts Chrome, Chromium or Edge without a window, and `open` returns a `Page`.
//! A test uses the page like a person: it presses keys, clicks and looks.
//! Each call has a deadline, so a page in an endless loop does not hang its test.

pub mod devtools;
pub mod launch;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::DEADLINE;
use devtools::{DevTools, host_and_port, text, thrown};
use launch::BrowserProcess;

/// How long `wait_until` waits before it checks its condition again.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The reason why a page did not do what a test asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No answer came in time: the page is busy, perhaps in an endless loop.
    Silent(String),
    /// The test's JavaScript threw this exception.
    Exception(String),
    /// The test waited or looked for something that is not on the page.
    Missing(String),
    /// The browser refused the call, or has ended.
    Refused(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (Trouble::Silent(what)
        | Trouble::Exception(what)
        | Trouble::Missing(what)
        | Trouble::Refused(what)) = self;
        f.write_str(what)
    }
}

impl std::error::Error for Trouble {}

/// A running browser. Dropping it kills the process and removes its profile.
pub struct Browser {
    /// How long pages that are opened from now on may take to answer, or to meet a condition.
    pub patience: Duration,
    process: BrowserProcess,
    /// The host and port of the DevTools.
    address: String,
    /// The connection to the browser itself. It opens and closes tabs.
    control: Mutex<DevTools>,
}

impl Browser {
    /// Starts the browser that `CHROME` names, or one in the usual places.
    /// `Err` is a sentence that says why there is none.
    pub fn launch() -> Result<Browser, String> {
        let (process, url) = BrowserProcess::start()?;
        let control = DevTools::connect(&url, DEADLINE).map_err(|trouble| trouble.to_string())?;
        let address = host_and_port(&url).to_string();
        Ok(Browser { patience: DEADLINE, process, address, control: Mutex::new(control) })
    }

    /// Opens a page for a new visitor, for whom the browser has stored nothing, and waits until the
    /// page is loaded.
    pub fn open(&self, url: &str) -> Result<Page<'_>, Trouble> {
        Page::open(Arc::new(self.visitor()?), url, None)
    }

    /// The same, but this script runs before all scripts of the page.
    pub fn open_after(&self, script: &str, url: &str) -> Result<Page<'_>, Trouble> {
        Page::open(Arc::new(self.visitor()?), url, Some(script))
    }

    fn visitor(&self) -> Result<Visitor<'_>, Trouble> {
        let made = self
            .control()
            .call("Target.createBrowserContext", json!({ "disposeOnDetach": true }))?;
        Ok(Visitor { browser: self, id: text(&made["browserContextId"]) })
    }

    /// Ends the browser, for a program that ends without dropping this.
    pub fn end(&self) {
        self.process.end();
    }

    fn control(&self) -> MutexGuard<'_, DevTools> {
        // A test that panicked while it held the lock leaves no half-sent call behind.
        self.control.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A browser context. Like an incognito window, it has its own storage and cache.
struct Visitor<'b> {
    browser: &'b Browser,
    id: String,
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        // Closes the visitor's pages. An error means that the browser has ended.
        let _ = self
            .browser
            .control()
            .call("Target.disposeBrowserContext", json!({ "browserContextId": self.id }));
    }
}

/// A tab. It is closed by `close`, or when the last `Page` of its visitor is dropped.
pub struct Page<'b> {
    patience: Duration,
    visitor: Arc<Visitor<'b>>,
    devtools: RefCell<DevTools>,
    /// The execution context in which `eval` runs; `None` is the page's own.
    world: Cell<Option<i64>>,
}

impl<'b> Page<'b> {
    fn open(
        visitor: Arc<Visitor<'b>>,
        url: &str,
        script: Option<&str>,
    ) -> Result<Page<'b>, Trouble> {
        let target = json!({
            "url": "about:blank",
            "browserContextId": visitor.id,
            "newWindow": true, // the browser does not draw a tab that is behind another
        });
        let browser = visitor.browser;
        let made = browser.control().call("Target.createTarget", target)?;
        let (address, id) = (&browser.address, text(&made["targetId"]));
        let url_of_tab = format!("ws://{address}/devtools/page/{id}");
        let devtools = DevTools::connect(&url_of_tab, browser.patience)?;
        let (patience, devtools) = (browser.patience, RefCell::new(devtools));
        let page = Page { patience, visitor, devtools, world: Cell::new(None) };
        for domain in ["Page", "Runtime", "Log"] {
            page.call(&format!("{domain}.enable"), json!({}))?;
        }
        // Makes each tab behave as if it were in front.
        page.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))?;
        if let Some(script) = script {
            let script = json!({ "source": script });
            page.call("Page.addScriptToEvaluateOnNewDocument", script)?;
        }
        page.go_to(url)?;
        Ok(page)
    }

    /// Opens another tab of the same visitor. Both tabs share their storage.
    pub fn open_beside(&self, url: &str) -> Result<Page<'b>, Trouble> {
        Page::open(Arc::clone(&self.visitor), url, None)
    }

    /// From now on, `eval` and all methods that use it look at this document from a world of their
    /// own, as a browser extension does. They see the same elements, but none of the page's
    /// variables, and a page that replaces `document.querySelector` does not deceive them.
    pub fn look_from_outside(&self) -> Result<(), Trouble> {
        let frames = self.call("Page.getFrameTree", json!({}))?;
        let frame = &frames["frameTree"]["frame"]["id"];
        let world = json!({ "frameId": frame, "worldName": "outside" });
        let made = self.call("Page.createIsolatedWorld", world)?;
        self.world.set(made["executionContextId"].as_i64());
        Ok(())
    }

    /// Goes to another address in this tab, and waits until it is loaded.
    pub fn go_to(&self, url: &str) -> Result<(), Trouble> {
        let gone = self.call("Page.navigate", json!({ "url": url }))?;
        if let Some(why) = gone["errorText"].as_str() {
            return Err(Trouble::Refused(format!("cannot open {url}: {why}")));
        }
        self.wait_until_loaded(url)
    }

    /// Goes back in history, like the browser's Back button.
    pub fn go_back(&self) -> Result<(), Trouble> {
        let history = self.call("Page.getNavigationHistory", json!({}))?;
        let now = history["currentIndex"].as_u64().unwrap_or(0) as usize;
        let before = now
            .checked_sub(1)
            .map(|index| &history["entries"][index])
            .ok_or_else(|| Trouble::Missing("there is no page to go back to".into()))?;
        let entry = json!({ "entryId": before["id"] });
        self.call("Page.navigateToHistoryEntry", entry)?;
        self.wait_until_loaded(&text(&before["url"]))
    }

    pub fn reload(&self) -> Result<(), Trouble> {
        // Only the old document has this mark.
        self.eval("window.isOld = true")?;
        self.call("Page.reload", json!({}))?;
        self.wait_until(
            "!window.isOld && document.readyState === 'complete'",
            "the page has loaded again",
        )
    }

    fn wait_until_loaded(&self, url: &str) -> Result<(), Trouble> {
        let address = json!(url);
        // The browser may write the address differently: with a "/" at the end, with %20, …
        let is_there = format!(
            "location.href === new URL({address}).href && document.readyState === 'complete'"
        );
        self.wait_until(&is_there, &format!("{url} loaded"))
    }

    /// Closes the tab like a user: the page gets a `pagehide` event.
    pub fn close(self) -> Result<(), Trouble> {
        self.call("Page.close", json!({})).map(|_| ())
    }

    /// Evaluates a JavaScript expression. If the value is a promise, waits for its result.
    pub fn eval(&self, expression: &str) -> Result<Value, Trouble> {
        let mut call = json!({
            "expression": expression,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        if let Some(world) = self.world.get() {
            call["contextId"] = json!(world);
        }
        let answer = self.call("Runtime.evaluate", call)?;
        let exception = &answer["exceptionDetails"];
        if exception.is_null() {
            return Ok(answer["result"]["value"].clone());
        }
        Err(Trouble::Exception(format!("`{expression}` threw {}", thrown(exception))))
    }

    /// Evaluates an expression whose value is text.
    pub fn eval_text(&self, expression: &str) -> Result<String, Trouble> {
        Ok(text(&self.eval(expression)?))
    }

    /// Waits until the JavaScript condition is true. The error says that it waited for `what`, and
    /// what the page shows instead.
    pub fn wait_until(&self, condition: &str, what: &str) -> Result<(), Trouble> {
        let start = Instant::now();
        loop {
            let mut instead = String::new();
            match self.eval(condition) {
                Ok(value) if value == true => return Ok(()),
                Ok(_) => (),
                Err(silent @ Trouble::Silent(_)) => return Err(silent),
                // An element may not be there yet, or the document is being replaced.
                Err(not_yet) => instead = format!("\n{not_yet}"),
            }
            if start.elapsed() > self.patience {
                return Err(Trouble::Missing(format!(
                    "waited {:?} for: {what}{instead}\n{}",
                    self.patience,
                    self.describe()
                )));
            }
            thread::sleep(POLL_INTERVAL);
        }
    }

    /// Describes what a person sees on the page, for error messages.
    pub fn describe(&self) -> String {
        let shown = self
            .eval_text("`${location.href} shows:\n${document.body.innerText}`")
            .unwrap_or_else(|trouble| trouble.to_string());
        let console = self.console().unwrap_or_default().join("\n");
        let start: String = shown.chars().take(2000).collect();
        format!("{start}\nits console: {console}")
    }

    /// Inserts text into the element that has the focus, as if it were pasted.
    pub fn type_text(&self, typed: &str) -> Result<(), Trouble> {
        self.call("Input.insertText", json!({ "text": typed })).map(|_| ())
    }

    /// Presses and releases a key: `Enter`, `Tab`, `Shift+Tab`, `Escape`, `Space`, an arrow, …
    pub fn press_key(&self, key: &str) -> Result<(), Trouble> {
        let (shift, name) = match key.strip_prefix("Shift+") {
            Some(name) => (true, name),
            None => (false, key),
        };
        // The key codes of Windows. `KeyboardEvent.keyCode` has them on all systems.
        let (code, typed) = match name {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "Space" => (32, " "),
            "PageUp" => (33, ""),
            "PageDown" => (34, ""),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowUp" => (38, ""),
            "ArrowDown" => (40, ""),
            _ => return Err(Trouble::Refused(format!("{name} is not a key that press_key knows"))),
        };
        for event in ["keyDown", "keyUp"] {
            let event = json!({
                "type": event,
                "key": if name == "Space" { " " } else { name },
                "code": name,
                "windowsVirtualKeyCode": code,
                "text": if event == "keyDown" { typed } else { "" },
                "modifiers": if shift { 8 } else { 0 },
            });
            self.call("Input.dispatchKeyEvent", event)?;
        }
        Ok(())
    }

    /// Scrolls the element into view and clicks its middle with the mouse. Returns an error if the
    /// element is hidden, or if another one covers it.
    pub fn click(&self, selector: &str) -> Result<(), Trouble> {
        let found = self.eval(&format!("({FIND_MIDDLE})({})", json!(selector)))?;
        if let Some(why) = found.as_str() {
            return Err(Trouble::Missing(format!(
                "cannot click {selector}: {why}\n{}",
                self.describe()
            )));
        }
        for event in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let event = json!({
                "type": event,
                "x": found["x"],
                "y": found["y"],
                "button": if event == "mouseMoved" { "none" } else { "left" },
                "clickCount": 1,
            });
            self.call("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    /// Sets the size of the page in CSS pixels. If `mobile`, the page behaves as on a phone.
    pub fn set_viewport(&self, width: u32, height: u32, mobile: bool) -> Result<(), Trouble> {
        let screen = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": mobile,
        });
        self.call("Emulation.setDeviceMetricsOverride", screen).map(|_| ())
    }

    /// Sets media features, such as `("prefers-color-scheme", "dark")`, and resets all others.
    pub fn emulate_media(&self, features: &[(&str, &str)]) -> Result<(), Trouble> {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.call("Emulation.setEmulatedMedia", json!({ "features": features })).map(|_| ())
    }

    /// Writes a picture of the page to a PNG file.
    pub fn screenshot(&self, path: &Path) -> Result<(), Trouble> {
        let image = self.call("Page.captureScreenshot", json!({ "format": "png" }))?;
        fs::write(path, from_base64(&text(&image["data"])))
            .map_err(|error| Trouble::Refused(format!("cannot write {path:?}: {error}")))
    }

    /// Everything that a screen reader finds, in reading order.
    pub fn accessibility_tree(&self) -> Result<Vec<Accessible>, Trouble> {
        let tree = self.call("Accessibility.getFullAXTree", json!({}))?;
        Ok(in_reading_order(&tree))
    }

    /// The element that the selector finds, as a screen reader sees it.
    pub fn accessible(&self, selector: &str) -> Result<Accessible, Trouble> {
        let document = self.call("DOM.getDocument", json!({ "depth": 0 }))?;
        let query = json!({ "nodeId": document["root"]["nodeId"], "selector": selector });
        let node = self.call("DOM.querySelector", query)?;
        if node["nodeId"] == 0 {
            return Err(Trouble::Missing(format!("the page has no {selector}")));
        }
        let one = json!({ "nodeId": node["nodeId"], "fetchRelatives": false });
        let tree = self.call("Accessibility.getPartialAXTree", one)?;
        let node = &tree["nodes"][0];
        if node["ignored"] == true {
            let hidden = format!("{selector} is hidden from a screen reader");
            return Err(Trouble::Missing(hidden));
        }
        Ok(accessible(node))
    }

    /// Everything on the page's console so far: messages, uncaught exceptions, the browser's own
    /// errors, and dialogs, each as `kind: text`.
    pub fn console(&self) -> Result<Vec<String>, Trouble> {
        // Events come in order: after the answer to this call, all earlier events are here.
        let fence = self.eval("0");
        let console = self.devtools.borrow().console.clone();
        fence.map(|_| console)
    }

    fn call(&self, method: &str, parameters: Value) -> Result<Value, Trouble> {
        self.devtools.borrow_mut().call(method, parameters)
    }
}

/// One node of the accessibility tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accessible {
    pub role: String,
    /// The text that is read aloud: the label of a field, or the text of a button.
    pub name: String,
    /// `polite` or `assertive` for a live region, otherwise empty.
    pub live: String,
    /// More text, for example from `aria-describedby`.
    pub description: String,
}

/// The nodes of a tree in reading order, without those that are not read.
fn in_reading_order(tree: &Value) -> Vec<Accessible> {
    let nodes = tree["nodes"].as_array().into_iter().flatten();
    let by_id: HashMap<String, &Value> = nodes.map(|node| (text(&node["nodeId"]), node)).collect();
    let mut read = Vec::new();
    let mut waiting = vec![text(&tree["nodes"][0]["nodeId"])];
    while let Some(node) = waiting.pop().and_then(|id| by_id.get(&id)) {
        // `InlineTextBox` nodes repeat the text, one for each line on the page.
        if node["ignored"] != true && node["role"]["value"] != "InlineTextBox" {
            read.push(accessible(node));
        }
        let children = node["childIds"].as_array().into_iter().flatten();
        waiting.extend(children.rev().map(text));
    }
    read
}

fn accessible(node: &Value) -> Accessible {
    let properties = node["properties"].as_array().into_iter().flatten();
    let live = properties
        .filter(|property| property["name"] == "live")
        .map(|property| text(&property["value"]["value"]))
        .find(|live| live != "off");
    Accessible {
        role: text(&node["role"]["value"]),
        name: text(&node["name"]["value"]),
        live: live.unwrap_or_default(),
        description: text(&node["description"]["value"]),
    }
}

/// JavaScript: the point at which to click an element, or the reason why it cannot be clicked.
/// Waits until the browser has drawn the page once more: by then, the scrolling is done.
pub const FIND_MIDDLE: &str = "async selector => {
    const element = document.querySelector(selector);
    if (!element) return 'there is no such element';
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    await new Promise(requestAnimationFrame);
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return 'it is not shown';
    if (element.disabled) return 'it is disabled';
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const top = document.elementFromPoint(x, y);
    if (!element.contains(top)) return `${top?.outerHTML.slice(0, 200)} covers it`;
    return { x, y };
}";

/// Decodes Base64 text (RFC 4648).
fn from_base64(text: &str) -> Vec<u8> {
    let sextet = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|letter| *letter != b'=').collect();
    let mut bytes = Vec::with_capacity(letters.len() * 3 / 4);
    for four in letters.chunks(4) {
        let bits = four.iter().fold(0, |bits, letter| bits << 6 | u32::from(sextet(*letter)));
        // Two letters hold one byte, three hold two, four hold three. Spare bits are at the end.
        let spare = four.len() * 6 % 8;
        let whole = (bits >> spare).to_be_bytes();
        bytes.extend(&whole[4 - four.len() * 6 / 8..]);
    }
    bytes
}
