//! The graders' random people: a test of the grader is only as good as they are.

// A test uses only some of it.
#![allow(dead_code)]

#[path = "grade/common/cast.rs"]
mod cast;

use std::collections::BTreeSet;

use cast::{Cast, Name, Text};

/// Every seed gives another cast, so these are many.
const SEEDS: std::ops::Range<u64> = 0..500;

#[test]
fn a_seed_gives_the_same_people_again() {
    for seed in SEEDS {
        let everyone = |exercise| {
            let mut cast = Cast::with_seed(seed, exercise);
            (cast.plain_trio(), cast.plain(), cast.hard(), cast.text(), cast.plain_text())
        };
        assert_eq!(everyone(3), everyone(3));
        assert_ne!(everyone(3), everyone(4));
    }
}

#[test]
fn a_server_accepts_every_name_and_no_name_comes_twice() {
    for seed in SEEDS {
        let mut cast = Cast::with_seed(seed, 1);
        let mut names = cast.plain_trio().to_vec();
        names.extend((0..3).map(|_| cast.plain()));
        names.extend((0..20).map(|_| cast.hard()));
        names.extend(Name::ALL.map(|kind| cast.name(kind)));
        for name in &names {
            let length = name.chars().count();
            assert!((1..=64).contains(&length) && !name.trim().is_empty(), "{seed}: {name:?}");
        }
        let different: BTreeSet<_> = names.iter().collect();
        assert_eq!(different.len(), names.len(), "{seed}: {names:?}");
    }
}

#[test]
fn a_trio_is_neither_sorted_nor_reversed() {
    for seed in SEEDS {
        let trio = Cast::with_seed(seed, 1).plain_trio();
        let mut sorted = trio;
        sorted.sort_unstable();
        assert_ne!(sorted, trio);
        sorted.reverse();
        assert_ne!(sorted, trio);
        sorted.sort_by_key(|name| name.to_lowercase());
        assert_ne!(sorted, trio);
        sorted.reverse();
        assert_ne!(sorted, trio);
        let [first, second, third] = trio.map(str::len);
        assert!(first.max(third) < second || first.min(third) > second, "{trio:?}");
        assert!(trio.concat().contains(char::is_uppercase), "{trio:?}");
    }
}

#[test]
fn no_plain_name_is_a_part_of_another_one() {
    let mut cast = Cast::with_seed(1, 1);
    let names: Vec<String> = (0..24).map(|_| cast.plain().to_lowercase()).collect();
    for name in &names {
        assert_eq!(names.iter().filter(|other| other.contains(name)).count(), 1, "{name}");
    }
}

#[test]
fn a_twin_differs_in_case_only() {
    for seed in SEEDS {
        let mut cast = Cast::with_seed(seed, 2);
        let name = cast.plain();
        let twin = cast.twin(name);
        assert_ne!(twin, name);
        assert_eq!(twin.to_lowercase(), name.to_lowercase());
    }
}

#[test]
fn the_kinds_are_what_they_promise() {
    let mut cast = Cast::with_seed(7, 1);
    assert_eq!(cast.name(Name::Longest).chars().count(), 64);
    assert!(cast.name(Name::Quotes).contains(['"', '\\', '\t']));
    assert!(cast.name(Name::Spaces).starts_with("  "));
    assert!(cast.name(Name::Spaces).ends_with(' '));
    assert!(cast.name(Name::Reference).contains('&'));
    assert!(cast.text_of(Text::Long).len() > 600);
    assert!(cast.text_of(Text::OuterSpaces).starts_with(' '));
    assert!(cast.text_of(Text::InnerSpaces).contains("   "));
}
