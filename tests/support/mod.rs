//! What every test needs: the server as a child process, a client that waits with deadlines,
//! frames made by hand, and a real browser.

// Each test target includes all of this and uses its part.
#![allow(dead_code)]

use std::time::Duration;

pub mod browser;
pub mod client;
pub mod frames;
pub mod process;
pub mod room;

/// How long a test waits for something that must come. Generous: it is reached only when
/// the thing never comes, and a busy machine must not fail a test.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// The shortest timeout to set on a socket: one of zero would mean "wait without end".
pub const SHORTEST: Duration = Duration::from_millis(1);
