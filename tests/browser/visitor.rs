//! What a visitor does and sees on the page, in a line each.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::browser::{Browser, Page, Trouble};
use crate::support::process::Server;

/// JavaScript: the messages in `#chat`, as `left maria: hello`.
pub const MESSAGES: &str = "[...document.querySelectorAll('#chat > .left, #chat > .right')]
    .map(line => {
        const said = line.cloneNode(true);
        said.querySelector('time')?.remove();
        return `${line.className} ${said.textContent.trim()}`;
    })";

/// JavaScript: the names in `#users-list`.
pub const ROSTER: &str =
    "[...document.querySelectorAll('#users-list > *')].map(item => item.textContent)";

/// JavaScript: the coming and going that `#chat` tells.
pub const QUIET_LINES: &str =
    "[...document.querySelectorAll('#chat > .quiet')].map(line => line.textContent)";

/// Where the server gives the page.
pub fn page_url(server: &Server) -> String {
    format!("http://{}/", server.address())
}

/// The address of a file of this package.
pub fn file_url(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut url = "file://".to_string();
    let path = path.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        url.push('/'); // a drive's letter
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

/// A new visitor opens the page from the server and logs in under this name.
pub fn enter<'b>(browser: &'b Browser, server: &Server, name: &str) -> Result<Page<'b>, Trouble> {
    let page = browser.open(&page_url(server))?;
    log_in(&page, name)?;
    Ok(page)
}

/// From the first step to the room.
pub fn log_in(page: &Page, name: &str) -> Result<(), Trouble> {
    connect(page)?;
    set_name(page, name)
}

/// The first step: takes the address as it stands there.
pub fn connect(page: &Page) -> Result<(), Trouble> {
    page.click("#connect")?;
    page.wait_until(&is_shown("#name"), "the name is asked for")
}

/// The second step; when it returns, the room has answered.
pub fn set_name(page: &Page, name: &str) -> Result<(), Trouble> {
    fill_in(page, "#name", name)?; // a browser that went back fills in the old one
    page.press_key("Enter")?;
    page.wait_until(&is_shown("#message"), "the room is shown")?;
    let is_here = format!("{ROSTER}.includes({})", json!(name));
    page.wait_until(&is_here, &format!("{name} is on the roster"))
}

/// Fills in another server address than the one that stands there.
pub fn fill_in_server(page: &Page, address: &str) -> Result<(), Trouble> {
    fill_in(page, "#server", address)
}

/// Puts a text into a field, in place of what stands there.
fn fill_in(page: &Page, selector: &str, text: &str) -> Result<(), Trouble> {
    page.click(selector)?;
    page.eval(&format!("document.querySelector('{selector}').select()"))?;
    page.type_text(text)
}

pub fn say(page: &Page, text: &str) -> Result<(), Trouble> {
    page.click("#message")?;
    page.type_text(text)?;
    page.press_key("Enter")
}

/// Waits until a JavaScript expression has this value.
pub fn wait_for(page: &Page, expression: &str, expected: &Value) -> Result<(), Trouble> {
    let as_text = json!(expected.to_string());
    let condition = format!("JSON.stringify({expression}) === {as_text}");
    let what = format!("`{expression}` is {expected}");
    page.wait_until(&condition, &what).map_err(|trouble| {
        let instead = page.eval(&format!("JSON.stringify({expression})"));
        Trouble::Missing(format!("{trouble}\nin the end it was {instead:?}"))
    })
}

pub fn wait_for_messages(page: &Page, expected: &[&str]) -> Result<(), Trouble> {
    wait_for(page, MESSAGES, &json!(expected))
}

pub fn wait_for_roster(page: &Page, expected: &[&str]) -> Result<(), Trouble> {
    wait_for(page, ROSTER, &json!(expected))
}

/// Waits until the element's text contains `part`.
pub fn wait_for_text(page: &Page, selector: &str, part: &str) -> Result<(), Trouble> {
    let condition =
        format!("document.querySelector('{selector}').textContent.includes({})", json!(part));
    page.wait_until(&condition, &format!("{selector} says {part:?}"))
}

/// The id of the element that has the focus.
pub fn focus(page: &Page) -> Result<String, Trouble> {
    page.eval_text("document.activeElement.id")
}
