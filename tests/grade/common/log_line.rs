//! What the room's lines in the log say.
//!
//! Another process of the student's may write into the same standard error, between the parts of a
//! line. So what stands around the parts read here does not count.

/// How the quote of a long text ends.
const CUT_OFF: &str = " bytes)";

/// The room's line when it begins to relay: `relaying to 3: "…"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relay {
    /// How many clients are on the roster.
    pub to: usize,
    /// The text, in quotes, and cut off if it is long.
    pub text: String,
}

/// What the line says of a relay. A student's own line may have these words too, but hardly with a
/// number.
pub fn relay_in(line: &str) -> Option<Relay> {
    let (to, text) = line.split_once("relaying to ")?.1.split_once(": ")?;
    let last_of = |end: &str| text.rfind(end).map(|start| start + end.len());
    let end = last_of("\"").max(last_of(CUT_OFF)).filter(|_| text.starts_with('"'));
    Some(Relay { to: to.parse().ok()?, text: text[..end.unwrap_or(text.len())].to_string() })
}

/// How many are on the roster, from the line about a login or a leave:
/// `client 1 is "walter", 3 logged in`.
pub fn roster_in(line: &str) -> Option<usize> {
    let before = line.rsplit_once(" logged in")?.0;
    let count = before.rsplit(' ').next()?.parse().ok()?;
    relay_in(line).is_none().then_some(count)
}
