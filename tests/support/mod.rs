//! Helpers for all tests: the server as a child process, a client that waits with deadlines,
//! frames made by hand, and a real browser.

// Each test program includes all of these modules, but uses only some functions.
#![allow(dead_code)]

use std::time::Duration;

pub mod browser;
pub mod client;
pub mod frames;
pub mod proc;
pub mod process;
pub mod room;

/// How long a test waits for something that must happen. It is long, so that no test fails on a
/// busy machine. A passing test never waits that long.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// The shortest timeout to set on a socket: zero is not allowed as a timeout.
pub const SHORTEST: Duration = Duration::from_millis(1);
