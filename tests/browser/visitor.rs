//! A visitor's steps: each function does or checks one thing on the page.

use std::path::Path;

use serde_json::{Value, json};

use crate::engines::Tab;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::process::Server;

/// JavaScript: the messages in `#chat`, as `left maria: hello`.
pub const MESSAGES: &str = "[...document.querySelectorAll('#chat > .left, #chat > .right')]
    .map(line => {
        const said = line.cloneNode(true);
        said.querySelector('time')?.remove();
        return `${line.classList[0]} ${said.textContent.trim()}`;
    })";

/// JavaScript: the names in `#users-list`.
pub const ROSTER: &str =
    "[...document.querySelectorAll('#users-list > *')].map(item => item.textContent)";

/// JavaScript: the quiet lines in `#chat`, such as `maria joined`.
pub const QUIET_LINES: &str =
    "[...document.querySelectorAll('#chat > .quiet')].map(line => line.textContent)";

/// The address at which the server offers the page.
pub fn page_url(server: &Server) -> String {
    format!("http://{}/", server.address())
}

/// The address of a file in this package.
pub fn file_url(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut url = "file://".to_string();
    let path = path.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        url.push('/'); // Windows: a drive letter
    }
    for letter in path.chars() {
        match letter {
            '%' | '#' | '?' | ' ' => url.push_str(&format!("%{:02X}", letter as u32)),
            _ => url.push(letter),
        }
    }
    url
}

/// JavaScript: whether the element is on the page and shown.
pub fn is_shown(selector: &str) -> String {
    format!("document.querySelector('{selector}').checkVisibility()")
}

/// Opens the page from the server for a new visitor, and logs in with this name.
pub fn enter<'b>(browser: &'b Browser, server: &Server, name: &str) -> Result<Page<'b>, Trouble> {
    let page = browser.open(&page_url(server))?;
    log_in(&page, name)?;
    Ok(page)
}

/// Goes through both steps into the room.
pub fn log_in(page: &dyn Tab, name: &str) -> Result<(), Trouble> {
    connect(page)?;
    set_name(page, name)
}

/// Step 1: connects to the address in the field.
pub fn connect(page: &dyn Tab) -> Result<(), Trouble> {
    page.click("#connect")?;
    page.wait_until(&is_shown("#name"), "the page asks for the name")
}

/// Step 2: sets the name, and waits until the room has answered.
pub fn set_name(page: &dyn Tab, name: &str) -> Result<(), Trouble> {
    fill_in(page, "#name", name)?; // after going back, the browser fills in the old name
    page.press_key("Enter")?;
    page.wait_until(&is_shown("#message"), "the room is shown")?;
    let is_here = format!("{ROSTER}.includes({})", json!(name));
    page.wait_until(&is_here, &format!("{name} is on the roster"))
}

/// Replaces the server address in the field.
pub fn fill_in_server(page: &dyn Tab, address: &str) -> Result<(), Trouble> {
    fill_in(page, "#server", address)
}

/// Replaces the text in a field.
fn fill_in(page: &dyn Tab, selector: &str, text: &str) -> Result<(), Trouble> {
    page.click(selector)?;
    page.eval(&format!("document.querySelector('{selector}').select()"))?;
    page.type_text(text)
}

pub fn say(page: &dyn Tab, text: &str) -> Result<(), Trouble> {
    page.click("#message")?;
    page.type_text(text)?;
    page.press_key("Enter")
}

/// Waits until a JavaScript expression has this value.
pub fn wait_for(page: &dyn Tab, expression: &str, expected: &Value) -> Result<(), Trouble> {
    let as_text = json!(expected.to_string());
    let condition = format!("JSON.stringify({expression}) === {as_text}");
    let what = format!("`{expression}` is {expected}");
    page.wait_until(&condition, &what).map_err(|trouble| {
        let instead = page.eval(&format!("JSON.stringify({expression})"));
        Trouble::Missing(format!("{trouble}\nbut the last value was {instead:?}"))
    })
}

pub fn wait_for_messages(page: &dyn Tab, expected: &[&str]) -> Result<(), Trouble> {
    wait_for(page, MESSAGES, &json!(expected))
}

pub fn wait_for_roster(page: &dyn Tab, expected: &[&str]) -> Result<(), Trouble> {
    wait_for(page, ROSTER, &json!(expected))
}

/// Waits until the element's text contains `part`.
pub fn wait_for_text(page: &dyn Tab, selector: &str, part: &str) -> Result<(), Trouble> {
    let condition =
        format!("document.querySelector('{selector}').textContent.includes({})", json!(part));
    page.wait_until(&condition, &format!("{selector} contains {part:?}"))
}

/// The id of the element that has the focus.
pub fn focus(page: &dyn Tab) -> Result<String, Trouble> {
    Ok(page.eval("document.activeElement.id")?.as_str().unwrap_or_default().to_string())
}
