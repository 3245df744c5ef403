//! The picture of a real room: what the page shows while something happens there.

use chat_server::broadcaster::QUEUE;
use chat_server::outbox::MAX_BACKLOG;
use serde_json::{Value, json};

use crate::Outcome;
use crate::recording::page_as_a_file;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::{Client, chat, room};
use crate::support::frames::Raw;
use crate::support::process::Server;
use crate::watched::{Watched, glass};

/// The length of a chat that fills a socket quickly, in bytes.
const LARGE: usize = 32 * 1024;

/// Notes the label of each message that begins to fly.
const NOTE_FLIGHTS: &str = "window.flown = [];
    new MutationObserver(changes => changes.forEach(({ addedNodes }) =>
        addedNodes.forEach(node => flown.push(node.textContent)))).observe(flights, { childList: true })";

pub fn a_messages_journey_is_shown_station_by_station(browser: &Browser) -> Outcome {
    let watched = Watched::start();
    let [mut walter, mut maria] = room(watched.room(), ["walter", "maria"]);
    watched.wait_for_log("to 2 of 2 clients");
    let page = watched.page(browser)?;
    page.wait_until("picture.clients.size === 2", "both clients")?;
    page.click("#pause")?;
    page.eval(NOTE_FLIGHTS)?;
    let text = chat("walter", "is this working?").to_string();
    let (length, frame) = (text.len(), text.len() + 2); // a short frame has 2 bytes more
    walter.send(&text);
    walter.expect_text(&text);
    maria.expect_text(&text);
    page.wait_until("events.at(-1).text.startsWith('wrote ')", "the line about the write")?;
    let journey = [
        ("read ", format!("client 1 has read a message of {length} B."), format!("{length} B")),
        ("relaying ", "The broadcaster relays a chat message to 2.".into(), "chat".into()),
        ("took ", "The broadcaster took 1 of 1 events from the channel.".into(), String::new()),
        (
            "wrote ",
            format!("The broadcaster wrote {frame} B to 2 of 2 clients."),
            format!("{frame} B {frame} B"),
        ),
    ];
    for (line, sentence, flights) in journey {
        step(&page)?;
        let shown = page.eval_text("find('#line').textContent")?;
        assert!(shown.contains(&format!("] {line}")), "the line is {shown}, not about {line}");
        assert_eq!(page.eval_text("find('#sentence').textContent")?, sentence);
        assert_eq!(page.eval_text("flown.splice(0).join(' ')")?, flights, "after {line}");
    }
    assert_eq!(page.eval("upTo === events.length")?, true, "the journey has more stations");
    Ok(())
}

/// Presses Step, and waits until the next event is in the picture.
fn step(page: &Page) -> Result<(), Trouble> {
    let next = page.eval("upTo + 1")?;
    page.click("#step")?;
    page.wait_until(&format!("upTo === {next}"), "the next event is shown")
}

pub fn a_client_that_never_reads_turns_red_and_goes(browser: &Browser) -> Outcome {
    const OUTBOX: &str = "find('#outbox-list [title=\"client 3\"]')";
    let watched = Watched::start();
    let mut talkers = room(watched.room(), ["walter", "maria"]);
    let _sleeper = Raw::login(watched.room(), "sleeper");
    let page = watched.page(browser)?;
    page.wait_until(&format!("{OUTBOX}.dataset.state === 'empty'"), "an empty outbox")?;
    page.eval(&format!("window.outbox = {OUTBOX}; {NOTE_STATES}"))?;
    while !watched.log().contains("client 3 is cut off") {
        say(&mut talkers, LARGE);
        if watched.log().contains(" bytes wait for client 3") {
            let is_drawn = "/^wrote /.test(events.at(-1).text) && upTo === events.length";
            page.wait_until(is_drawn, "the chat is drawn before the next one comes")?;
        }
    }
    page.wait_until(&format!("{OUTBOX} === null"), "its place is gone")?;
    assert_eq!(page.eval("picture.clients.size")?, 2);
    let states = page.eval("states")?;
    assert_eq!(states[states.as_array().map_or(0, Vec::len) - 1], "gone", "{states}");
    let (color, text, sentence) =
        (page.eval("red[0]")?, page.eval("red[1]")?, page.eval("red[2]")?);
    assert_eq!(color, "rgb(179, 38, 30)", "the border is red; its states: {states}");
    assert!(text.as_str().is_some_and(|text| text.contains(" kB wait")), "{text}");
    assert!(sentence.as_str().is_some_and(|it| it.starts_with("client 3 is slow: ")), "{sentence}");
    Ok(())
}

/// JavaScript: notes each state of the outbox, and how it looks when it is near its limit. (A socket
/// may take more later, so that the outbox is less full again.)
const NOTE_STATES: &str = "window.states = []; window.red = [];
    new MutationObserver(() => {
        const { state } = outbox.dataset;
        if (state === states.at(-1)) return;
        states.push(state);
        if (state !== 'near') return;
        const color = getComputedStyle(outbox).borderTopColor;
        red = [color, outbox.innerText, find('#sentence').textContent];
    }).observe(outbox, { attributes: true })";

/// The first talker says something, and all of them hear it. Each may say 1 MiB per second, so they
/// take turns.
fn say<const N: usize>(talkers: &mut [Client; N], length: usize) {
    let text = "z".repeat(length);
    talkers[0].send_chat(&text);
    for talker in talkers.iter_mut() {
        talker.wait_for("the chat", |message| message["text"] == text.as_str());
    }
    talkers.rotate_left(1);
}

pub fn a_late_page_shows_who_is_there(browser: &Browser) -> Outcome {
    let watched = Watched::start();
    let [_walter, maria] = room(watched.room(), ["walter", "maria"]);
    watched.wait_for_log("\"maria\", 2 logged in");
    let page = watched.page(browser)?;
    wait_for_users(&page, &["walter", "maria"])?;
    drop(maria);
    wait_for_users(&page, &["walter"])
}

fn wait_for_users(page: &Page, users: &[&str]) -> Outcome {
    let users = json!(users);
    let shown = "JSON.stringify([...document.querySelectorAll('.thread .user')].map(one => one.textContent))";
    page.wait_until(&format!("{shown} === '{users}'"), &format!("the users {users}"))?;
    Ok(())
}

pub fn a_program_that_ends_leaves_its_picture(browser: &Browser) -> Outcome {
    let mut command = glass();
    command.env("PORT", "nonsense");
    let glass = Server::launch(command)?;
    glass.wait_for_log("glass: chat-server has ended: ");
    let page = browser.open(&format!("http://127.0.0.1:{}/glass.html", glass.port()))?;
    page.wait_until("/^chat-server has ended: /.test(find('#sentence').textContent)", "the end")?;
    Ok(())
}

pub fn the_bounds_are_those_of_the_sources(browser: &Browser) -> Outcome {
    let page = page_as_a_file(browser)?;
    let bounds: Value = page.eval("[CHANNEL_BOUND, MAX_BACKLOG]")?;
    assert_eq!(bounds, json!([QUEUE, MAX_BACKLOG]));
    Ok(())
}
