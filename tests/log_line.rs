//! The graders read the room's log also when other processes write into it.

#[path = "grade/common/log_line.rs"]
mod log_line;

use log_line::{Relay, relay_in, roster_in};

/// A line, what it says of a relay, and how many it says are on the roster.
type Line = (&'static str, Option<(usize, &'static str)>, Option<usize>);

const LINES: [Line; 7] = [
    (r#"DEBUG [room@broadcaster] relaying to 3: "hi""#, Some((3, r#""hi""#)), None),
    (r#"] relaying to 3: "hi"sh: 1: not found"#, Some((3, r#""hi""#)), None),
    (r#"sh: 1:relaying to 12: "h\"… (90 bytes)sh"#, Some((12, r#""h\"… (90 bytes)"#)), None),
    (
        r#"relaying to 2: "I am logged in, 4 logged in""#,
        Some((2, r#""I am logged in, 4 logged in""#)),
        None,
    ),
    (r#"client 2 is "Mia", 4 logged in"#, None, Some(4)),
    (r#"client 2 is "9 logged in", 4 logged insh: 1:"#, None, Some(4)),
    ("everybody is logged in", None, None),
];

#[test]
fn what_stands_around_a_line_of_the_room_does_not_count() {
    for (line, relay, roster) in LINES {
        let relay = relay.map(|(to, text)| Relay { to, text: text.to_string() });
        assert_eq!(relay_in(line), relay, "{line}");
        assert_eq!(roster_in(line), roster, "{line}");
    }
}
