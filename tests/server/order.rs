//! One order for all: whatever clients send at the same time, every client sees the same order.

use std::thread;

use serde_json::json;

use crate::Room;
use crate::support::client::{Client, room};

const NAMES: [&str; 8] = ["anna", "ben", "clara", "david", "emma", "felix", "greta", "hugo"];

for_both_rooms! {
    eight_clients_that_talk_at_once_see_the_same_order,
    logins_renames_chats_and_leaves_come_in_one_order,
}

fn eight_clients_that_talk_at_once_see_the_same_order(server: &Room) {
    const ROUNDS: usize = 5;
    // At most two rounds wait for a client. The tiny room keeps 1024 messages for each.
    const CHATS: usize = 60;
    let clients = room(server.port(), NAMES);
    let seen = at_once(clients, |client| {
        let mut seen = Vec::new();
        for round in 0..ROUNDS {
            for number in 0..CHATS {
                let n = round * CHATS + number;
                client.send_json(&json!({ "type": "chat", "username": client.name, "n": n }));
            }
            seen.extend((0..CHATS * NAMES.len()).map(|_| client.receive_text("a chat")));
        }
        seen
    });
    for other in &seen[1..] {
        assert!(*other == seen[0], "two clients saw different orders");
    }
    for name in NAMES {
        let prefix = |n| json!({ "type": "chat", "username": name, "n": n }).to_string();
        let sent: Vec<String> = (0..ROUNDS * CHATS).map(prefix).collect();
        let mut from_one = seen[0].clone();
        from_one.retain(|text| sent.contains(text));
        assert!(from_one == sent, "{name}'s chats came in a different order than {name} sent them");
    }
}

fn logins_renames_chats_and_leaves_come_in_one_order(server: &Room) {
    let [mut witness, mut other] = room(server.port(), ["witness", "other"]);
    let visitors = NAMES.map(|name| Client::connect(server.port(), name));
    at_once(visitors, |client| {
        for round in 0..20 {
            client.send_login(&client.name.clone());
            client.send_login(&format!("{} {round}", client.name));
            client.send_chat(&format!("round {round}"));
            client.send(r#"{"type":"disconnect"}"#);
        }
    });
    let count = NAMES.len() * 20 * 4;
    let seen: Vec<String> = (0..count).map(|_| witness.receive_text("an event")).collect();
    for (number, text) in seen.iter().enumerate() {
        let same = other.receive_text(text);
        assert_eq!(same, *text, "two clients saw different orders at event {number}");
    }
    check_rosters(&seen);
}

/// Each roster must differ from the one before it only by the change in that message.
fn check_rosters(events: &[String]) {
    let mut roster = json!(["witness", "other"]);
    for text in events {
        let event: serde_json::Value = serde_json::from_str(text).expect("the server sends JSON");
        let names = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
        let (before, after) = (names(&roster), names(&event["active_users"]));
        match event["type"].as_str() {
            Some("chat") => continue,
            Some("login") if after.len() == before.len() => {
                let changed: Vec<_> = before.iter().zip(&after).filter(|(b, a)| b != a).collect();
                assert!(
                    matches!(changed[..], [(_, new)] if *new == event["user_joined"]),
                    "{text}"
                );
            }
            Some("login") => {
                assert_eq!(after[..before.len()], before, "{text}");
                assert_eq!(after[before.len()..], [event["user_joined"].clone()], "{text}");
            }
            _ => {
                let place = before.iter().position(|name| *name == event["user_left"]);
                let mut expected = before;
                expected.remove(
                    place.unwrap_or_else(|| panic!("user_left was not on the roster: {text}")),
                );
                assert_eq!(after, expected, "{text}");
            }
        }
        roster = event["active_users"].clone();
    }
    assert_eq!(roster, json!(["witness", "other"]));
}

/// Runs `act` for each client on its own thread, and returns the results.
fn at_once<R: Send>(
    clients: [Client; NAMES.len()],
    act: impl Fn(&mut Client) -> R + Sync,
) -> Vec<R> {
    let act = &act;
    thread::scope(|scope| {
        let threads = clients.map(|mut client| {
            scope.spawn(move || {
                let result = act(&mut client);
                client.close();
                result
            })
        });
        threads.map(|thread| thread.join().expect("a client failed, see above")).into()
    })
}
