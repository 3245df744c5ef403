//! Thousands of random and mutated requests, frames and texts. The server must answer each one
//! correctly, without an effect on other clients, and release everything afterwards.
//!
//! The seeds are fixed, so a failure is repeatable. It prints its seed.

use arbtest::arbitrary::{Result, Unstructured};
use arbtest::arbtest;
use serde_json::{Value, json};

use crate::Room;
use crate::support::client::{Client, chat, joined, left, room};
use crate::support::frames::{
    BINARY, CLOSE, CONTINUATION, FIN, Frame, PING, PONG, Raw, TEXT, UPGRADE,
};

/// How many random bytes each case gets.
const SIZE: u64 = 256;

/// The clients in the room before a random client comes, and after it has left.
const WITNESSES: [&str; 2] = ["witness", "other"];

#[test]
fn random_texts_do_what_the_protocol_says() {
    let server = Room::open();
    let [mut witness] = room(server.port(), ["witness"]);
    for_each_seed(800, |random| {
        let mut sender = Client::connect(server.port(), "sender");
        let mut name = None;
        for _ in 0..random.int_in_range(1..=8)? {
            let text = random_text(random)?;
            sender.send(&text);
            expect_what_the_protocol_says(&text, &mut name, &mut sender, &mut witness);
        }
        drop(sender);
        if let Some(name) = name {
            witness.expect(&left(&name, &["witness"]));
        }
        Ok(())
    });
}

#[test]
fn random_frames_end_their_connection_and_no_other() {
    let server = Room::open();
    let mut witnesses = room(server.port(), WITNESSES);
    for_each_seed(1500, |random| {
        let mut raw = Raw::upgrade(server.port());
        let mut bytes = Vec::new();
        for _ in 0..random.int_in_range(1..=6)? {
            bytes.extend(random_frame(random)?.masked());
        }
        mutate(random, &mut bytes, |random| random.arbitrary())?;
        // Sending may fail: the server may already have ended the connection.
        let _ = raw.try_send(&bytes).and_then(|()| raw.stream.shutdown(std::net::Shutdown::Write));
        while let Ok(frame) = raw.try_read_frame("the end of the connection") {
            let known = [TEXT, PING, PONG, CLOSE].map(|opcode| FIN | opcode);
            assert!(known.contains(&frame.first), "the server sent {frame:?}");
        }
        // The room has announced the leave before the server ended the connection.
        expect_the_same_up_to_a_fence(&mut witnesses);
        Ok(())
    });
}

#[test]
fn random_requests_get_an_answer_or_an_end() {
    let server = Room::open();
    let [mut witness] = room(server.port(), ["witness"]);
    for_each_seed(1000, |random| {
        let requests = [UPGRADE, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "HEAD /client.js"];
        let mut bytes = random.choose(&requests)?.as_bytes().to_vec();
        mutate(random, &mut bytes, |random| random.arbitrary())?;
        let mut raw = Raw::connect(server.port());
        let _ = raw.try_send(&bytes).and_then(|()| raw.stream.shutdown(std::net::Shutdown::Write));
        let answer = raw.read_to_end();
        let is_answer = answer.is_empty() || answer.starts_with(b"HTTP/1.1 ");
        assert!(is_answer, "{:?}", String::from_utf8_lossy(&answer));
        Ok(())
    });
    crate::support::client::fence([&mut witness]);
}

/// Runs a case for each of the first `count` seeds.
fn for_each_seed(count: u64, mut case: impl FnMut(&mut Unstructured) -> Result<()>) {
    for number in 1..=count {
        // The upper half is the seed, the lower half how many random bytes there are.
        arbtest(&mut case).seed((number << 32) | SIZE).run();
    }
}

/// The protocol's table as code.
fn expect_what_the_protocol_says(
    text: &str,
    name: &mut Option<String>,
    sender: &mut Client,
    witness: &mut Client,
) {
    let Ok(data) = serde_json::from_str::<Value>(text) else {
        return sender.expect_error_reply(text);
    };
    match data["type"].as_str() {
        Some("login") => match data["username"].as_str() {
            Some(new) if !new.trim().is_empty() && new.chars().count() <= 64 => {
                *name = Some(new.to_string());
                for client in [sender, witness] {
                    client.expect(&joined(new, &["witness", new]));
                }
            }
            _ => sender.expect_error_reply(text),
        },
        Some("disconnect") => {
            if let Some(name) = name.take() {
                witness.expect(&left(&name, &["witness"]));
            }
        }
        Some("chat") => {
            witness.expect_text(text);
            if name.is_some() {
                sender.expect_text(text);
            }
        }
        _ => (),
    }
}

/// Both witnesses must see the same valid messages up to a fence. Then the roster must hold only
/// them.
fn expect_the_same_up_to_a_fence(witnesses: &mut [Client; 2]) {
    let [first, second] = witnesses;
    let fence = first.send_fence();
    let mut roster = json!(WITNESSES);
    loop {
        let text = first.receive_text(&fence);
        second.expect_text(&text);
        if text == fence {
            break;
        }
        let message: Value = serde_json::from_str(&text).expect("the room sends JSON");
        match message["type"].as_str() {
            Some("login" | "disconnect") => roster = message["active_users"].clone(),
            kind => assert_eq!(kind, Some("chat"), "{message}"),
        }
    }
    assert_eq!(roster, json!(WITNESSES), "the roster after the random client has left");
}

fn random_text(random: &mut Unstructured) -> Result<String> {
    let texts = [
        r#"{"type":"login","username":"walter"}"#,
        r#"{"type":"login","username":"é😀"}"#,
        r#"{"type":"login","username":"  "}"#,
        r#"{"type":"login"}"#,
        r#"{"type":"disconnect","username":"walter"}"#,
        r#"{"type":"disconnect"}"#,
        r#"{"type":"chat","text":"hello","username":"walter"}"#,
        r#" { "type" : "ch\u0061t", "text" : [1e999, -0.0, 12345678901234567890, null] } "#,
        r#"{"type":"message"}"#,
        r#"["type","chat"]"#,
        "17",
        "\"",
    ];
    let mut text: Vec<char> = random.choose(&texts)?.chars().collect();
    if random.ratio(3, 5)? {
        mutate(random, &mut text, |random| match random.ratio(4, 5)? {
            true => random.choose(&['"', '{', '}', '[', ',', ':', '\\', 'u', ' ', '0']).copied(),
            false => random.arbitrary(),
        })?;
    }
    Ok(text.into_iter().collect())
}

fn random_frame(random: &mut Unstructured) -> Result<Frame> {
    let chat = chat("random", "hello é😀").to_string();
    let frames = [
        Frame::new(TEXT, r#"{"type":"login","username":"random"}"#),
        Frame::new(TEXT, chat.as_str()),
        Frame::unfinished(TEXT, &chat.as_bytes()[..chat.len() / 2]),
        Frame::unfinished(CONTINUATION, ""),
        Frame::new(CONTINUATION, &chat.as_bytes()[chat.len() / 2..]),
        Frame::new(BINARY, chat.as_str()),
        Frame::new(PING, "ping"),
        Frame::new(PONG, "pong"),
        Frame::new(CLOSE, ""),
        Frame::close(1000, "bye"),
    ];
    // A Close ends the connection, so choose one less often.
    let index = random.int_in_range(0..=frames.len() * 2)?;
    let frame = frames.get(index).unwrap_or(&frames[index % 8]);
    Ok(frame.clone())
}

/// Changes, adds, repeats, removes or swaps a few items, or cuts off the end.
fn mutate<T: Copy>(
    random: &mut Unstructured,
    items: &mut Vec<T>,
    mut new: impl FnMut(&mut Unstructured) -> Result<T>,
) -> Result<()> {
    for _ in 0..random.int_in_range(0..=4)? {
        if items.is_empty() {
            return Ok(());
        }
        let at = random.choose_index(items.len())?;
        match random.int_in_range(0..=4)? {
            0 => items[at] = new(random)?,
            1 => items.insert(at, new(random)?),
            2 => items.insert(at, items[at]),
            3 => drop(items.remove(at)),
            _ if random.ratio(1, 4)? => items.truncate(at),
            _ => items.swap(0, at),
        }
    }
    Ok(())
}
