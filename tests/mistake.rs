//! A grader names a mistake only if nothing else explains what came.

// A test uses only some of it.
#![allow(dead_code)]

#[path = "grade/common/mistake.rs"]
mod mistake;

use mistake::{Change, Look, Mistake, in_lists, in_texts};

/// Who joins, and who is there then.
const SCENE: [(&str, bool, &[&str]); 5] = [
    ("Zoe", true, &["omar", "Zoe"]),
    ("ben", true, &["omar", "Zoe", "ben"]),
    ("omar", false, &["Zoe", "ben"]),
    ("Zoe", true, &["Zoe", "ben", "Zoe"]),
    ("<b>Mia</b> &amp; co", true, &["Zoe", "ben", "Zoe", "<b>Mia</b> &amp; co"]),
];

/// The mistake that explains these lists, each made out of the right one.
fn found(us: Option<&str>, mut wrong: impl FnMut(&[&str]) -> Vec<String>) -> Option<Mistake> {
    let looks: Vec<Look> = SCENE
        .iter()
        .map(|(name, joined, list)| Look {
            change: match joined {
                true => Change::Joined(name.to_string()),
                false => Change::Left(name.to_string()),
            },
            expected: list.iter().map(|name| name.to_string()).collect(),
            came: wrong(list),
        })
        .collect();
    in_lists(&looks, us)
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| name.to_string()).collect()
}

#[test]
fn a_mistake_that_explains_everything_is_named() {
    let sorted = |list: &[&str]| {
        let mut list = owned(list);
        list.sort();
        list
    };
    assert_eq!(found(None, sorted), Some(Mistake::Sorted));
    assert_eq!(found(None, |list| owned(&list[..1])), Some(Mistake::OnlyFirst));
    assert_eq!(found(None, |list| owned(&list[1..])), Some(Mistake::WithoutFirst));
    assert_eq!(found(None, |_| Vec::new()), Some(Mistake::Nothing));
    let mut all = Vec::new();
    let appended = |list: &[&str]| {
        all.extend(owned(list));
        all.clone()
    };
    assert_eq!(found(None, appended), Some(Mistake::Appended));
    let mut before = Vec::new();
    let one_behind = |list: &[&str]| std::mem::replace(&mut before, owned(list));
    assert_eq!(found(None, one_behind), Some(Mistake::OneBehind));
    let without_zoe =
        |list: &[&str]| list.iter().filter(|name| **name != "Zoe").map(|n| n.to_string()).collect();
    assert_eq!(found(Some("Zoe"), without_zoe), Some(Mistake::WithoutUs));
    let quoted = |list: &[&str]| list.iter().map(|name| format!("{name:?}")).collect();
    assert_eq!(found(None, quoted), Some(Mistake::Quoted));
    let html = |list: &[&str]| {
        list.iter().map(|n| if n.len() > 5 { "Mia & co".into() } else { n.to_string() }).collect()
    };
    assert_eq!(found(None, html), Some(Mistake::TakenForHtml));
}

#[test]
fn no_mistake_is_named_if_none_or_several_explain_it() {
    assert_eq!(found(None, owned), None, "nothing is wrong");
    assert_eq!(found(None, |_| owned(&["somebody", "else"])), None);
    // One list of two names: reversed, or sorted?
    let look = Look {
        change: Change::Joined("ben".into()),
        expected: owned(&["omar", "ben"]),
        came: owned(&["ben", "omar"]),
    };
    assert_eq!(in_lists(&[look], None), None);
}

#[test]
fn texts_too() {
    assert_eq!(in_texts(&[("  Hello  there ", "Hello  there")]), Some(Mistake::Trimmed));
    assert_eq!(in_texts(&[("a < b", "a &lt; b")]), Some(Mistake::Escaped));
    assert_eq!(in_texts(&[("<b>a</b>", "a")]), None, "as HTML, or without its tags?");
    assert_eq!(in_texts(&[("<b>a</b> &amp;", "a &")]), Some(Mistake::TakenForHtml));
    assert_eq!(in_texts(&[("<b>a</b> &amp;", "a &amp;")]), Some(Mistake::TagsRemoved));
    assert_eq!(in_texts(&[("Hello", "hello")]), Some(Mistake::LowerCase));
    assert_eq!(in_texts(&[("Hello", "Hello"), ("a long text", "a long…")]), Some(Mistake::CutOff));
}
