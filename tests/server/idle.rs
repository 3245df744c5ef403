//! Silent clients cost almost nothing: no CPU time, and little memory.

use crate::Room;
use crate::support::DEADLINE;
use crate::support::client::{Client, fence};
use crate::support::frames::Raw;
use crate::support::process::{Activity, eventually};

const CLIENTS: usize = 300;

/// How much memory each client may cost, in bytes. A debug build needs about 29 KiB, since its
/// threads use more of their stacks; a release build needs less than 20 KiB.
const MAX_MEMORY: usize = 40 * 1024;

/// How often threads may wake up per second. An idle room does not wake up at all: each client's
/// thread waits for its client, and asks for the first ping after 20 seconds of silence. If the
/// threads polled only once every five seconds, that would be 60 wake-ups per second.
const MAX_WAKE_UPS: f64 = 50.0;

#[test]
fn three_hundred_silent_clients_cost_little_memory_and_no_cpu_time() {
    let server = Room::open();
    let mut walter = Client::login(server.port(), "walter");
    let Some(before) = server.memory() else { return }; // the platform does not tell
    let _silent: Vec<Raw> = (0..CLIENTS).map(|_| Raw::upgrade(server.port())).collect();
    fence([&mut walter]);
    let now = server.memory().expect("/proc has told this before");
    let each = now.saturating_sub(before) / CLIENTS;
    assert!(each < MAX_MEMORY, "{each} bytes of memory for each client");

    // At first, some threads may not have begun to wait yet.
    let mut last = String::new();
    let is_idle = eventually(DEADLINE, || {
        let Activity { busy, wake_ups, of } = server.observe().expect("/proc tells this too");
        last = format!("busy for {busy:?} of {of:?}, with {wake_ups} wake-ups");
        busy < of / 10 && wake_ups as f64 <= MAX_WAKE_UPS * of.as_secs_f64()
    });
    assert!(is_idle, "the server is never idle: {last}");
}
