//! Frames on the wire: the server accepts each frame that RFC 6455 allows. Any other frame closes
//! the connection with the right code, and other clients do not notice.

use std::sync::mpsc;
use std::thread;

use crate::Room;
use crate::support::client::{Client, chat, fence, joined, left, room};
use crate::support::frames::{
    BINARY, CLOSE, CONTINUATION, FIN, Frame, PING, PONG, Raw, TEXT, UPGRADE, masked_head,
};

const RESERVED_1: u8 = 0x40;
const RESERVED_2: u8 = 0x20;
const RESERVED_3: u8 = 0x10;

/// The largest message, in bytes.
const MAX_MESSAGE: usize = 64 * 1024;

#[test]
fn the_server_sends_one_unmasked_text_frame_with_the_shortest_header() {
    let server = Room::open();
    let mut walter = Raw::login(server.port(), "walter");
    for length in [25, 125, 126, 127, 1000, 65_535, 65_536] {
        let chat = chat_of_length(length);
        walter.send_text(&chat);
        let expected = Frame::new(TEXT, chat).unmasked();
        let bytes = walter.read_bytes_after_heartbeats(expected.len(), "a chat");
        assert_eq!(bytes, expected, "a chat of {length} bytes");
    }
}

#[test]
fn pings_of_every_size_are_answered_with_their_payload() {
    let server = Room::open();
    let mut walter = Raw::upgrade(server.port());
    for length in 0..=125 {
        let payload: Vec<u8> = (0..length).map(|n: u8| n.wrapping_mul(37) ^ 0xFF).collect();
        walter.send_frame(&Frame::new(PING, payload.clone()));
        walter.expect_frame(&Frame::new(PONG, payload));
    }
}

#[test]
fn a_ping_between_fragments_is_answered_at_once() {
    let server = Room::open();
    let mut walter = Raw::login(server.port(), "walter");
    let text = chat("walter", "in three pieces").to_string();
    let (first, rest) = text.as_bytes().split_at(5);
    let (second, third) = rest.split_at(10);
    walter.send_frame(&Frame::unfinished(TEXT, first));
    walter.send_frame(&Frame::new(PING, "between"));
    walter.expect_frame(&Frame::new(PONG, "between"));
    walter.send_frame(&Frame::unfinished(CONTINUATION, second));
    walter.send_frame(&Frame::new(PING, "and again"));
    walter.expect_frame(&Frame::new(PONG, "and again"));
    walter.send_frame(&Frame::new(CONTINUATION, third));
    walter.expect_frame(&Frame::new(TEXT, text));
}

/// All of it comes in one segment: the pong must not wait for the end of the message.
#[test]
fn a_pong_is_sent_before_the_message_that_its_ping_interrupts() {
    let server = Room::open();
    let mut walter = Raw::login(server.port(), "walter");
    let text = chat("walter", "in two pieces").to_string();
    let (first, second) = text.as_bytes().split_at(5);
    let frames = [
        Frame::unfinished(TEXT, first),
        Frame::new(PING, "between"),
        Frame::new(CONTINUATION, second),
    ];
    walter.send(&frames.iter().flat_map(Frame::masked).collect::<Vec<u8>>());
    walter.expect_frame(&Frame::new(PONG, "between"));
    walter.expect_frame(&Frame::new(TEXT, text));
}

#[test]
fn a_pong_is_sent_before_everything_that_comes_after_its_ping() {
    let server = Room::open();
    let mut walter = Raw::login(server.port(), "walter");
    let chats = ["one", "two"].map(|text| Frame::new(TEXT, chat("walter", text).to_string()));
    let pings = ["first", "second"].map(|payload| Frame::new(PING, payload));
    let frames = [&pings[0], &chats[0], &pings[1], &chats[1]];
    walter.send(&frames.iter().flat_map(|frame| frame.masked()).collect::<Vec<u8>>());
    walter.expect_frame(&Frame::new(PONG, "first"));
    walter.expect_frame(&chats[0]);
    walter.expect_frame(&Frame::new(PONG, "second"));
    walter.expect_frame(&chats[1]);
}

#[test]
fn an_unsolicited_pong_is_ignored() {
    let server = Room::open();
    let mut walter = Raw::login(server.port(), "walter");
    walter.send_frame(&Frame::new(PONG, "unasked"));
    walter.send_frame(&Frame::new(PONG, ""));
    walter.send_frame(&Frame::new(PING, "fence"));
    walter.expect_frame(&Frame::new(PONG, "fence"));
}

#[test]
fn a_message_in_fragments_is_one_message() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let mut walter = Raw::upgrade(server.port());
    let text = chat("walter", "é😀: fragments cut characters of two and four bytes").to_string();
    for size in [1, 2, 3, 7, text.len() - 1, text.len()] {
        send_in_fragments(&mut walter, text.as_bytes(), size);
        maria.expect_text(&text);
    }
    // Empty fragments at the start, in the middle and at the end.
    walter.send_frame(&Frame::unfinished(TEXT, ""));
    walter.send_frame(&Frame::unfinished(CONTINUATION, ""));
    walter.send_frame(&Frame::unfinished(CONTINUATION, text.as_str()));
    walter.send_frame(&Frame::new(CONTINUATION, ""));
    maria.expect_text(&text);
    fence([&mut maria]);
}

#[test]
fn frames_may_come_byte_by_byte_or_all_at_once() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let mut walter = Raw::connect(server.port());
    let texts = ["one", "two", "three"].map(|text| chat("walter", text).to_string());
    let frames = texts.iter().flat_map(|text| Frame::new(TEXT, text.as_str()).masked());
    let frames: Vec<u8> = frames.collect();

    for byte in UPGRADE.bytes() {
        walter.send(&[byte]);
    }
    walter.expect_upgraded();
    for byte in &frames {
        walter.send(&[*byte]);
    }
    texts.iter().for_each(|text| maria.expect_text(text));

    walter.send(&frames);
    texts.iter().for_each(|text| maria.expect_text(text));
}

#[test]
fn frames_that_come_with_the_request_are_not_lost() {
    let server = Room::open();
    let mut walter = Raw::connect(server.port());
    let login = Frame::new(TEXT, r#"{"type":"login","username":"walter"}"#).masked();
    let ping = Frame::new(PING, "early").masked();
    // The last frame is cut in two: its end comes later.
    let (now, later) = ping.split_at(3);
    walter.send(&[UPGRADE.as_bytes(), &login, now].concat());
    walter.expect_upgraded();
    let answer = walter.read_frame("the answer to an early login");
    assert!(String::from_utf8_lossy(&answer.payload).contains("user_joined"), "{answer:?}");
    walter.send(later);
    walter.expect_frame(&Frame::new(PONG, "early"));
}

#[test]
fn reserved_bits_close_with_1002() {
    let server = Room::open();
    for bits in [RESERVED_1, RESERVED_2, RESERVED_3, RESERVED_1 | RESERVED_2 | RESERVED_3] {
        for opcode in [TEXT, BINARY, PING, CLOSE] {
            closes_with(
                &server,
                1002,
                &Frame { first: FIN | bits | opcode, payload: vec![] }.masked(),
            );
        }
    }
}

#[test]
fn reserved_opcodes_close_with_1002() {
    let server = Room::open();
    for opcode in (0x3..=0x7).chain(0xB..=0xF) {
        closes_with(&server, 1002, &Frame::new(opcode, "").masked());
        closes_with(&server, 1002, &Frame::new(opcode, "payload").masked());
    }
}

#[test]
fn an_unmasked_frame_closes_with_1002() {
    let server = Room::open();
    closes_with(&server, 1002, &Frame::new(TEXT, "{}").unmasked());
    closes_with(&server, 1002, &Frame::new(PING, "").unmasked());
}

#[test]
fn a_control_frame_that_is_large_or_in_fragments_closes_with_1002() {
    let server = Room::open();
    for opcode in [PING, PONG, CLOSE] {
        closes_with(&server, 1002, &Frame::new(opcode, [0x03; 126]).masked());
        closes_with(&server, 1002, &Frame::unfinished(opcode, "").masked());
    }
}

#[test]
fn fragments_out_of_order_close_with_1002() {
    let server = Room::open();
    let continuation = Frame::new(CONTINUATION, "of what?").masked();
    closes_with(&server, 1002, &continuation);
    closes_with(&server, 1002, &Frame::unfinished(CONTINUATION, "of what?").masked());
    let started = Frame::unfinished(TEXT, "a message begins").masked();
    for opcode in [TEXT, BINARY] {
        let another = Frame::new(opcode, "and another").masked();
        closes_with(&server, 1002, &[&started[..], &another].concat());
    }
    // After a whole message, there is nothing to continue.
    let message = Frame::new(TEXT, "{}").masked();
    closes_with(&server, 1002, &[message, continuation].concat());
}

#[test]
fn text_that_is_not_utf_8_closes_with_1007() {
    let server = Room::open();
    let bad: [&[u8]; 8] = [
        b"\xFF",
        b"\x80",
        b"abc\xC3",          // an incomplete character
        b"\xC0\xAF",         // an overlong encoding
        b"\xED\xA0\x80",     // half of a surrogate pair
        b"\xF4\x90\x80\x80", // above the highest code point
        b"{\"type\":\"chat\",\"text\":\"\xE9\"}",
        b"\xF0\x9F\x98",
    ];
    for payload in bad {
        closes_with(&server, 1007, &Frame::new(TEXT, payload).masked());
    }
}

#[test]
fn bad_utf_8_over_fragments_closes_with_1007() {
    let server = Room::open();
    let begun = Frame::unfinished(TEXT, b"\xF0\x9F").masked();
    for end in [&b"\x98"[..], b"", b"x", b"\x98\x80\x80"] {
        closes_with(&server, 1007, &[&begun[..], &Frame::new(CONTINUATION, end).masked()].concat());
    }
}

#[test]
fn a_close_is_answered_with_its_code() {
    let server = Room::open();
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999] {
        for reason in ["", "bye", "é😀"] {
            let mut walter = Raw::upgrade(server.port());
            walter.send_frame(&Frame::close(code, reason));
            walter.expect_close(code);
        }
    }
}

#[test]
fn a_close_without_a_code_is_answered_without_one() {
    let server = Room::open();
    let mut walter = Raw::upgrade(server.port());
    walter.send_frame(&Frame::new(CLOSE, ""));
    walter.expect_frame(&Frame::new(CLOSE, ""));
    walter.expect_end();
}

#[test]
fn a_close_with_an_invalid_code_is_answered_with_1002() {
    let server = Room::open();
    for code in [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        closes_with(&server, 1002, &Frame::close(code, "").masked());
        closes_with(&server, 1002, &Frame::close(code, "because").masked());
    }
}

#[test]
fn a_close_of_one_byte_closes_with_1002() {
    let server = Room::open();
    closes_with(&server, 1002, &Frame::new(CLOSE, [0x03]).masked());
}

#[test]
fn a_close_whose_reason_is_not_utf_8_closes_with_1007() {
    let server = Room::open();
    closes_with(&server, 1007, &Frame::new(CLOSE, b"\x03\xE8\xFF\xFE").masked());
}

#[test]
fn frames_after_a_close_are_ignored() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let mut walter = Raw::upgrade(server.port());
    let late = Frame::new(TEXT, chat("walter", "one more thing").to_string()).masked();
    let ping = Frame::new(PING, "late").masked();
    walter.send(&[Frame::close(1000, "").masked(), late, ping].concat());
    walter.expect_close(1000);
    fence([&mut maria]);
}

#[test]
fn a_message_of_64_kib_is_relayed_whole_or_in_fragments() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let mut walter = Raw::upgrade(server.port());
    let largest = chat_of_length(MAX_MESSAGE);
    walter.send_text(&largest);
    maria.expect_text(&largest);
    send_in_fragments(&mut walter, largest.as_bytes(), 1000);
    maria.expect_text(&largest);
}

#[test]
fn a_larger_message_closes_with_1009() {
    let server = Room::open();
    let too_large = chat_of_length(MAX_MESSAGE + 1);
    closes_with(&server, 1009, &Frame::new(TEXT, too_large.as_str()).masked());
    closes_with(&server, 1009, &Frame::new(BINARY, too_large).masked());
}

#[test]
fn a_larger_message_in_fragments_closes_with_1009() {
    let server = Room::open();
    let mut walter = Raw::upgrade(server.port());
    send_in_fragments(&mut walter, chat_of_length(MAX_MESSAGE + 1).as_bytes(), 1000);
    walter.expect_close(1009);
}

#[test]
fn the_header_of_a_larger_message_closes_with_1009() {
    let server = Room::open();
    // The payload never comes, and the server must not reserve memory for it.
    for length in [MAX_MESSAGE as u64 + 1, 1 << 31, 1 << 32, 1 << 62] {
        closes_with(&server, 1009, &masked_head(FIN | TEXT, length));
        closes_with(&server, 1009, &masked_head(TEXT, length));
    }
}

#[test]
fn a_client_that_keeps_sending_a_large_message_still_gets_the_close_frame() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let mut walter = Raw::login(server.port(), "walter");
    maria.expect(&joined("walter", &["maria", "walter"]));
    let mut sender = walter.second_handle();
    let body = thread::spawn(move || {
        sender.send(&masked_head(FIN | TEXT, 1 << 22));
        // If the server closed with unread data, TCP would send a reset, and a reset can overtake
        // the Close frame.
        (0..64).try_for_each(|_| sender.try_send(&[0; 1 << 14]))
    });
    walter.expect_close(1009);
    maria.expect(&left("walter", &["maria"]));
    // The server may have read everything, or reset the connection in the end.
    let _ = body.join().expect("the sender does not panic");
}

#[test]
fn a_ping_flood_during_large_broadcasts_leaves_every_frame_whole() {
    const PINGS: usize = 2_000;
    const CHATS: usize = 60;
    let server = Room::open();
    let mut walter = Raw::login(server.port(), "walter");
    let mut maria = Client::login(server.port(), "maria");
    let (done, pings_done) = mpsc::channel();
    let mut pinger = walter.second_handle();
    let pings = thread::spawn(move || {
        for number in 0..PINGS {
            pinger.send_frame(&Frame::new(PING, format!("ping {number:0100}")));
        }
        done.send(()).expect("the test waits for this");
    });
    let large: Vec<String> = (0..CHATS).map(|n| chat_of_length(60_000 + n)).collect();
    let to_send = large.clone();
    let chats = thread::spawn(move || {
        for text in &to_send {
            maria.send(text);
            maria.wait_for("its own chat", |message| message["type"] == "chat");
        }
    });

    walter.read_frame("maria's login");
    let (mut pongs, mut received) = (0, Vec::new());
    while pongs < PINGS || received.len() < CHATS {
        let frame = walter.read_frame("a pong or a chat");
        match frame.first ^ FIN {
            PONG => {
                let expected = format!("ping {pongs:0100}");
                assert_eq!(String::from_utf8_lossy(&frame.payload), expected);
                pongs += 1;
            }
            TEXT => received.push(String::from_utf8(frame.payload).expect("text is UTF-8")),
            _ => panic!("unexpected {frame:?}"),
        }
    }
    assert!(received == large, "every chat must come once, whole, and in order");
    pings_done.recv().expect("all pings are sent");
    pings.join().expect("the pinger does not panic");
    chats.join().expect("maria got all her chats");
}

/// A client sends `bytes`. The server must close its connection with `code` and announce its leave
/// once, and other clients must not see anything else.
#[track_caller]
fn closes_with(server: &Room, code: u16, bytes: &[u8]) {
    let [mut maria] = room(server.port(), ["maria"]);
    let mut walter = Raw::login(server.port(), "walter");
    maria.expect(&joined("walter", &["maria", "walter"]));
    walter.send(bytes);
    walter.expect_close(code);
    maria.expect(&left("walter", &["maria"]));
    fence([&mut maria]);
    maria.log_out();
}

fn send_in_fragments(raw: &mut Raw, message: &[u8], size: usize) {
    let last = message.len().div_ceil(size) - 1;
    for (index, part) in message.chunks(size).enumerate() {
        let opcode = if index == 0 { TEXT } else { CONTINUATION };
        let fin = if index == last { FIN } else { 0 };
        raw.send_frame(&Frame { first: fin | opcode, payload: part.to_vec() });
    }
}

fn chat_of_length(length: usize) -> String {
    let empty = r#"{"type":"chat","text":""}"#.len();
    format!(r#"{{"type":"chat","text":"{}"}}"#, "x".repeat(length - empty))
}
