//! What people expect of a chat: groups, colors, links, several lines, an unread count, a text file.

use serde_json::json;

use crate::Outcome;
use crate::contrast::PALE_TEXTS;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::Client;
use crate::support::process::Server;
use crate::visitor::*;

pub fn a_message_may_have_several_lines(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.type_text("fn main() {")?;
    page.press_key("Shift+Enter")?;
    page.type_text("    go();")?;
    let rows = "document.querySelector('#message').rows";
    wait_for(&page, rows, &json!(2))?;
    page.press_key("Enter")?;
    wait_for_messages(&page, &["right You: fn main() {\n    go();"])?;
    wait_for(&page, rows, &json!(1))?;
    let shown = page.eval_text("document.querySelector('#chat > .right').innerText")?;
    assert!(shown.contains("{\n    go();"), "the line break and the spaces are gone: {shown:?}");
    Ok(())
}

/// The name and the time are above the group. A screen reader reads the name with each message.
pub fn messages_of_one_person_form_a_group(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    maria.send_chat("one");
    maria.send_chat("two");
    say(&page, "three")?;
    wait_for_messages(&page, &["left maria: one", "left maria: two", "right You: three"])?;
    const SHOWN: &str =
        "[...document.querySelectorAll('#chat > .left, #chat > .right')].map(line =>
        ['strong', 'time'].map(part => line.querySelector(part).getClientRects()[0]?.width > 0))";
    assert_eq!(page.eval(SHOWN)?, json!([[true, true], [false, false], [true, true]]));
    let tree = page.accessibility_tree()?;
    let names = tree.iter().filter(|node| node.role == "StaticText" && node.name == "maria:");
    assert_eq!(names.count(), 2, "the name is in the tree once for each message: {tree:#?}");
    Ok(())
}

pub fn each_person_has_a_color_with_enough_contrast(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let names = ["qi", "gil", "ben", "ana", "finn", "ida", "jan", "eva"]; // one for each color
    let mut guests: Vec<Client> =
        names.iter().map(|name| Client::login(server.port(), name)).collect();
    for guest in &mut guests {
        guest.send_chat("hello");
    }
    page.wait_until(&format!("{MESSAGES}.length === {}", names.len()), "all messages")?;
    for scheme in ["light", "dark"] {
        page.emulate_media(&[("prefers-color-scheme", scheme)])?;
        let pale = page.eval(&format!("({PALE_TEXTS})(3)"))?;
        assert_eq!(pale, json!([]), "{scheme}: text with too little contrast");
        let colors = page.eval(
            "[...document.querySelectorAll('#chat > .left')].every(line => {
                const name = line.querySelector('strong').textContent.slice(0, -1);
                const item = [...document.querySelectorAll('#users-list > li')]
                    .find(item => item.textContent === name);
                return getComputedStyle(line.querySelector('strong')).color
                    === getComputedStyle(item, '::before').borderTopColor;
            }) && new Set([...document.querySelectorAll('#chat strong')]
                .map(name => getComputedStyle(name).color)).size === 8",
        )?;
        assert_eq!(colors, true, "{scheme}: the roster and the talk show the same colors");
    }
    Ok(())
}

pub fn a_class_that_joins_is_one_sentence(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let guests: Vec<Client> =
        ["maria", "laura"].iter().map(|name| Client::login(server.port(), name)).collect();
    wait_for(&page, QUIET_LINES, &json!(["You joined", "maria joined", "laura joined"]))?;
    const SHOWN: &str = "[...document.querySelectorAll('#chat > .quiet')].map(line =>
        getComputedStyle(line, '::before').content.replace(/none|\"/g, '') + line.innerText).join('')";
    wait_for(&page, SHOWN, &json!("You, maria, laura joined"))?;
    drop(guests);
    page.wait_until(&format!("{SHOWN}.endsWith(' left')"), "both have left")?;
    Ok(())
}

/// Only addresses that begin with http: or https: become links, and nothing else becomes markup.
pub fn addresses_become_links(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    let text = "Look: https://example.org/a?b=<i>&c=\"d\" (http://example.org/e), javascript:alert(1) \
                data:text/html,x HTTP://example.org https:// http://example.org/?a&lt;b";
    maria.send_chat(text);
    wait_for_messages(&page, &[&format!("left maria: {text}")])?;
    let links = page.eval(
        "[...document.querySelectorAll('#chat a')].map(link =>
            [link.getAttribute('href'), link.textContent, link.rel, link.target])",
    )?;
    let link = |url: &str| json!([url, url, "noreferrer", "_blank"]);
    let expected = json!([
        link("https://example.org/a?b="),
        link("http://example.org/e"),
        link("http://example.org/?a&lt;b"),
    ]);
    assert_eq!(links, expected);
    assert_eq!(page.eval("document.querySelectorAll('#chat i').length")?, 0);
    Ok(())
}

pub fn the_title_counts_unread_messages(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    hide(&page, true)?;
    maria.send_chat("one");
    maria.send_chat("two");
    wait_for(&page, "document.title", &json!("(2) Chat room"))?;
    hide(&page, false)?;
    wait_for(&page, "document.title", &json!("Chat room"))?;
    maria.send_chat("three");
    wait_for_text(&page, "#chat", "three")?;
    assert_eq!(page.eval("document.title")?, "Chat room");
    Ok(())
}

/// Old browsers drop the rules with `:has()`.
pub fn without_newer_css_the_page_is_only_plainer(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let dropped = page.eval(
        "(sheet => {
            const old = [...sheet.cssRules].filter(rule => rule.selectorText?.includes(':has('));
            for (const rule of old) sheet.deleteRule([...sheet.cssRules].indexOf(rule));
            return old.length;
        })(document.styleSheets[0])",
    )?;
    assert!(dropped.as_u64() >= Some(1), "{dropped}");
    let css = include_str!("../../client/index.css");
    assert!(!css.contains("light-dark("), "colors would be missing in browsers of 2023");
    page.click("#show-wire")?;
    say(&page, "hello")?;
    wait_for_messages(&page, &["right You: hello"])?;
    for (width, height) in [(1366, 768), (960, 540), (360, 640)] {
        page.set_viewport(width, height, false)?;
        let panel = page.eval("document.querySelector('#wire').getBoundingClientRect().height")?;
        assert!(panel.as_f64() <= Some(f64::from(height)), "{panel} px at {width} x {height}");
    }
    Ok(())
}

/// A test cannot put a page into the background, so the page is told that it is there.
pub fn hide(page: &Page, is_hidden: bool) -> Result<(), Trouble> {
    page.eval(&format!(
        "Object.defineProperty(document, 'hidden', {{ value: {is_hidden}, configurable: true }});
        document.dispatchEvent(new Event('visibilitychange'))"
    ))?;
    Ok(())
}

pub fn the_invitation_is_the_rooms_address(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.eval(
        "window.copied = '';
        navigator.clipboard.writeText = async text => { window.copied = text; }",
    )?;
    page.click("#more > summary")?;
    let address = format!("http://{}", server.address());
    wait_for_text(&page, "#invitation", &address)?;
    page.click("#copy-invitation")?;
    wait_for(&page, "window.copied", &json!(address))?;
    wait_for_text(&page, "#more-note", "Copied")?;
    Ok(())
}

pub fn the_talk_can_be_saved_as_text(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    say(&page, "<b>keep</b> this")?;
    wait_for_messages(&page, &["right You: <b>keep</b> this"])?;
    page.eval(
        "window.saved = '';
        URL.createObjectURL = blob => {
            blob.text().then(text => { window.saved = text; });
            return 'data:text/plain,';
        };
        HTMLAnchorElement.prototype.click = function () { window.file = this.download; }",
    )?;
    page.click("#more > summary")?;
    page.click("#save-talk")?;
    page.wait_until("window.saved !== ''", "the file")?;
    let saved = page.eval_text("window.saved")?;
    assert!(saved.starts_with("You joined\nYou: <b>keep</b> this "), "{saved:?}");
    assert_eq!(page.eval("window.file")?, "chat.txt");
    Ok(())
}

pub fn two_people_with_one_name_are_told(browser: &Browser) -> Outcome {
    let server = Server::start();
    let first = enter(browser, &server, "alex")?;
    assert_eq!(first.eval("document.querySelector('#notice').textContent")?, "");
    let second = enter(browser, &server, "alex")?;
    for page in [&first, &second] {
        wait_for_text(page, "#notice", "Somebody else is called alex, too.")?;
    }
    Ok(())
}

pub fn a_name_that_cannot_be_seen_is_refused(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = browser.open(&page_url(&server))?;
    connect(&page)?;
    for name in ["  ", "\u{200b}"] {
        page.eval("document.querySelector('#name').value = ''")?;
        page.click("#name")?;
        page.type_text(name)?;
        page.click("#set-name")?;
        wait_for_text(&page, "#notice", "Please type a name")?;
        assert_eq!(focus(&page)?, "name", "the user can correct it");
    }
    set_name(&page, "walter")?;
    // Others may have such a name all the same.
    let _nobody = Client::login(server.port(), "\u{200b}");
    wait_for_roster(&page, &["walter", "\u{200b}"])?;
    let shown = "getComputedStyle(document.querySelector('#users-list > li:last-child'), '::after').content";
    assert_eq!(page.eval(shown)?, "\"(a name that cannot be seen)\"");
    Ok(())
}

pub fn a_reload_keeps_the_name_and_the_draft(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.type_text("a draft")?;
    let other = page.open_beside(&page_url(&server))?;
    assert_eq!(other.eval("document.querySelector('#name').value")?, "", "each tab has its own");
    page.reload()?;
    assert_eq!(focus(&page)?, "connect");
    page.press_key("Enter")?;
    page.wait_until(&is_shown("#name"), "the page asks for the name")?;
    page.press_key("Enter")?;
    wait_for_roster(&page, &["walter"])?;
    page.press_key("Enter")?;
    wait_for_messages(&page, &["right You: a draft"])?;
    Ok(())
}
