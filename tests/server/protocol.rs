//! The protocol: each row of README's table, with the room's answer to each message, and the rules
//! below the table. The tiny room keeps it too, except for the tests at the end of this file.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tungstenite::Message;

use crate::Room;
use crate::support::client::{Client, chat, fence, joined, left, room};

for_both_rooms! {
    a_login_is_announced_to_everyone_and_to_the_newcomer,
    the_roster_is_in_order_of_login,
    a_disconnect_is_announced_to_everyone_left,
    a_disconnect_needs_no_username,
    user_left_is_the_name_on_the_roster_whatever_the_message_says,
    a_closed_tab_leaves_the_roster,
    a_lost_network_leaves_the_roster,
    a_disconnect_and_a_closed_tab_are_announced_once,
    the_leave_of_a_visitor_who_never_logged_in_is_not_announced,
    a_client_can_log_in_again_after_a_disconnect_and_is_last_on_the_roster,
    a_second_login_renames_and_keeps_the_place,
    two_connections_may_use_one_name,
    a_chat_reaches_everyone_and_its_sender,
    a_chat_from_a_client_not_logged_in_reaches_the_roster_but_not_its_sender,
    a_chat_with_another_name_is_relayed_unchanged,
    a_chat_is_relayed_byte_for_byte,
    a_login_may_have_extra_keys,
    a_name_is_up_to_64_characters_of_any_kind,
    a_login_without_a_usable_name_gets_an_error_reply_and_changes_nothing,
    the_deepest_json_is_relayed_unchanged,
    text_that_is_not_json_gets_an_error_reply_that_only_the_sender_sees,
    any_other_json_is_logged_and_nothing_is_sent,
    a_binary_message_is_not_recognized,
    a_client_misses_messages_from_before_its_login,
    a_message_may_have_64_kib,
}

fn a_login_is_announced_to_everyone_and_to_the_newcomer(server: &Room) {
    let mut walter = Client::connect(server.port(), "walter");
    walter.send_json(&json!({ "type": "login", "username": "walter" }));
    walter.expect(&joined("walter", &["walter"]));
    let mut maria = Client::connect(server.port(), "maria");
    maria.send_json(&json!({ "type": "login", "username": "maria" }));
    maria.expect(&joined("maria", &["walter", "maria"]));
    walter.expect(&joined("maria", &["walter", "maria"]));
}

fn the_roster_is_in_order_of_login(server: &Room) {
    // This order is not alphabetical, not the reverse of that, and not the order of connecting.
    let mut clients = ["walter", "maria", "laura", "zoe", "anna", "maria"]
        .map(|name| Client::connect(server.port(), name));
    let mut roster = Vec::new();
    for index in [3, 0, 5, 1, 4, 2] {
        let name = clients[index].name.clone();
        roster.push(name.clone());
        clients[index].send_login(&name);
        clients[index].expect(&json!({
            "type": "login", "user_joined": name, "active_users": roster,
        }));
    }
    assert_eq!(roster, ["zoe", "walter", "maria", "maria", "anna", "laura"]);
}

fn a_disconnect_is_announced_to_everyone_left(server: &Room) {
    let [mut walter, mut maria, mut laura] = room(server.port(), ["walter", "maria", "laura"]);
    walter.send_json(&json!({ "type": "disconnect", "username": "walter" }));
    for client in [&mut maria, &mut laura] {
        client.expect(&left("walter", &["maria", "laura"]));
    }
    // Walter is still connected, but hears nothing: neither of his own leave nor anything later.
    fence([&mut maria, &mut laura]);
    walter.send("?");
    walter.expect_error_reply("?");
}

fn a_disconnect_needs_no_username(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.send(r#"{"type":"disconnect"}"#);
    maria.expect(&left("walter", &["maria"]));
}

fn user_left_is_the_name_on_the_roster_whatever_the_message_says(server: &Room) {
    for claim in [json!("maria"), json!("nobody"), json!(7), json!(null), json!({})] {
        let [mut maria, mut walter] = room(server.port(), ["maria", "walter"]);
        walter.send_json(&json!({ "type": "disconnect", "username": claim }));
        maria.expect(&left("walter", &["maria"]));
        fence([&mut maria]);
        maria.log_out(); // so that the next round begins with an empty roster
    }
}

fn a_closed_tab_leaves_the_roster(server: &Room) {
    let [walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.close();
    maria.expect(&left("walter", &["maria"]));
    fence([&mut maria]);
}

fn a_lost_network_leaves_the_roster(server: &Room) {
    let [walter, mut maria] = room(server.port(), ["walter", "maria"]);
    drop(walter); // no closing handshake
    maria.expect(&left("walter", &["maria"]));
    fence([&mut maria]);
}

fn a_disconnect_and_a_closed_tab_are_announced_once(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.send_json(&json!({ "type": "disconnect", "username": "walter" }));
    walter.send_json(&json!({ "type": "disconnect", "username": "walter" }));
    maria.expect(&left("walter", &["maria"]));
    walter.close();
    fence([&mut maria]);
}

fn the_leave_of_a_visitor_who_never_logged_in_is_not_announced(server: &Room) {
    let [mut maria] = room(server.port(), ["maria"]);
    Client::connect(server.port(), "a visitor").close();
    drop(Client::connect(server.port(), "another"));
    let mut third = Client::connect(server.port(), "a third");
    third.send_json(&json!({ "type": "disconnect", "username": "maria" }));
    third.close();
    fence([&mut maria]);
}

fn a_client_can_log_in_again_after_a_disconnect_and_is_last_on_the_roster(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.send(r#"{"type":"disconnect","username":"walter"}"#);
    maria.expect(&left("walter", &["maria"]));
    walter.send_login("walter");
    for client in [&mut walter, &mut maria] {
        client.expect(&joined("walter", &["maria", "walter"]));
    }
    fence([&mut walter, &mut maria]);
}

fn a_second_login_renames_and_keeps_the_place(server: &Room) {
    let [mut walter, mut maria, mut laura] = room(server.port(), ["walter", "maria", "laura"]);
    maria.send_login("mary");
    for client in [&mut walter, &mut maria, &mut laura] {
        client.expect(&joined("mary", &["walter", "mary", "laura"]));
    }
    maria.close();
    for client in [&mut walter, &mut laura] {
        client.expect(&left("mary", &["walter", "laura"]));
    }
}

fn two_connections_may_use_one_name(server: &Room) {
    let [first, mut second, mut maria] = room(server.port(), ["walter", "walter", "maria"]);
    first.close();
    for client in [&mut second, &mut maria] {
        client.expect(&left("walter", &["walter", "maria"]));
    }
    second.send(r#"{"type":"disconnect"}"#);
    maria.expect(&left("walter", &["maria"]));
    fence([&mut maria]);
}

fn a_chat_reaches_everyone_and_its_sender(server: &Room) {
    let [mut walter, mut maria, mut laura] = room(server.port(), ["walter", "maria", "laura"]);
    maria.send_json(&json!({ "type": "chat", "text": "is this working?", "username": "maria" }));
    for client in [&mut walter, &mut maria, &mut laura] {
        client.expect(&chat("maria", "is this working?"));
    }
    fence([&mut walter, &mut maria, &mut laura]);
}

fn a_chat_from_a_client_not_logged_in_reaches_the_roster_but_not_its_sender(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let mut visitor = Client::connect(server.port(), "a visitor");
    visitor.send_chat("may I come in?");
    for client in [&mut walter, &mut maria] {
        client.expect(&chat("a visitor", "may I come in?"));
    }
    visitor.send("?");
    visitor.expect_error_reply("?");
}

fn a_chat_with_another_name_is_relayed_unchanged(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.send_json(&chat("maria", "I am maria, says walter"));
    for client in [&mut walter, &mut maria] {
        client.expect(&chat("maria", "I am maria, says walter"));
    }
}

fn a_chat_is_relayed_byte_for_byte(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let chats = [
        r#"{"type":"chat","text":"hello","username":"walter"}"#,
        r#"{"username":"walter","text":"another order","type":"chat"}"#,
        r#"{"type":"chat","text":"unknown keys","z":1,"a":{"b":[true,null]},"":""}"#,
        r#"{"type":"chat","number":123456789012345678901234567890123456789012345}"#,
        r#"{"type":"chat","number":1e999,"other":-0.0,"third":1E+2,"fourth":1.10}"#,
        r#"{"type":"chat","text":"the same key twice","text":"is still one text"}"#,
        r#"{"type":"chat","text":"\u00e9\u0041\ud83d\ude00\/\b\f\n\r\t\u0000"}"#,
        "{\"type\":\"chat\",\"text\":\"é 😀 \u{2028}\u{7f}\u{feff}\"}",
        " \t\r\n{ \"type\" :\t\"chat\" ,\n\n \"text\":\"odd spacing\" }\n\n",
        r#"{"type":"chat"}"#,
        r#"{"type":"chat","text":7,"username":["not","text"]}"#,
        r#"{"type":"\u0063hat","text":"an escaped type is the same type"}"#,
        r#"{"type":"chat","text":"<b>&amp;'\"</b>"}"#,
    ];
    for text in chats {
        walter.send(text);
        walter.expect_text(text);
        maria.expect_text(text);
    }
}

fn a_login_may_have_extra_keys(server: &Room) {
    let mut walter = Client::connect(server.port(), "walter");
    walter.send(r#" { "mood" : 1e999, "username" : "w\u0061lter" , "type" : "login" } "#);
    walter.expect(&joined("walter", &["walter"]));
}

fn a_name_is_up_to_64_characters_of_any_kind(server: &Room) {
    let names = [
        "w".to_string(),
        "x".repeat(64),
        "😀".repeat(64), // 256 bytes
        "<script>alert(1)</script>".to_string(),
        "quote \" backslash \\ newline \n tab \t zero \0".to_string(),
        "مرحبا 你好 é".to_string(),
        " spaces around ".to_string(),
    ];
    let mut walter = Client::connect(server.port(), "walter");
    for name in names {
        walter.send_login(&name);
        walter.expect(&joined(&name, &[&name]));
    }
}

fn a_login_without_a_usable_name_gets_an_error_reply_and_changes_nothing(server: &Room) {
    let [mut maria] = room(server.port(), ["maria"]);
    let mut walter = Client::connect(server.port(), "walter");
    let unusable = [
        r#"{"type":"login"}"#.to_string(),
        r#"{"type":"login","username":7}"#.to_string(),
        r#"{"type":"login","username":null}"#.to_string(),
        r#"{"type":"login","username":["walter"]}"#.to_string(),
        r#"{"type":"login","username":{"name":"walter"}}"#.to_string(),
        r#"{"type":"login","username":""}"#.to_string(),
        "{\"type\":\"login\",\"username\":\" \\t\\n\u{2003}\u{a0}\"}".to_string(),
        format!(r#"{{"type":"login","username":"{}"}}"#, "x".repeat(65)),
        format!(r#"{{"type":"login","username":"{}"}}"#, "😀".repeat(65)),
        r#"{"type":"login","Username":"walter","user":"walter"}"#.to_string(),
    ];
    for login in &unusable {
        walter.send(login);
        walter.expect_error_reply(login);
        // Maria sends the same, and keeps her name.
        maria.send(login);
        maria.expect_error_reply(login);
    }
    fence([&mut maria]);
    walter.send_login("walter");
    for client in [&mut maria, &mut walter] {
        client.expect(&joined("walter", &["maria", "walter"]));
    }
}

/// If a thread's stack were too small for this JSON, the whole server would crash.
fn the_deepest_json_is_relayed_unchanged(server: &Room) {
    let mut walter = Client::login(server.port(), "walter");
    let nested = |levels: usize| {
        let (open, close) = (r#"{"a":1,"b":"#.repeat(levels - 1), "}".repeat(levels - 1));
        format!(r#"{{"type":"chat","text":{open}1{close}}}"#)
    };
    walter.send(&nested(127));
    assert_eq!(walter.receive_text("the deepest JSON"), nested(127));
    walter.send(&nested(128));
    walter.expect_error_reply("JSON that is too deep for serde_json");
}

fn text_that_is_not_json_gets_an_error_reply_that_only_the_sender_sees(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let deep = "[".repeat(60_000);
    let texts = [
        "hello",
        "",
        " ",
        "{",
        r#"{"type":"chat""#,
        r#"{"type":"chat"} {"type":"chat"}"#,
        "{'type':'chat'}",
        r#"{"type":"chat",}"#,
        "NaN",
        "\u{feff}{\"type\":\"chat\"}",
        &deep,
    ];
    for text in texts {
        walter.send(text);
        walter.expect_error_reply(text);
    }
    fence([&mut walter, &mut maria]);
}

fn any_other_json_is_logged_and_nothing_is_sent(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let others = [
        r#"{"type":"message","text":"mark 1"}"#,
        r#"{"type":"Chat","text":"mark 2"}"#,
        r#"{"type":"chat ","text":"mark 3"}"#,
        r#"{"type":7,"text":"mark 4"}"#,
        r#"{"type":null,"text":"mark 5"}"#,
        r#"{"type":["chat"],"text":"mark 6"}"#,
        r#"{"text":"mark 7"}"#,
        r#"["chat","mark 8"]"#,
        r#""chat mark 9""#,
        "1010101010101010101010101010101010101010",
        "1e11111",
        r#"{"type":"error","error":"mark 12","details":"x"}"#,
        "{}",
        "[]",
        "null",
        "true",
        "0",
    ];
    for text in others {
        walter.send(text);
    }
    fence([&mut walter, &mut maria]);
    let lines = server.wait_for_logs("Unrecognized message type: ", others.len());
    for (line, text) in lines.iter().zip(others) {
        assert!(line.contains(&format!("{text:?}")), "this line must quote {text:?}: {line}");
    }
}

fn a_binary_message_is_not_recognized(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let text = chat("walter", "in binary").to_string();
    walter.send_message(Message::binary(text.into_bytes()));
    walter.send_message(Message::binary(vec![0xFF; 1000]));
    fence([&mut walter, &mut maria]);
}

fn a_client_misses_messages_from_before_its_login(server: &Room) {
    let [mut walter] = room(server.port(), ["walter"]);
    walter.send_chat("is anybody there?");
    walter.expect(&chat("walter", "is anybody there?"));
    let mut maria = Client::connect(server.port(), "maria");
    walter.send_chat("hello?");
    walter.expect(&chat("walter", "hello?"));
    maria.send_login("maria");
    maria.expect(&joined("maria", &["walter", "maria"]));
    walter.expect(&joined("maria", &["walter", "maria"]));
    fence([&mut walter, &mut maria]);
}

fn a_message_may_have_64_kib(server: &Room) {
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let largest = chat_of_length(64 * 1024);
    walter.send(&largest);
    walter.expect_text(&largest);
    maria.expect_text(&largest);
}

fn chat_of_length(length: usize) -> String {
    let empty = r#"{"type":"chat","text":""}"#.len();
    let text: Value = "x".repeat(length - empty).into();
    let chat = format!(r#"{{"type":"chat","text":{text}}}"#);
    assert_eq!(chat.len(), length);
    chat
}

/// The tiny room takes up to 64 MiB.
#[test]
fn a_message_may_not_have_a_byte_more_than_64_kib() {
    let server = Room::open();
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    walter.send(&chat_of_length(64 * 1024 + 1));
    walter.expect_close(1009);
    maria.expect(&left("walter", &["maria"]));
}

/// A number that is used again could hit a newcomer with something that an old client left behind.
/// The tiny room has no log line for each connection, so this cannot be seen there.
#[test]
fn no_client_gets_the_number_of_another() {
    let server = Room::open();
    for _ in 0..5 {
        Client::login(server.port(), "walter").close();
        server.wait_until_no_client_thread_is_left();
    }
    let lines = server.wait_for_logs(" connected", 5);
    let number = |line: &String| line.split("client ").last().unwrap_or_default().to_string();
    let numbers: BTreeSet<String> = lines.iter().map(number).collect();
    assert_eq!(numbers.len(), 5, "{lines:#?}");
}
