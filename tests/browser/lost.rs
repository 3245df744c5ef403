//! The server goes away, or the visitor does.

use serde_json::json;

use crate::Outcome;
use crate::scripted::ScriptedServer;
use crate::support::browser::Browser;
use crate::support::client::Client;
use crate::support::process::{Server, free_port};
use crate::visitor::*;

/// JavaScript: no chance in the pauses between two tries, so the first takes one second.
const NO_CHANCE: &str = "Math.random = () => 0";

pub fn a_wrong_address_is_said_in_the_page(browser: &Browser) -> Outcome {
    let nobody = format!("ws://localhost:{}", free_port());
    let page = browser.open(&file_url("client/index.html"))?;
    for (address, said) in
        [(&*nobody, "No answer from"), ("ws://:nonsense:", "not a valid address")]
    {
        fill_in_server(&page, address)?;
        page.press_key("Enter")?;
        wait_for_text(&page, "#notice", said)?;
        wait_for_text(&page, "#ws-status", "Not connected")?;
    }
    let server = Server::start();
    fill_in_server(&page, &server.url())?;
    log_in(&page, "walter")?;
    assert_eq!(page.eval("document.querySelector('#notice').textContent")?, "");
    Ok(())
}

pub fn the_page_keeps_the_draft_and_comes_back(browser: &Browser) -> Outcome {
    let port = free_port().to_string();
    let server = Server::start_with(&[("PORT", &port)]);
    let page = enter(browser, &server, "walter")?;
    page.eval(NO_CHANCE)?;
    say(&page, "before")?;
    wait_for_messages(&page, &["right You: before"])?;
    page.type_text("a draft")?;
    drop(server);
    wait_for_text(&page, "#ws-status", "Connection lost")?;
    page.press_key("Enter")?;
    wait_for_text(&page, "#notice", "Not connected")?;
    let draft = "document.querySelector('#message').value";
    assert_eq!(page.eval(draft)?, "a draft", "the draft is lost");

    let server = Server::start_with(&[("PORT", &port)]);
    wait_for_text(&page, "#ws-status", "Connected again")?;
    // What the page has sent may still be on its way: only when the room has answered is it in.
    wait_for(&page, &format!("{QUIET_LINES}.at(-1)"), &json!("You joined"))?;
    let mut maria = Client::login(server.port(), "maria");
    wait_for_roster(&page, &["walter", "maria"])?;
    assert_eq!(page.eval(draft)?, "a draft", "the draft is lost");
    assert_eq!(page.eval(&is_shown("#retry"))?, false);
    page.click("#send")?;
    maria.wait_for("the draft", |message| message["text"] == "a draft");
    wait_for_messages(&page, &["right You: before", "right You: a draft"])?;
    Ok(())
}

pub fn the_pauses_grow_up_to_a_limit(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    // The page's pauses in seconds; each passes a hundred times as fast.
    page.eval(
        "const { setTimeout: slow } = window;
        window.pauses = [];
        window.setTimeout = (then, pause) => {
            if (then === openSocket) window.pauses.push(pause / 1000);
            return slow(then, pause / 100);
        }",
    )?;
    page.eval(NO_CHANCE)?;
    drop(server);
    let first = "window.pauses.slice(0, 6)";
    wait_for(&page, first, &json!([1, 2, 4, 7.5, 7.5, 7.5]))?;
    page.eval("Math.random = () => 1; window.pauses = []")?;
    page.wait_until("window.pauses.includes(15)", "a pause of 15 seconds, and none is longer")?;
    assert_eq!(page.eval("Math.max(...window.pauses)")?, 15);
    Ok(())
}

/// `disconnect` is sent, and not only the connection closed.
pub fn leaving_the_page_says_goodbye(browser: &Browser) -> Outcome {
    let server = ScriptedServer::start();
    let goodbye = json!({ "type": "disconnect", "username": "walter" });
    for leave in ["another page", "Leave", "a closed tab"] {
        let page = browser.open(&file_url("client/index.html"))?;
        fill_in_server(&page, &server.url())?;
        page.press_key("Enter")?;
        let mut conversation = server.accept();
        page.wait_until(&is_shown("#name"), "the name is asked for")?;
        page.type_text("walter")?;
        page.press_key("Enter")?;
        assert_eq!(conversation.hear()["type"], "login");
        match leave {
            "another page" => page.go_to("about:blank")?,
            "Leave" => page.click("#leave")?,
            _ => page.close()?,
        }
        assert_eq!(conversation.hear(), goodbye, "left by {leave}");
    }
    Ok(())
}

/// Whether the browser kept the page or loads it anew, one can go on.
pub fn the_page_works_after_going_back(browser: &Browser) -> Outcome {
    let server = Server::start();
    let mut maria = Client::login(server.port(), "maria");
    let page = enter(browser, &server, "walter")?;
    page.go_to("about:blank")?;
    maria.wait_for("walter's leave", |message| message["user_left"] == "walter");
    page.go_back()?;
    if page.eval(&is_shown("#connect"))? == true {
        log_in(&page, "walter")?;
    }
    wait_for_roster(&page, &["maria", "walter"])?;
    say(&page, "back again")?;
    maria.wait_for("the message", |message| message["text"] == "back again");
    Ok(())
}

pub fn a_page_that_the_browser_kept_logs_in_again(browser: &Browser) -> Outcome {
    let server = Server::start();
    let mut maria = Client::login(server.port(), "maria");
    let page = enter(browser, &server, "walter")?;
    say(&page, "before")?;
    wait_for_messages(&page, &["right You: before"])?;
    // Whether a browser keeps a page is its own affair: these events tell the page that it did.
    page.eval("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")?;
    maria.wait_for("walter's leave", |message| message["user_left"] == "walter");
    page.eval("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")?;
    maria.wait_for("walter's login", |message| message["user_joined"] == "walter");
    wait_for_roster(&page, &["maria", "walter"])?;
    wait_for_messages(&page, &["right You: before"])?;
    Ok(())
}
