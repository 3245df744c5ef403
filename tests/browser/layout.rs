//! The page on a phone and on a laptop: everything in sight, nothing wider than the screen.

use serde_json::json;

use crate::Outcome;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::Client;
use crate::support::process::Server;
use crate::visitor::*;

/// JavaScript: what sticks out of the screen at its sides, without the parts of a line that
/// scrolls or is cut short. The message log may only scroll down.
const STICKING_OUT: &str = "(() => {
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
        // 320 is what WCAG 2.2 asks for (1.4.10, Reflow).
        for width in [360, 320] {
            page.set_viewport(width, 640, true)?;
            let sticking_out = page.eval(STICKING_OUT)?;
            assert_eq!(sticking_out, json!([]), "{state}, {width} px wide");
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
    page.wait_until(&is_shown("#retry"), "the page says that the server is lost")?;
    look("lost")
}

pub fn the_message_box_is_in_sight_when_the_keyboard_is_open(browser: &Browser) -> Outcome {
    const IN_SIGHT: &str = "['#message', '#send'].every(selector => {
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
            let at = |what| format!("{what} is in sight at {width} x {height}");
            page.wait_until(IN_SIGHT, &at("the message box"))?;
            page.wait_until(AT_THE_END, &at("the newest message"))?;
        }
    }
    Ok(())
}

pub fn the_newest_message_is_in_sight(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    fill_the_chat(&page, &mut maria)?;
    maria.send_chat("the newest");
    wait_for_text(&page, "#chat", "the newest")?;
    page.wait_until(AT_THE_END, "the newest message is in sight")?;
    assert_eq!(page.eval(&is_shown("#newest"))?, false);
    Ok(())
}

pub fn a_reader_who_scrolled_up_is_told_and_not_torn_away(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    let mut maria = Client::login(server.port(), "maria");
    fill_the_chat(&page, &mut maria)?;
    page.wait_until(AT_THE_END, "the newest message is in sight")?;
    page.eval(NEXT_PICTURE)?;
    page.eval("document.querySelector('#chat').scrollTop = 100")?;
    page.eval(NEXT_PICTURE)?;
    assert_eq!(page.eval(&is_shown("#newest"))?, false, "nothing is new");

    maria.send_chat("the newest");
    page.wait_until(&is_shown("#newest"), "the button that tells of new messages")?;
    let place = "document.querySelector('#chat').scrollTop";
    assert_eq!(page.eval(place)?, 100, "the reader was torn away");

    page.click("#newest")?;
    page.wait_until(AT_THE_END, "the newest message is in sight")?;
    assert_eq!(page.eval(&is_shown("#newest"))?, false, "it was read");
    assert_eq!(focus(&page)?, "message", "the button is gone, and the focus with it");
    Ok(())
}

/// JavaScript: a promise for the time when what was changed is drawn, and the page heard of it.
const NEXT_PICTURE: &str =
    "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))";

/// JavaScript: whether the end of `#chat` is in sight.
const AT_THE_END: &str =
    "(chat => chat.scrollHeight > chat.clientHeight
        && chat.scrollHeight - chat.scrollTop - chat.clientHeight < 2)(document.querySelector('#chat'))";

/// More messages than any screen shows.
fn fill_the_chat(page: &Page, client: &mut Client) -> Result<(), Trouble> {
    for number in 1..=60 {
        client.send_chat(&format!("message {number}"));
    }
    wait_for_text(page, "#chat", "message 60")
}
