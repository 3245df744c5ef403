//! The wire panel: it shows each frame that the page sends and receives.

use serde_json::json;

use crate::Outcome;
use crate::support::browser::Browser;
use crate::support::client::Client;
use crate::support::process::Server;
use crate::visitor::*;

/// JavaScript: the frames in the panel, as `sent {…}`.
const FRAMES: &str = "[...document.querySelectorAll('#frames > li')]
    .map(line => `${line.className} ${line.querySelector('code').textContent}`)";

pub fn the_panel_is_hidden_at_first_and_shows_each_frame(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    assert_eq!(page.eval(&is_shown("#wire"))?, false);
    let expanded = "document.querySelector('#show-wire').ariaExpanded";
    assert_eq!(page.eval(expanded)?, "false");
    page.click("#show-wire")?;
    assert_eq!(page.eval(&is_shown("#wire"))?, true);
    assert_eq!(page.eval(expanded)?, "true");

    say(&page, "hello")?;
    wait_for_messages(&page, &["right You: hello"])?;
    let hello = r#"{"type":"chat","text":"hello","username":"walter"}"#;
    let frames = page.eval(FRAMES)?;
    let frames: Vec<&str> =
        frames.as_array().into_iter().flatten().filter_map(|f| f.as_str()).collect();
    let [opened, login, joined, sent, received] = frames[..] else {
        panic!("expected five frames: {frames:#?}");
    };
    assert!(opened.starts_with("opened ws://"), "{opened}");
    assert_eq!(login, r#"sent {"type":"login","username":"walter"}"#);
    assert!(joined.starts_with("received {"), "{joined}");
    assert!(joined.contains(r#""user_joined":"walter""#), "{joined}");
    assert_eq!(sent, format!("sent {hello}"));
    assert_eq!(received, format!("received {hello}"));

    page.click("#show-wire")?;
    assert_eq!(page.eval(&is_shown("#wire"))?, false);
    Ok(())
}

pub fn the_panel_keeps_the_last_200_frames(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.click("#show-wire")?;
    let mut maria = Client::login(server.port(), "maria");
    for number in 1..=250 {
        maria.send_chat(&format!("message {number}"));
    }
    wait_for_text(&page, "#frames", "message 250")?;
    let count = page.eval("document.querySelector('#frames').childElementCount")?;
    assert_eq!(count, 200);
    let first = page.eval_text(&format!("{FRAMES}[0]"))?;
    assert!(first.contains("message 51\""), "{first}");
    let last_is_visible = "(list => list.lastElementChild.getBoundingClientRect().bottom
        <= list.getBoundingClientRect().bottom + 1)(document.querySelector('#frames'))";
    page.wait_until(last_is_visible, "the last frame is visible")?;
    Ok(())
}

pub fn raw_text_gets_its_error_reply(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.click("#show-wire")?;
    page.click("#raw")?;
    page.type_text("this is not JSON")?;
    page.click("#send-raw")?;
    wait_for_text(&page, "#frames", "\"error\"")?;
    let last_two = page.eval(&format!("{FRAMES}.slice(-2)"))?;
    assert_eq!(last_two[0], "sent this is not JSON");
    assert!(
        last_two[1].as_str().is_some_and(|reply| reply.starts_with("received {\"error\"")),
        "{last_two}"
    );
    wait_for_text(&page, "#notice", "The server says")?;
    // The connection stays open.
    say(&page, "still here")?;
    wait_for_messages(&page, &["right You: still here"])?;
    Ok(())
}

/// The Copy button uses the clipboard. If the browser forbids that, it selects the text.
pub fn a_frame_can_be_copied(browser: &Browser) -> Outcome {
    let server = Server::start();
    let page = enter(browser, &server, "walter")?;
    page.click("#show-wire")?;
    page.eval(
        "window.copied = '';
        navigator.clipboard.writeText = async text => { window.copied = text; }",
    )?;
    page.click("#frames .sent button")?;
    let login = json!(r#"{"type":"login","username":"walter"}"#);
    wait_for(&page, "window.copied", &login)?;
    wait_for_text(&page, "#wire-note", "Copied")?;

    page.eval("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))")?;
    page.click("#frames .sent button")?;
    wait_for(&page, "getSelection().toString()", &login)?;
    wait_for_text(&page, "#wire-note", "Ctrl+C")?;
    Ok(())
}
