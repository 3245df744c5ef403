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
const AT_THE_END: &str =
    "(chat => chat.scrollHeight > chat.clientHeight
        && chat.scrollHeight - chat.scrollTop - chat.clientHeight < 2)(document.querySelector('#chat'))";

/// Sends more messages than any screen shows.
fn fill_the_chat(page: &Page, client: &mut Client) -> Result<(), Trouble> {
    for number in 1..=60 {
        client.send_chat(&format!("message {number}"));
    }
    wait_for_text(page, "#chat", "message 60")
}
