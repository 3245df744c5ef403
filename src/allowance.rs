//! What a client may send: a token bucket, kept by the client's own thread.
//!
//! In: how many bytes came, and what they cost beyond that. Out: when it was too much, the thread
//! sleeps, and TCP makes the client wait too. So a flood is the flooder's problem.

use std::thread;
use std::time::{Duration, Instant};

use log::debug;
use serde_json::Value;

/// How fast a client may send in the long run, in bytes per second. Far more than anyone types, and
/// little enough that a flood leaves the others their share.
const RATE: f64 = 1024.0 * 1024.0;

/// What a client may send at once: as much as in this time at that rate. Ten clients that use it up
/// at the same moment must not fill the sockets of slow readers.
const BURST: Duration = Duration::from_millis(250);

/// What a ping, a pong or a Close costs, in bytes, on top of its own: the smallest is some work too.
pub const SMALL: usize = 50;

/// What a login or a disconnect costs, in bytes: it sends everyone the whole roster. At an eighth of
/// this price, one client with a loop of logins would get most of a room of 1000 cut off.
const ROSTER: usize = 32 * 1024;

/// What an unrecognized message costs, in bytes: it is a line in the log.
pub const UNRECOGNIZED: usize = 4 * 1024;

/// What each value in a JSON text costs, in bytes: see [`values`].
const VALUE: usize = 16;

/// What the values in a JSON text cost, in bytes. A text such as `[[[0]],[[0]],…]` becomes a tree a
/// hundred times as large, which is slow to build and slow to free.
pub fn values(json: &str) -> usize {
    json.bytes().filter(|byte| b"[{,".contains(byte)).count() * VALUE
}

/// What a message costs for the work that the room has with it, in bytes.
pub fn work(data: &serde_json::Result<Value>) -> usize {
    match data.as_ref().ok().and_then(|data| data["type"].as_str()) {
        Some("chat") => 0,
        Some("login" | "disconnect") => ROSTER,
        _ => UNRECOGNIZED,
    }
}

/// How much of its allowance a client has used up.
pub struct Allowance {
    /// When everything that came so far is paid for. Each byte moves this on by 1 / `RATE` seconds.
    paid_until: Instant,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { paid_until: Instant::now() }
    }
}

impl Allowance {
    /// Pays for this many bytes. When `paid_until` is more than `BURST` ahead of the clock, the client
    /// has sent too much, and its thread sleeps.
    pub fn pay(&mut self, bytes: usize) {
        let now = Instant::now();
        self.paid_until = self.paid_until.max(now) + Duration::from_secs_f64(bytes as f64 / RATE);
        let ahead = self.paid_until.duration_since(now);
        if ahead > BURST {
            debug!("sleeps for {} ms: it sent too much", (ahead - BURST).as_millis());
            thread::sleep(ahead - BURST);
        }
    }
}
