//! What a client may send: a token bucket, kept by the client's own thread.
//!
//! In: how many bytes have come, and what they cost beyond that. Out: when it was too much, the
//! thread sleeps, and TCP then makes the client wait too: a flood is the flooder's problem.

use std::thread;
use std::time::{Duration, Instant};

/// How fast a client may send in the long run, in bytes per second. Far more than anyone types;
/// few enough that one who floods leaves the others their share.
const RATE: f64 = 1024.0 * 1024.0;

/// What a client may send at once, as the time in which it could send as much at that rate. Ten
/// who use it up at the same moment must not fill the sockets of those who read slowly.
const BURST: Duration = Duration::from_millis(250);

/// What a message costs that is no chat: a login sends the whole roster to everyone, which has so
/// many bytes in a room of 300, and what nobody understands is a line in the log.
pub const RARE: usize = 4 * 1024;

/// What each value in a JSON text costs: see [`values`].
const VALUE: usize = 16;

/// What the values in a JSON text cost. A text such as `[[[0]],[[0]],…]` becomes a tree a hundred
/// times as large, which takes long to plant and long to fell.
pub fn values(json: &str) -> usize {
    json.bytes().filter(|byte| b"[{,".contains(byte)).count() * VALUE
}

/// How much of it a client has used up.
pub struct Allowance {
    /// The moment at which all that came so far is paid for: each byte moves it on by 1 / `RATE` s.
    paid_until: Instant,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { paid_until: Instant::now() }
    }
}

impl Allowance {
    /// Pays for so many bytes. When the moment at which all is paid for lies more than `BURST` ahead
    /// of the clock, the client has sent too much, and its thread sleeps.
    pub fn pay(&mut self, bytes: usize) {
        let now = Instant::now();
        self.paid_until = self.paid_until.max(now) + Duration::from_secs_f64(bytes as f64 / RATE);
        let ahead = self.paid_until.duration_since(now);
        if ahead > BURST {
            thread::sleep(ahead - BURST);
        }
    }
}
