//! The room's logic without sockets and threads: the roster, and the effect of each message.

use chat_server::room::{ClientId, Encoded, Outgoing, Room};
use serde_json::{Value, json};

const WALTER: ClientId = ClientId(1);
const MARIA: ClientId = ClientId(2);
const LAURA: ClientId = ClientId(3);

/// Outboxes that only record what is sent.
#[derive(Default)]
struct Notes {
    texts: Vec<String>,
    sent: Vec<(ClientId, String)>,
}

impl Outgoing for Notes {
    fn encode(&mut self, text: &str) -> Encoded {
        self.texts.push(text.to_string());
        Encoded { start: self.texts.len() - 1, end: self.texts.len() }
    }

    fn send(&mut self, to: ClientId, message: Encoded) -> bool {
        self.sent.push((to, self.texts[message.start].clone()));
        true
    }
}

/// A room, and the messages that it has sent since the test last asked.
#[derive(Default)]
struct Scene {
    room: Room,
    notes: Notes,
}

impl Scene {
    /// A room with these members, logged in in this order.
    fn with(members: &[(ClientId, &str)]) -> Self {
        let mut scene = Self::default();
        for (id, name) in members {
            scene.says(*id, json!({ "type": "login", "username": name }));
        }
        scene.sent();
        scene
    }

    fn says(&mut self, from: ClientId, data: Value) {
        self.room.respond_to_message(from, &data.to_string(), &data, &mut self.notes);
    }

    /// The texts sent since the last call, each with its receiver.
    fn sent(&mut self) -> Vec<(ClientId, String)> {
        std::mem::take(&mut self.notes.sent)
    }

    /// The only message, which went to exactly these receivers in this order.
    fn sent_to(&mut self, receivers: &[ClientId]) -> Value {
        let sent = self.sent();
        let got: Vec<ClientId> = sent.iter().map(|(id, _)| *id).collect();
        assert_eq!(got, receivers, "the receivers of {sent:?}");
        assert!(
            sent.iter().all(|(_, text)| *text == sent[0].1),
            "not the same message for all: {sent:?}"
        );
        serde_json::from_str(&sent[0].1).expect("the room sends JSON")
    }
}

#[test]
fn a_login_is_announced_to_everyone_and_to_the_newcomer() {
    let mut scene = Scene::with(&[(WALTER, "walter")]);
    scene.says(MARIA, json!({ "type": "login", "username": "maria" }));
    let expected =
        json!({ "type": "login", "user_joined": "maria", "active_users": ["walter", "maria"] });
    assert_eq!(scene.sent_to(&[WALTER, MARIA]), expected);
}

#[test]
fn a_second_login_renames_and_keeps_the_place() {
    let mut scene = Scene::with(&[(WALTER, "walter"), (MARIA, "maria")]);
    scene.says(WALTER, json!({ "type": "login", "username": "wally" }));
    let message = scene.sent_to(&[WALTER, MARIA]);
    assert_eq!(message["user_joined"], "wally");
    assert_eq!(message["active_users"], json!(["wally", "maria"]));
}

#[test]
fn two_connections_may_use_one_name_and_leave_one_by_one() {
    let mut scene = Scene::with(&[(WALTER, "sam"), (MARIA, "laura"), (LAURA, "sam")]);
    scene.room.disconnect(WALTER, &mut scene.notes);
    assert_eq!(scene.sent_to(&[MARIA, LAURA])["active_users"], json!(["laura", "sam"]));
}

#[test]
fn user_left_is_the_name_on_the_roster_whatever_the_message_says() {
    for goodbye in [
        json!({ "type": "disconnect", "username": "maria" }),
        json!({ "type": "disconnect", "username": 7 }),
        json!({ "type": "disconnect" }),
    ] {
        let mut scene = Scene::with(&[(WALTER, "walter"), (MARIA, "maria")]);
        scene.says(WALTER, goodbye);
        let expected =
            json!({ "type": "disconnect", "user_left": "walter", "active_users": ["maria"] });
        assert_eq!(scene.sent_to(&[MARIA]), expected);
    }
}

#[test]
fn a_leave_is_announced_once() {
    let mut scene = Scene::with(&[(WALTER, "walter"), (MARIA, "maria")]);
    scene.says(WALTER, json!({ "type": "disconnect", "username": "walter" }));
    scene.room.disconnect(WALTER, &mut scene.notes);
    scene.sent_to(&[MARIA]);
}

#[test]
fn the_leave_of_a_client_that_never_logged_in_is_not_announced() {
    let mut scene = Scene::with(&[(MARIA, "maria")]);
    scene.room.disconnect(WALTER, &mut scene.notes);
    assert_eq!(scene.sent(), []);
}

#[test]
fn chat_is_relayed_byte_for_byte_to_everyone_logged_in() {
    let mut scene = Scene::with(&[(WALTER, "walter"), (MARIA, "maria")]);
    let text = r#"{ "text":"hi", "n":1e999,"type" : "chat","z":[0.10, 123456789012345678901] }"#;
    let data: Value = serde_json::from_str(text).expect("a number of any size is JSON");
    for from in [WALTER, LAURA] {
        scene.room.respond_to_message(from, text, &data, &mut scene.notes);
        let expected = [(WALTER, text.to_string()), (MARIA, text.to_string())];
        assert_eq!(scene.sent(), expected, "a chat from {from}");
    }
}

#[test]
fn other_json_is_ignored() {
    let mut scene = Scene::with(&[(WALTER, "walter")]);
    for data in [
        json!({ "type": "message", "text": "hi" }),
        json!({ "type": ["chat"] }),
        json!({ "Type": "chat" }),
        json!({}),
        json!([]),
        json!("chat"),
        json!(42),
        json!(null),
    ] {
        scene.says(WALTER, data);
    }
    assert_eq!(scene.sent(), []);
}

#[test]
fn an_unusable_username_gets_an_error_reply_that_only_its_sender_sees() {
    let too_long = "x".repeat(65);
    for username in [json!(null), json!(7), json!(""), json!(" \t\u{a0}"), json!(too_long)] {
        let mut scene = Scene::with(&[(WALTER, "walter")]);
        scene.says(MARIA, json!({ "type": "login", "username": username }));
        let reply = scene.sent_to(&[MARIA]);
        assert!(reply["error"].is_string() && reply["details"].is_string(), "{reply}");
        scene.says(LAURA, json!({ "type": "login", "username": "laura" }));
        assert_eq!(scene.sent_to(&[WALTER, LAURA])["active_users"], json!(["walter", "laura"]));
    }
}

#[test]
fn a_names_length_is_counted_in_characters_and_not_in_bytes() {
    let mut scene = Scene::default();
    scene.says(WALTER, json!({ "type": "login", "username": "🦀".repeat(64) }));
    assert_eq!(scene.sent_to(&[WALTER])["active_users"], json!(["🦀".repeat(64)]));
}
