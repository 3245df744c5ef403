//! The debug log: a message's whole journey can be told from it. (The lines about a slow client are
//! tested in `slow.rs`, those about the heartbeat and the channel in `tests/glass`.)

use crate::Room;
use crate::support::client::{chat, room};
use crate::support::frames::{Frame, Raw, TEXT};

#[test]
fn the_log_tells_a_messages_whole_journey() {
    let server = Room::open_with(&[("RUST_LOG", "debug")]);
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let chat = chat("walter", &"journey ".repeat(10)).to_string();
    walter.send(&chat);
    walter.expect_text(&chat);
    maria.expect_text(&chat);
    let (length, frame) = (chat.len(), chat.len() + 2); // a short frame has 2 bytes more
    server.wait_for_log(&format!("wrote {frame} bytes to 2 of 2 clients"));
    let log = server.log();
    let mut rest = log.as_str();
    for station in [
        "accept@main] accepted client ".to_string(),
        format!("] read {length} bytes\n"),
        "room@broadcaster] relaying to 2: \"{".to_string(),
        "broadcaster@broadcaster] took 1 of 1 events from the channel\n".to_string(),
        format!("outbox@broadcaster] wrote {frame} bytes to 2 of 2 clients\n"),
    ] {
        let (_, after) = rest.split_once(&station).unwrap_or_else(|| {
            panic!("{station:?} does not come next in the log:\n{rest}");
        });
        rest = after;
    }
}

/// An unrecognized message costs far more than its bytes, so these are a flood on any machine.
#[test]
fn the_log_tells_that_a_client_sends_too_much() {
    let server = Room::open_with(&[("RUST_LOG", "debug")]);
    let mut flooder = Raw::upgrade(server.port());
    flooder.send(&Frame::new(TEXT, r#"{"type":"flood"}"#).masked().repeat(500));
    let line = server.wait_for_log("it sent too much");
    assert!(line.contains("allowance@client "), "{line}");
    assert!(line.contains("] sleeps for "), "{line}");
}
