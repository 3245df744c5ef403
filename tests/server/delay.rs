//! Measuring delays on a machine that does other things too.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Tests run side by side, and two measurements at once would measure each other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// How often a delay is measured anew before it counts as the server's.
const ATTEMPTS: usize = 8;

/// A delay with the trouble in question and one without it, from the same moment.
pub struct Delays {
    pub with: Duration,
    pub without: Duration,
}

/// The trouble may add this much to a delay. On a busy machine everything takes longer, as the
/// delay without the trouble shows, and so may the trouble. And it delays everyone now and
/// then, so it is measured again: a delay that the server makes is there in every attempt.
pub fn costs_at_most(allowed: Duration, mut measure: impl FnMut() -> Delays) {
    // A measurement that failed has not broken anything for the next.
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let mut attempts = Vec::new();
    for _ in 0..ATTEMPTS {
        let Delays { with, without } = measure();
        if with <= 2 * without + allowed {
            return;
        }
        attempts.push(format!("{with:?}, without the trouble {without:?}"));
    }
    panic!("it may cost {allowed:?}, but the delay was: {attempts:#?}");
}

/// The delay that this share of all delays does not exceed; 0.5 gives the median.
pub fn percentile(delays: &mut [Duration], share: f64) -> Duration {
    delays.sort();
    let index = (delays.len() as f64 * share).ceil() as usize;
    delays[index.clamp(1, delays.len()) - 1]
}
