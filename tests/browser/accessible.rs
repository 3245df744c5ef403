//! The page for users who hear it, who have no mouse, or who see little.

use serde_json::json;

use crate::Outcome;
use crate::contrast::PALE_TEXTS;
use crate::support::browser::{Accessible, Browser, Page, Trouble};
use crate::support::client::Client;
use crate::support::process::Server;
use crate::visitor::*;

/// More than the number of elements that Tab reaches.
const MAX_TABS: usize = 40;

pub fn every_part_has_its_role_and_name(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = browser.open(&page_url(&server))?;
    let expect = |expected: &[(&str, &str)]| -> Outcome {
        let tree = page.accessibility_tree()?;
        for (role, name) in expected {
            let is_it = |node: &Accessible| node.role == *role && node.name == *name;
            assert!(tree.iter().any(is_it), "no {role} {name:?} in {tree:#?}");
        }
        Ok(())
    };
    expect(&[
        ("RootWebArea", "Chat room"),
        ("heading", "Chat room"),
        ("banner", ""),
        ("main", ""),
        ("combobox", "Server address"),
        ("button", "Connect"),
        ("button", "Show the wire"),
    ])?;
    connect(&page)?;
    expect(&[("textbox", "Your name"), ("button", "Set name")])?;
    set_name(&page, "walter")?;
    expect(&[
        ("log", "Messages"),
        ("textbox", "Message"),
        ("button", "Send"),
        ("button", "Leave"),
        ("complementary", "Here now"),
        ("list", "Here now"),
    ])?;
    page.click("#show-wire")?;
    expect(&[
        ("region", "The wire"),
        ("list", "The wire"),
        ("textbox", "Send raw text"),
        ("button", "Hide the wire"),
    ])
}

pub fn every_field_and_button_has_a_name(browser: &Browser) -> Outcome {
    in_every_state(browser, |page, state| {
        for node in page.accessibility_tree()? {
            let is_control = ["button", "textbox", "combobox", "link", "region", "log", "img"]
                .contains(&node.role.as_str());
            assert!(!is_control || !node.name.is_empty(), "{state}: {node:?}");
        }
        Ok(())
    })
}

pub fn only_states_and_announcements_are_read_aloud(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let regions = [
        ("#ws-status", "status", "polite"),
        ("#notice", "status", "polite"),
        ("#announcer", "status", "polite"),
        ("#chat", "log", ""),
    ];
    for (selector, role, live) in regions {
        let found = page.accessible(selector)?;
        assert_eq!((&*found.role, &*found.live), (role, live), "{selector}");
    }
    let mut maria = Client::login(server.port(), "maria");
    maria.send_chat("hello");
    wait_for_messages(&page, &["left maria: hello"])?;
    // The closest live region around an element decides how the element is read aloud.
    const SPEAKING: &str = "selector => [...document.querySelectorAll(selector)].map(element =>
        element.closest('[aria-live], [role=log], [role=status]')?.ariaLive ?? 'not at all')";
    let speaking = |selector: &str| page.eval(&format!("({SPEAKING})({})", json!(selector)));
    assert_eq!(speaking("#chat > .left")?, json!(["off"]));
    assert_eq!(speaking("#chat > .quiet")?, json!(["off", "off"]));
    assert_eq!(speaking("#users-list, #users-count")?, json!(["not at all", "not at all"]));
    Ok(())
}

/// JavaScript: records what a screen reader is given to say.
pub const RECORD_SPEECH: &str = "window.spoken = [];
    new MutationObserver(() => {
        const sentence = document.querySelector('#announcer').textContent;
        if (sentence) window.spoken.push(sentence);
        else window.isCleared = true;
    }).observe(document.querySelector('#announcer'),
        { childList: true, subtree: true, characterData: true })";

pub fn a_message_is_announced_once_as_a_sentence(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.eval(RECORD_SPEECH)?;
    let mut maria = Client::login(server.port(), "maria");
    for said in [&["maria: five"][..], &["maria: five", "maria: five"]] {
        maria.send_chat("five");
        wait_for(&page, "window.spoken", &json!(said))?;
    }
    // In between it was empty: some screen readers are silent if the text is the same.
    assert_eq!(page.eval("window.isCleared ?? false")?, true);
    let announcer = page.accessible("#announcer")?;
    assert_eq!((&*announcer.role, &*announcer.live), ("status", "polite"));
    let tree = page.accessibility_tree()?;
    let sentences = tree.iter().filter(|node| node.name == "maria: five").count();
    assert_eq!(sentences, 1, "the sentence is in the tree as one text: {tree:#?}");
    Ok(())
}

pub fn many_messages_are_announced_as_a_number(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.eval(RECORD_SPEECH)?;
    let mut maria = Client::login(server.port(), "maria");
    for number in 1..=60 {
        maria.send_chat(&format!("message {number}"));
    }
    // Those that come together are one announcement. On a busy machine there may be two.
    const HEARD: &str =
        "window.spoken.map(sentence => parseInt(sentence) || sentence.split('\\n').length)
        .reduce((sum, number) => sum + number, 0)";
    wait_for(&page, HEARD, &json!(60))?;
    let spoken = page.eval("window.spoken")?;
    let first = spoken[0].as_str().unwrap_or_default();
    assert!(first.ends_with(" new messages"), "{spoken}");
    assert!(spoken.as_array().is_some_and(|all| all.len() <= 5), "{spoken}");
    Ok(())
}

/// A class of thirty may join at once.
pub fn those_who_come_and_go_are_not_announced(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.eval(RECORD_SPEECH)?;
    let maria = Client::login(server.port(), "maria");
    wait_for_roster(&page, &["walter", "maria"])?;
    drop(maria);
    wait_for_roster(&page, &["walter"])?;
    // What is announced later is announced after that.
    say(&page, "hello")?;
    wait_for(&page, "window.spoken", &json!(["You: hello"]))?;
    Ok(())
}

/// Logs in, sends a message, sends raw text and leaves without a click.
pub fn the_keyboard_alone_does_everything(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = browser.open(&page_url(&server))?;
    assert_eq!(focus(&page)?, "connect", "the focus at the start");
    page.press_key("Enter")?;
    page.wait_until("document.activeElement.id === 'name'", "the focus is on the name")?;
    page.type_text("walter")?;
    page.press_key("Enter")?;
    page.wait_until("document.activeElement.id === 'message'", "the focus is on the message")?;
    page.type_text("by key")?;
    page.press_key("Enter")?;
    page.type_text("by Send")?;
    tab_to(&page, "send")?;
    page.press_key("Space")?;
    wait_for_messages(&page, &["right You: by key", "right You: by Send"])?;
    assert_eq!(focus(&page)?, "message", "the user can go on writing");

    tab_to(&page, "show-wire")?;
    page.press_key("Enter")?;
    tab_to(&page, "raw")?;
    page.type_text("no JSON")?;
    page.press_key("Enter")?;
    wait_for_text(&page, "#notice", "The server says")?;
    tab_to(&page, "leave")?;
    page.press_key("Enter")?;
    wait_for(&page, "document.activeElement.id", &json!("connect"))?;
    Ok(())
}

pub fn the_focus_is_visible(browser: &Browser) -> Outcome {
    in_every_state(browser, |page, state| {
        for _ in 0..MAX_TABS {
            page.press_key("Tab")?;
            if page.eval("document.activeElement === document.body")? == true {
                break; // past the last element
            }
            let what = format!("{state}: the focus is visible on #{}", focus(page)?);
            page.wait_until(FOCUS_IS_VISIBLE, &what)?;
        }
        Ok(())
    })
}

/// JavaScript: whether the element with the focus has a clear outline.
const FOCUS_IS_VISIBLE: &str = "(({ outlineStyle, outlineWidth }) =>
    outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
)(getComputedStyle(document.activeElement))";

/// WCAG 2.2, 1.4.3: a contrast of 4.5 to 1, and 3 to 1 for large text.
pub fn text_has_enough_contrast_in_light_and_dark(browser: &Browser) -> Outcome {
    in_every_state(browser, |page, state| {
        for scheme in ["light", "dark"] {
            // Reduced motion: a text that fades in has little contrast for a moment.
            let media = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")];
            page.emulate_media(&media)?;
            let pale = page.eval(&format!("({PALE_TEXTS})(3)"))?;
            assert_eq!(pale, json!([]), "{state}, {scheme}: text with too little contrast");
        }
        Ok(())
    })
}

pub fn nothing_moves_when_the_user_prefers_reduced_motion(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.emulate_media(&[("prefers-reduced-motion", "reduce")])?;
    let style = "getComputedStyle(document.querySelector('#chat > .right'))";
    say(&page, "hello")?;
    wait_for_messages(&page, &["right You: hello"])?;
    assert_eq!(page.eval("document.getAnimations().length")?, 0);
    assert_eq!(page.eval(&format!("{style}.animationName"))?, "none");
    let smooth = "[...document.querySelectorAll('*')]
        .filter(element => getComputedStyle(element).scrollBehavior === 'smooth').length";
    assert_eq!(page.eval(smooth)?, 0);
    Ok(())
}

/// Many Copy buttons stand behind the raw field, and not before it.
pub fn the_raw_field_is_before_the_frames(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    for number in 1..=MAX_TABS {
        maria.send_chat(&format!("message {number}"));
    }
    wait_for_text(&page, "#frames", &format!("message {MAX_TABS}\""))?;
    page.click("#show-wire")?;
    tab_to(&page, "raw")?;
    // What the placeholder proposes gets an answer.
    let proposed = page.eval_text("document.querySelector('#raw').placeholder")?;
    page.type_text(&proposed)?;
    page.press_key("Enter")?;
    wait_for_text(&page, "#frames", "unusable username")?;
    Ok(())
}

/// A text that fades in has little contrast for a moment, and in a busy room always.
pub fn messages_move_but_do_not_fade(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.emulate_media(&[("prefers-reduced-motion", "no-preference")])?;
    page.eval(
        "window.opacity = '';
        new MutationObserver(() => {
            const line = document.querySelector('#chat > .right');
            if (line) window.opacity = getComputedStyle(line).opacity;
        }).observe(document.querySelector('#chat'), { childList: true })",
    )?;
    say(&page, "hello")?;
    wait_for(&page, "window.opacity", &json!("1"))?;
    Ok(())
}

/// Presses Tab until the element with this id has the focus.
fn tab_to(page: &Page, id: &str) -> Result<(), Trouble> {
    let mut stops = Vec::new();
    for _ in 0..MAX_TABS {
        page.press_key("Tab")?;
        stops.push(focus(page)?);
        if stops.last().is_some_and(|stop| stop == id) {
            return Ok(());
        }
    }
    Err(Trouble::Missing(format!("Tab does not reach #{id}, only {stops:?}")))
}

/// Looks at the page at the start, at the name, in the room with messages and the open wire panel,
/// and after the connection is lost.
fn in_every_state(browser: &Browser, look: impl Fn(&Page, &str) -> Outcome) -> Outcome {
    let server = Server::start();
    let page = browser.open(&page_url(&server))?;
    look(&page, "start")?;
    connect(&page)?;
    look(&page, "name")?;
    set_name(&page, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    maria.send_chat("hello");
    wait_for_messages(&page, &["left maria: hello"])?;
    say(&page, "hello, maria")?;
    wait_for_messages(&page, &["left maria: hello", "right You: hello, maria"])?;
    page.click("#more > summary")?;
    look(&page, "menu")?;
    page.click("#more > summary")?;
    page.click("#show-wire")?;
    look(&page, "room")?;
    drop(server);
    page.wait_until(&is_shown("#retry"), "the page says that the connection is lost")?;
    look(&page, "lost")
}
