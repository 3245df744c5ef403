//! Who is silent costs next to nothing: no processor time, and little memory.

use crate::Room;
use crate::support::DEADLINE;
use crate::support::client::{Client, fence};
use crate::support::frames::Raw;
use crate::support::process::{Activity, eventually};

const CLIENTS: usize = 300;

/// What a client may cost, in bytes. A debug build needs some 29 KiB for it, since its threads use
/// more of their stacks; a release build less than 20.
const MEMORY: usize = 40 * 1024;

/// How often threads may wake up, in a second. The heartbeat has ten turns in that time.
const WAKE_UPS: f64 = 50.0;

#[test]
fn three_hundred_who_are_silent_cost_little_memory_and_no_processor() {
    let server = Room::open();
    let mut walter = Client::login(server.port(), "walter");
    let Some(before) = server.memory() else { return }; // the platform does not tell
    let _silent: Vec<Raw> = (0..CLIENTS).map(|_| Raw::upgrade(server.port())).collect();
    fence([&mut walter]);
    let now = server.memory().expect("/proc tells what it told before");
    let each = now.saturating_sub(before) / CLIENTS;
    assert!(each < MEMORY, "{each} bytes of memory for each client");

    // The first time some may still be about to wait for what comes.
    let mut last = String::new();
    let is_idle = eventually(DEADLINE, || {
        let Activity { busy, wake_ups, of } = server.observe().expect("/proc tells this too");
        last = format!("busy for {busy:?} of {of:?}, with {wake_ups} wake-ups");
        busy < of / 10 && wake_ups as f64 <= WAKE_UPS * of.as_secs_f64()
    });
    assert!(is_idle, "it is never idle: {last}");
}
