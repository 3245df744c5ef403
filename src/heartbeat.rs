//! The heartbeat: is a silent client still there? Kept by the client's own thread.
//!
//! In: pongs. Out: when the next ping is due, and how long its pong may take. A ping waits behind all
//! bytes that were queued before it, so a client that has not read all of them gets more time. To know
//! what it has read, each ping carries their number, and the pong brings it back (RFC 6455, section
//! 5.5.3).

use std::time::{Duration, Instant};

use crate::Settings;
use crate::outbox::MAX_BACKLOG;

/// The slowest reader that is not taken for vanished, in bytes per second.
const SLOWEST_READER: f64 = 4096.0;

/// The start of a ping frame with a number as its payload (RFC 6455, section 5.2: FIN, opcode 9).
const PING: [u8; 2] = [0x89, size_of::<usize>() as u8];

/// The frame of a ping. `queued` is how many bytes were queued for its client before it.
pub fn ping(queued: usize) -> Vec<u8> {
    [&PING[..], &queued.to_be_bytes()].concat()
}

/// What a client's thread knows about its client.
pub struct Heartbeat {
    last_ping: Instant,
    /// How many bytes the client has read for sure: those before the last ping that it has answered.
    read: usize,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self { last_ping: Instant::now(), read: 0 }
    }
}

impl Heartbeat {
    /// Whether the last ping was long ago. A client that talks is pinged, too: nothing else shows how
    /// much it has read.
    pub fn is_due(&self, settings: &Settings) -> bool {
        self.last_ping.elapsed() > settings.heartbeat
    }

    /// A ping is on its way, and `queued` bytes were queued for the client so far. Returns how long
    /// the client may be silent from now on.
    pub fn pinged(&mut self, queued: usize, settings: &Settings) -> Duration {
        self.last_ping = Instant::now();
        let unread = queued.saturating_sub(self.read).min(MAX_BACKLOG); // patience must have an end
        let time_to_read = Duration::from_secs_f64(unread as f64 / SLOWEST_READER);
        settings.silence.saturating_sub(settings.heartbeat) + time_to_read
    }

    /// The client has answered a ping. (A payload that is no number answers none of ours.)
    pub fn ponged(&mut self, payload: &[u8]) {
        if let Ok(number) = payload.try_into() {
            self.read = usize::from_be_bytes(number);
        }
    }
}
