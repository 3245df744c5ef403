//! The page as a person sees it at one moment: the list, the messages, and everything else.

use serde_json::Value;

use crate::page::shown;

/// JavaScript for a world of its own: `remember` before a message, and `look` after it.
pub const WATCH: &str = r##"
"use strict";
let seen = 0; // the messages that the page has handled
document.addEventListener(NAME, () => { seen += 1; });

const find = (selector) => document.querySelector(selector);
let kept = []; // everything in #chat before the message, and what it looked like
let keptLooks = [];
let outside = "";
let frames = 0;
let list = null;
let listLooks = "";

function remember(isChat) {
    kept = [...find("#chat").childNodes];
    keptLooks = kept.map(looksOf);
    outside = rest();
    frames = find("#frames")?.childElementCount ?? 0;
    list = find("#users-list");
    if (isChat) {
        find("#newest").hidden = false; // the page hides it again when it has shown a message
        if (list.childElementCount === 0) {
            list.append(document.createElement("li")); // a chat message must not remove it
        }
    }
    listLooks = looksOf(list);
    return null;
}

const looksOf = (node) => node.outerHTML ?? node.textContent;

// The page without the parts that a message changes.
function rest() {
    const copy = document.body.cloneNode(true);
    for (const part of ["#chat", "#users-list", "#users-count", "#notice", "#announcer", "#unconfirmed", "#frames"]) {
        copy.querySelector(part)?.replaceChildren();
    }
    copy.querySelector("#newest")?.removeAttribute("hidden");
    return copy.outerHTML;
}

function look() {
    const chat = find("#chat");
    const isListSame = list === find("#users-list");
    list = find("#users-list");
    const now = [...chat.childNodes];
    const isKept = kept.every((node, place) => now[place] === node && looksOf(node) === keptLooks[place]);
    const old = new Set(kept);
    const isSomething = (node) => node.nodeType === 1 || (node.nodeType === 3 && node.textContent.trim());
    const added = now.filter((node) => !old.has(node) && isSomething(node));
    return {
        items: [...list.querySelectorAll("li")].map(visible),
        listText: visible(list),
        listChildren: list.childElementCount,
        isListSame,
        isListKept: looksOf(list) === listLooks,
        count: find("#users-count").textContent.trim(),
        isKept,
        lost: kept.filter((node) => node.parentNode !== chat).length,
        isAtEnd: added.every((node) => now.indexOf(node) >= kept.length),
        added: added.map((node) => describe(node, chat)),
        notice: find("#notice").textContent,
        isNewestHidden: find("#newest").hidden,
        isRestSame: rest() === outside,
        areFramesSame: (find("#frames")?.childElementCount ?? 0) >= frames,
    };
}

// Where white-space is not kept, a person sees one space for several, and none outside.
function visible(element) {
    if (element.getClientRects().length === 0) {
        return "";
    }
    return element.textContent.replace(/[ \t\r\n\f]+/g, " ").trim();
}

function describe(node, chat) {
    if (node.nodeType !== 1) {
        return { tag: "", sides: "", inner: "", text: node.textContent, isShown: true };
    }
    const box = node.getBoundingClientRect();
    const around = chat.getBoundingClientRect();
    const start = around.left + chat.clientLeft;
    const copy = node.cloneNode(true);
    const copies = [...copy.querySelectorAll("*")];
    [...node.querySelectorAll("*")].forEach((part, place) => {
        if (isUnseen(part) && !isUnseen(node)) {
            copies[place].remove();
        }
    });
    copy.querySelectorAll("time").forEach((time) => time.remove());
    copy.querySelectorAll("br").forEach((end) => end.replaceWith("\n")); // of innerText
    const inner = [...node.querySelectorAll(".left, .right")].map(sides);
    return {
        tag: node.localName,
        sides: sides(node),
        inner: inner[0] ?? "",
        isQuiet: node.classList.contains("quiet"),
        text: copy.textContent,
        left: box.left - start,
        right: start + chat.clientWidth - box.right,
        isInline: getComputedStyle(node).display === "inline",
        isShown: box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== "hidden",
    };
}

// Such as a <template>, or an element that is hidden. A <br> has no box, but a person sees it.
function isUnseen(element) {
    return element.getClientRects().length === 0 && element.localName !== "br";
}

function sides(element) {
    return ["left", "right"].filter((side) => element.classList.contains(side)).join(" and ");
}
null"##;

/// One look at the page after a message.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The text of each `<li>` in #users-list, as a person sees it.
    pub items: Vec<String>,
    /// All text of #users-list.
    pub list_text: String,
    /// The number of elements in #users-list, as the page counts them.
    pub list_children: usize,
    /// It is the same element as before the message.
    pub is_list_same: bool,
    /// It looks the same, too.
    pub is_list_kept: bool,
    pub count: String,
    /// Everything that was in #chat before is still there, and looks the same.
    pub is_kept: bool,
    /// The number of nodes that have left #chat.
    pub lost: usize,
    /// Everything new in #chat is below the old.
    pub is_at_end: bool,
    /// The new elements in #chat, and texts without an element.
    pub added: Vec<Added>,
    pub notice: String,
    pub is_newest_hidden: bool,
    /// The rest of the page is as it was before the message.
    pub is_rest_same: bool,
    pub are_frames_same: bool,
    /// It was not so at once.
    pub is_late: bool,
}

/// A new element in #chat.
#[derive(Clone, Debug, Default)]
pub struct Added {
    pub tag: String,
    /// `left`, `right`, `left and right`, or nothing.
    pub sides: String,
    /// The same for the first element in it that has one of these classes.
    pub inner: String,
    pub is_quiet: bool,
    /// Without the times that are `<time>` elements.
    pub text: String,
    /// The space beside it, in CSS pixels.
    pub left: f64,
    pub right: f64,
    pub is_inline: bool,
    pub is_shown: bool,
}

impl Look {
    pub fn from(value: &Value) -> Look {
        let texts = |key: &str| -> Vec<String> {
            let texts = value[key].as_array().into_iter().flatten();
            texts.map(|text| text.as_str().unwrap_or_default().to_string()).collect()
        };
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_string();
        let number = |key: &str| value[key].as_u64().unwrap_or_default() as usize;
        let is = |key: &str| value[key] == true;
        Look {
            items: texts("items"),
            list_text: text("listText"),
            list_children: number("listChildren"),
            is_list_same: is("isListSame"),
            is_list_kept: is("isListKept"),
            count: text("count"),
            is_kept: is("isKept"),
            lost: number("lost"),
            is_at_end: is("isAtEnd"),
            added: value["added"].as_array().into_iter().flatten().map(Added::from).collect(),
            notice: text("notice"),
            is_newest_hidden: is("isNewestHidden"),
            is_rest_same: is("isRestSame"),
            are_frames_same: is("areFramesSame"),
            is_late: false,
        }
    }

    /// The new elements that are not the page's own lines about people who come and go.
    pub fn lines(&self) -> Vec<&Added> {
        self.added.iter().filter(|added| !added.is_quiet).collect()
    }

    /// Whether the number above the list is right after a login or a disconnect.
    pub fn is_counted(&self, message: &Value) -> bool {
        let brings_a_list = message["type"] == "login" || message["type"] == "disconnect";
        !brings_a_list || self.count == self.list_children.to_string()
    }

    /// Something that the message should have changed outside of the exercises, and did not:
    /// what should be there, and what is.
    pub fn lacks(&self, message: &Value) -> Option<(String, String)> {
        let kind = message["type"].as_str().unwrap_or_default();
        if kind == "login" || kind == "disconnect" {
            let verb = if kind == "login" { "joined" } else { "left" };
            let name = message[format!("user_{verb}")].as_str();
            let is_said = self.added.iter().any(|added| added.is_quiet);
            if let Some(name) = name.filter(|_| !is_said) {
                let expected = format!("a quiet line in #chat says that {} {verb}", shown(name));
                return Some((expected, "there is no such line".to_string()));
            }
        }
        if kind == "chat" && !self.is_newest_hidden {
            let expected = "the page scrolls to the new message".to_string();
            return Some((expected, "it does not scroll".to_string()));
        }
        let error = message["error"].as_str()?;
        (!self.notice.contains(error)).then(|| {
            let expected = format!("the notice above the messages shows the error, {error:?}");
            (expected, format!("it shows {:?}", self.notice))
        })
    }
}

impl Added {
    fn from(value: &Value) -> Added {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_string();
        let number = |key: &str| value[key].as_f64().unwrap_or_default();
        Added {
            tag: text("tag"),
            sides: text("sides"),
            inner: text("inner"),
            is_quiet: value["isQuiet"] == true,
            text: text("text"),
            left: number("left"),
            right: number("right"),
            is_inline: value["isInline"] == true,
            is_shown: value["isShown"] == true,
        }
    }
}
