//! The page on a phone and on a laptop: everything is visible, and nothing is wider than the
//! screen.

use serde_json::json;

use crate::Outcome;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::Client;
use crate::support::process::Server;
use crate::visitor::*;

/// JavaScript: the elements that extend past the sides of the screen. Elements inside a line that
/// scrolls or is cut off do not count. The message log may only scroll down.
const TOO_WIDE: &str = "(() => {
    const isCut = element => element !== document.body && element.id !== 'chat'
        && (getComputedStyle(element).overflowX !== 'visible' || isCut(element.parentElement));
    const { scrollWidth, clientWidth } = document.querySelector('#chat');
    return [...document.querySelectorAll('body *')]
        .filter(element => element.checkVisibility() && !isCut(element.parentElement))
        .filter(element => element.getBoundingClientRect().left < 0
            || element.getBoundingClientRect().right > innerWidth
            || element.id === 'chat' && scrollWidth > clientWidth)
        .map(element => element.outerHTML.slice(0, 120))
        .concat(document.documentElement.scrollWidth > innerWidth ? 'the page scrolls' : []);
})()";

pub fn nothing_is_wider_than_a_phone(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = browser.open(&page_url(&server))?;
    let look = |state: &str| -> Outcome {
        // WCAG 2.2 asks for 320 (1.4.10, Reflow).
        for width in [360, 320] {
            page.set_viewport(width, 640, true)?;
            let too_wide = page.eval(TOO_WIDE)?;
            assert_eq!(too_wide, json!([]), "{state}: wider than {width} px");
        }
        Ok(())
    };
    look("start")?;
    connect(&page)?;
    look("name")?;
    let long_name = "W".repeat(64);
    set_name(&page, &long_name)?;
    let mut maria = Client::login(server.port(), &"m".repeat(64));
    maria.send_chat(&"Donaudampfschifffahrt".repeat(20));
    maria.send_chat(&"a word and another ".repeat(20));
    say(&page, &"mine".repeat(100))?;
    page.wait_until(&format!("{MESSAGES}.length === 3"), "all three messages")?;
    look("room")?;
    page.click("#show-wire")?;
    look("wire")?;
    drop(server);
    page.wait_until(&is_shown("#retry"), "the page says that the connection is lost")?;
    look("lost")
}

pub fn the_message_box_is_visible_when_the_keyboard_is_open(browser: &Browser) -> Outcome {
    const VISIBLE: &str = "['#message', '#send'].every(selector => {
        const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
        return 0 <= top && bottom <= innerHeight;
    })";
    let server = Server::start();
    let phone = [(360, 640), (360, 300), (640, 360)];
    let laptop = [(1366, 768), (1024, 400), (500, 700)];
    for (sizes, is_phone) in [(phone, true), (laptop, false)] {
        let page = browser.open(&page_url(&server))?;
        page.set_viewport(sizes[0].0, sizes[0].1, is_phone)?;
        log_in(&page, "walter")?;
        let mut maria = Client::login(server.port(), "maria");
        fill_the_chat(&page, &mut maria)?;
        for (width, height) in sizes {
            page.set_viewport(width, height, is_phone)?;
            let at = |what| format!("{what} is visible at {width} x {height}");
            page.wait_until(VISIBLE, &at("the message box"))?;
            page.wait_until(AT_THE_END, &at("the newest message"))?;
        }
    }
    Ok(())
}

/// JavaScript: whether all of the element is on the screen, and nothing covers it.
pub const IN_SIGHT: &str = "selector => {
    const element = document.querySelector(selector);
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const inside = 0 <= left && 0 <= top && right <= innerWidth && bottom <= innerHeight;
    const topmost = document.elementFromPoint(left + Math.min(width / 2, 40), top + height / 2);
    return width > 0 && height > 0 && inside && element.contains(topmost);
}";

fn assert_in_sight(page: &Page, selectors: &[&str], at: &str) -> Outcome {
    for selector in selectors {
        let is_in_sight = page.eval(&format!("({IN_SIGHT})('{selector}')"))?;
        assert_eq!(is_in_sight, true, "{selector} is in sight at {at}\n{}", page.describe());
    }
    Ok(())
}

/// A laptop of 1366 x 768 at 200 % has 683 x 325, one of 1280 x 1024 at 400 % has 320 x 256.
pub fn roster_and_message_box_are_in_sight_at_every_zoom(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let _others: Vec<Client> =
        ["maria", "laura"].iter().map(|name| Client::login(server.port(), name)).collect();
    wait_for_roster(&page, &["walter", "maria", "laura"])?;
    say(&page, "hello")?;
    wait_for_messages(&page, &["right You: hello"])?;
    for (width, height) in
        [(683, 325), (640, 300), (320, 256), (360, 640), (640, 360), (960, 540), (1366, 768)]
    {
        page.set_viewport(width, height, false)?;
        let at = format!("{width} x {height}");
        page.wait_until(AT_THE_END_OR_ALL, &format!("the newest message is visible at {at}"))?;
        let parts =
            ["#name-display", "#users-list > li", "#users-count", "#chat", "#message", "#send"];
        assert_in_sight(&page, &parts, &at)?;
        const CUT_OFF: &str = "(name => name.getBoundingClientRect().right
            > name.closest('#status').getBoundingClientRect().right + 1)(document.querySelector('#name-display'))";
        assert_eq!(page.eval(CUT_OFF)?, false, "our name is cut off at {at}");
        let chat = page.eval("document.querySelector('#chat').clientHeight")?;
        assert!(chat.as_f64() >= Some(60.0), "#chat has {chat} px at {at}");
        let page_scrolls = "document.documentElement.scrollHeight > innerHeight";
        assert_eq!(page.eval(page_scrolls)?, false, "the page scrolls at {at}");
    }
    Ok(())
}

/// A teacher's projector: 1920 x 1080 at 200 %.
pub fn a_projector_shows_room_roster_and_wire_together(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.click("#show-wire")?;
    say(&page, "hello")?;
    wait_for_messages(&page, &["right You: hello"])?;
    for (width, height) in [(960, 540), (1366, 768), (1920, 1080)] {
        page.set_viewport(width, height, false)?;
        let at = format!("{width} x {height}");
        let parts = ["#chat", "#message", "#users-list > li", "#raw", "#frames"];
        assert_in_sight(&page, &parts, &at)?;
        let frames = page.eval("document.querySelector('#frames').clientHeight")?;
        assert!(frames.as_f64() >= Some(240.0), "#frames has {frames} px at {at}, a frame has 60");
    }
    Ok(())
}

pub fn a_time_stays_on_one_line(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.set_viewport(320, 640, true)?;
    for length in 1..=30 {
        say(&page, &"m".repeat(length))?;
    }
    page.wait_until(&format!("{MESSAGES}.length === 30"), "all messages")?;
    page.eval(
        "document.querySelectorAll('.follows').forEach(line => line.classList.remove('follows'))",
    )?;
    let lines = "Math.max(...[...document.querySelectorAll('#chat time')]
        .map(time => time.getClientRects().length))";
    assert_eq!(page.eval(lines)?, 1);
    Ok(())
}

/// Forced colors have no backgrounds: borders must tell the bubbles and the state.
pub fn forced_colors_show_bubbles_and_the_state(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    say(&page, "hello")?;
    wait_for_messages(&page, &["right You: hello"])?;
    page.emulate_media(&[("forced-colors", "active")])?;
    let edge = "getComputedStyle(document.querySelector('#chat > .right'))";
    assert_eq!(page.eval(&format!("{edge}.borderTopWidth"))?, "1px");
    assert_ne!(page.eval(&format!("{edge}.borderTopColor"))?, "rgba(0, 0, 0, 0)");
    let dot = "getComputedStyle(document.querySelector('#ws-status'), '::before')";
    let is_filled = format!("2 * parseFloat({dot}.borderTopWidth) >= parseFloat({dot}.height)");
    assert_eq!(page.eval(&is_filled)?, true, "the dot is hollow although the page is connected");
    Ok(())
}

pub fn the_newest_message_is_visible(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    fill_the_chat(&page, &mut maria)?;
    maria.send_chat("the newest");
    wait_for_text(&page, "#chat", "the newest")?;
    page.wait_until(AT_THE_END, "the newest message is visible")?;
    assert_eq!(page.eval(&is_shown("#newest"))?, false);
    Ok(())
}

pub fn new_messages_do_not_scroll_the_page_of_a_reader_who_scrolled_up(
    browser: &Browser,
) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    fill_the_chat(&page, &mut maria)?;
    page.wait_until(AT_THE_END, "the newest message is visible")?;
    page.eval(AFTER_NEXT_FRAME)?;
    page.eval("document.querySelector('#chat').scrollTop = 100")?;
    page.eval(AFTER_NEXT_FRAME)?;
    assert_eq!(page.eval(&is_shown("#newest"))?, false, "there is no new message yet");

    maria.send_chat("the newest");
    page.wait_until(&is_shown("#newest"), "the button for new messages appears")?;
    let place = "document.querySelector('#chat').scrollTop";
    assert_eq!(page.eval(place)?, 100, "the page has scrolled");

    page.click("#newest")?;
    page.wait_until(AT_THE_END, "the newest message is visible")?;
    assert_eq!(page.eval(&is_shown("#newest"))?, false, "the new message was read");
    assert_eq!(focus(&page)?, "message", "the hidden button must not keep the focus");
    Ok(())
}

/// JavaScript: a promise that resolves when the last change is drawn and its events are handled.
const AFTER_NEXT_FRAME: &str =
    "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))";

/// JavaScript: whether the end of `#chat` is visible.
pub const AT_THE_END: &str =
    "(chat => chat.scrollHeight > chat.clientHeight
        && chat.scrollHeight - chat.scrollTop - chat.clientHeight < 2)(document.querySelector('#chat'))";

/// JavaScript: the same, or everything is.
const AT_THE_END_OR_ALL: &str = "(chat =>
    chat.scrollHeight - chat.scrollTop - chat.clientHeight < 2)(document.querySelector('#chat'))";

/// Sends more messages than any screen shows.
fn fill_the_chat(page: &Page, client: &mut Client) -> Result<(), Trouble> {
    for number in 1..=60 {
        client.send_chat(&format!("message {number}"));
    }
    wait_for_text(page, "#chat", "message 60")
}
