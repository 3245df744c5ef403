//! The log: short lines on standard error about clients that come and leave, and about unrecognized
//! messages.

use serde_json::json;

use crate::Room;
use crate::support::client::{Client, fence, room};

/// The longest line that fits on a projector, in bytes.
const LONGEST_LINE: usize = 250;

#[test]
fn the_log_names_each_client_that_comes_or_leaves() {
    let server = Room::open();
    let [walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.close();
    maria.wait_for("walter's leave", |message| message["user_left"] == "walter");
    server.wait_for_log("\"walter\"");
    server.wait_for_log("\"maria\"");
    server.wait_for_log("\"walter\" left");
}

#[test]
fn the_log_shows_the_names_of_the_threads() {
    let server = Room::open_with(&[("RUST_LOG", "debug")]);
    let [mut walter] = room(server.port(), ["walter"]);
    fence([&mut walter]);
    server.wait_for_log("broadcaster");
    server.wait_for_log("client ");
}

#[test]
fn the_log_quotes_and_shortens_texts_from_clients() {
    let server = Room::open_with(&[("RUST_LOG", "trace")]);
    let [mut walter] = room(server.port(), ["walter"]);
    let long = "é".repeat(30_000);
    walter
        .send_json(&json!({ "type": "mark", "text": "\x1b[31mred\r\nanother line", "more": long }));
    walter.send_json(&json!({ "type": "chat", "text": long }));
    walter.receive("the long chat");
    walter.send(&"\x1b]0;title\x07".repeat(1000));
    walter.expect_error_reply("text that is not JSON");
    walter.send_login("\x1b[2J\u{202e}evil");
    walter.receive("the new name");
    fence([&mut walter]);
    walter.send_json(&json!({ "type": "all escaped", "text": "\u{202e}".repeat(100) }));
    fence([&mut walter]);
    Client::connect(server.port(), "\u{202e}").close();

    let line = server.wait_for_log("Unrecognized message type");
    assert!(line.contains("mark"), "{line}");
    for line in server.log().lines() {
        assert!(line.len() <= LONGEST_LINE, "{} bytes: {line}", line.len());
        assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'), "{line:?}");
    }
}

#[test]
fn the_log_does_not_show_chats() {
    let server = Room::open();
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    for n in 0..20 {
        walter.send_chat(&format!("whisper {n}"));
    }
    walter.wait_for("the last chat", |message| message["text"] == "whisper 19");
    maria.wait_for("the last chat", |message| message["text"] == "whisper 19");
    walter.send(r#"{"type":"the end"}"#);
    server.wait_for_log("the end");
    assert!(!server.log().contains("whisper"), "{}", server.log());
}

/// Writing to the log fails after `chat-server 2>&1 | head`, or on a full disk.
#[test]
fn the_room_goes_on_after_its_log_is_closed() {
    let server = Room::open();
    server.close_the_log(|| Client::login(server.port(), "laura").close());
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.send(r#"{"type":"something for the log"}"#);
    fence([&mut walter, &mut maria]);
}

/// A terminal reads nothing after Ctrl+S, and neither does a pager that nobody scrolls.
#[test]
fn the_room_goes_on_when_nobody_reads_its_log() {
    const CHATS: usize = 6000;
    let server = Room::open_with(&[("RUST_LOG", "debug")]);
    let [mut walter] = room(server.port(), ["walter"]);
    server.stop_reading_the_log();
    // Each chat makes four lines. Together, they are more than the pipe and the log's channel hold.
    let chat = walter.send_fence();
    walter.expect_text(&chat);
    for _ in 0..CHATS {
        walter.send(&chat);
        walter.expect_text(&chat);
    }
    let mut maria = Client::login(server.port(), "maria");
    fence([&mut maria]);

    server.read_the_log_again();
    let line = server.wait_for_log("dropped ");
    let count = line.split("dropped ").last().and_then(|rest| rest.split(' ').next());
    let count: usize = count.and_then(|count| count.parse().ok()).expect("a number of lines");
    assert!((1..4 * CHATS).contains(&count), "{line}");
    assert!(line.contains("@log]"), "{line}");
    maria.log_out();
    server.wait_for_log("\"maria\" left");
}
