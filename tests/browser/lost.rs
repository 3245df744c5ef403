//! The server stops, or the visitor leaves the page.

use serde_json::json;

use crate::Outcome;
use crate::scripted::{Conversation, ScriptedServer, connect_to};
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::Client;
use crate::support::process::{Server, free_port};
use crate::visitor::*;

/// JavaScript: makes the pauses between two attempts as short as possible. The first takes 1 s.
pub const SHORTEST_PAUSES: &str = "Math.random = () => 0";

pub fn the_page_reports_a_wrong_address(browser: &Browser) -> Outcome {
    let nobody = format!("ws://localhost:{}", free_port());
    let page = browser.open(&file_url("client/index.html"))?;
    for (address, said) in
        [(&*nobody, "No answer from"), ("ws://:nonsense:", "not a valid address")]
    {
        fill_in_server(&page, address)?;
        page.press_key("Enter")?;
        wait_for_text(&page, "#notice", said)?;
        wait_for_text(&page, "#ws-status", "Not connected")?;
        let hint = page.eval("document.querySelector('#server-hint').textContent")?;
        assert_eq!(hint, "", "the page says that a wrong address is usually right");
    }
    let server = Server::start();
    fill_in_server(&page, &server.url())?;
    log_in(&page, "walter")?;
    assert_eq!(page.eval("document.querySelector('#notice').textContent")?, "");
    Ok(())
}

pub fn the_page_keeps_the_draft_and_reconnects(browser: &Browser) -> Outcome {
    let port = free_port().to_string();
    let server = Server::start_with(&[("PORT", &port)]);
    let page = enter(browser, &server, "walter")?;
    page.eval(SHORTEST_PAUSES)?;
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
    // The page's login may still be on its way. The page is in the room when the room has answered.
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
    // Records the page's pauses in seconds, and makes each a hundred times shorter.
    page.eval(
        "const { setTimeout: slow } = window;
        window.pauses = [];
        window.setTimeout = (then, pause) => {
            if (then === openSocket) window.pauses.push(pause / 1000);
            return slow(then, pause / 100);
        }",
    )?;
    page.eval(SHORTEST_PAUSES)?;
    drop(server);
    let first = "window.pauses.slice(0, 6)";
    wait_for(&page, first, &json!([1, 2, 4, 7.5, 7.5, 7.5]))?;
    page.eval("Math.random = () => 1; window.pauses = []")?;
    page.wait_until("window.pauses.includes(15)", "a pause of 15 seconds")?;
    assert_eq!(page.eval("Math.max(...window.pauses)")?, 15);
    Ok(())
}

fn walter_logs_in<'b>(
    browser: &'b Browser,
    server: &ScriptedServer,
) -> Result<(Page<'b>, Conversation), Trouble> {
    let (page, conversation) = connect_to(browser, server)?;
    page.type_text("walter")?;
    page.press_key("Enter")?;
    Ok((page, conversation))
}

/// The page sends a `disconnect` message before it closes the connection.
pub fn leaving_the_page_says_goodbye(browser: &Browser) -> Outcome {
    let server = ScriptedServer::start();
    let goodbye = json!({ "type": "disconnect", "username": "walter" });
    for leave in ["going to another page", "pressing Leave", "closing the tab"] {
        let (page, mut conversation) = walter_logs_in(browser, &server)?;
        assert_eq!(conversation.hear()["type"], "login");
        match leave {
            "going to another page" => page.go_to("about:blank")?,
            "pressing Leave" => page.click("#leave")?,
            _ => page.close()?,
        }
        assert_eq!(conversation.hear(), goodbye, "after {leave}");
    }
    Ok(())
}

/// The page must work whether the browser has kept it in memory or loads it again.
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

pub fn a_page_that_the_browser_kept_in_memory_logs_in_again(browser: &Browser) -> Outcome {
    let server = Server::start();
    let mut maria = Client::login(server.port(), "maria");
    let page = enter(browser, &server, "walter")?;
    say(&page, "before")?;
    wait_for_messages(&page, &["right You: before"])?;
    // A test cannot make the browser keep a page, so it sends the page the events for that.
    page.eval("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")?;
    maria.wait_for("walter's leave", |message| message["user_left"] == "walter");
    page.eval("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")?;
    maria.wait_for("walter's login", |message| message["user_joined"] == "walter");
    wait_for_roster(&page, &["maria", "walter"])?;
    wait_for_messages(&page, &["right You: before"])?;
    Ok(())
}

/// "Connected" alone does not tell that a server has stopped answering.
pub fn a_message_is_pale_until_it_comes_back(browser: &Browser) -> Outcome {
    let server = ScriptedServer::start();
    let (page, mut conversation) = walter_logs_in(browser, &server)?;
    conversation.say(r#"{"type":"login","user_joined":"walter","active_users":["walter"]}"#);
    wait_for_roster(&page, &["walter"])?;
    page.eval(SHORTEST_PAUSES)?;

    const PALE: &str =
        "[...document.querySelectorAll('#unconfirmed > p')].map(line => line.textContent)";
    say(&page, "one")?;
    say(&page, "two")?;
    wait_for(&page, PALE, &json!(["one", "two"]))?;
    let is_seen = "document.querySelector('#unconfirmed > p').getBoundingClientRect().bottom
        <= document.querySelector('#message').getBoundingClientRect().top
        && document.querySelector('#unconfirmed').clientHeight > 20";
    page.wait_until(is_seen, "the pale messages are seen")?;
    conversation.say(r#"{"type":"chat","text":"one","username":"walter"}"#);
    wait_for(&page, PALE, &json!(["two"]))?;
    wait_for_messages(&page, &["right You: one"])?;

    page.type_text("a draft")?;
    drop(conversation);
    let draft = "document.querySelector('#message').value";
    wait_for(&page, draft, &json!("two\na draft"))?;
    wait_for(&page, PALE, &json!([]))?;
    wait_for_text(&page, "#chat", "A message did not come back")?;
    Ok(())
}

/// A phone wakes up: its user should not wait for the next attempt.
pub fn a_page_that_is_seen_again_connects_at_once(browser: &Browser) -> Outcome {
    let port = free_port().to_string();
    let server = Server::start_with(&[("PORT", &port)]);
    let page = enter(browser, &server, "walter")?;
    page.eval("window.setTimeout = () => 0")?; // no attempt comes by itself
    drop(server);
    wait_for_text(&page, "#ws-status", "Connection lost")?;
    let _server = Server::start_with(&[("PORT", &port)]);
    page.eval("document.dispatchEvent(new Event('visibilitychange'))")?;
    wait_for_text(&page, "#ws-status", "Connected again")?;
    Ok(())
}
