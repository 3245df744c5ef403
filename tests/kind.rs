//! The report about a class counts equal mistakes, so a mistake's words must not depend on the names.

// A test uses only some of it.
#![allow(dead_code)]

#[path = "grade/common/cast.rs"]
mod cast;
#[path = "grade/common/kind.rs"]
mod kind;

use cast::{Cast, Name};
use kind::{kind, without_names};

#[test]
fn a_kind_is_the_same_whatever_the_names_are() {
    let mut kinds: [Vec<String>; 5] = Default::default();
    for seed in 0..200 {
        let mut cast = Cast::with_seed(seed, 1);
        let plain: Vec<&str> = (0..40).map(|_| cast.plain()).collect();
        let [one, two, three] = cast.plain_trio();
        for hard in Name::ALL.map(|kind| cast.name(kind)) {
            let last = plain[seed as usize % plain.len()];
            let summaries = [
                format!("only {last}, who logged in last, got the message"),
                match seed % 3 {
                    0 => format!("{one}, {two} and {last} did not get the message"),
                    1 => format!("{one} and {three} did not get the message"),
                    _ => format!("{one} did not get the message"),
                },
                format!("#users-list lacks {hard}; it has {one} and {hard:?} too many"),
                format!("active_users has one {hard} too many"),
                format!("user_joined is {}, not {hard:?}", serde_json::Value::from(one)),
            ];
            for (kinds, summary) in kinds.iter_mut().zip(summaries) {
                kinds.push(kind(&summary));
            }
        }
    }
    let expected = [
        "only …, who logged in last, got the message",
        "… did not get the message",
        "#users-list lacks …, and has … too many",
        "active_users has one … too many",
        "user_joined is \"…\", not \"…\"",
    ];
    for (kinds, expected) in kinds.iter().zip(expected) {
        let other = kinds.iter().find(|kind| *kind != expected);
        assert_eq!(other, None, "{expected}");
    }
}

#[test]
fn other_words_stay() {
    for text in [
        "the message came back only to its sender",
        "only 3 clients are served at once",
        "#users-list is not on the page any more",
        "active_users has the right names in another order",
        "by 1 relay: the broadcaster is stuck",
    ] {
        assert_eq!(kind(text), text);
    }
    let cause = "no message has a class: set className to \"left\" or \"right\"";
    assert_eq!(without_names(cause), cause);
}
