//! Measures delays on a machine that does other things at the same time.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Tests run in parallel, but two measurements at once would disturb each other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// If this many delays are too long, the server causes them, and not the machine.
const TOO_OFTEN: usize = 5;

/// Two delays, measured one right after the other: with the disturbance under test and without it.
pub struct Delays {
    pub with: Duration,
    pub without: Duration,
}

/// The disturbance may add `allowed` to the delay. If the machine is so busy that the delay is
/// longer than `allowed` even without the disturbance, it may double the delay.
///
/// The machine's other work delays everyone from time to time. So this measures again after a delay
/// that was too long, until most delays were short enough.
pub fn costs_at_most(allowed: Duration, mut measure: impl FnMut() -> Delays) {
    // A measurement that panicked has left nothing broken for the next one.
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut short_enough, mut too_long) = (0, Vec::new());
    while short_enough <= too_long.len() {
        let Delays { with, without } = measure();
        if with <= without + allowed.max(without) {
            short_enough += 1;
        } else {
            too_long.push(format!("{with:?}, and without the disturbance {without:?}"));
        }
        let is_often = too_long.len() == TOO_OFTEN;
        assert!(!is_often, "only {allowed:?} more are allowed, but the delays were: {too_long:#?}");
    }
}

/// The delay that this share of all delays does not exceed; 0.5 gives the median.
pub fn percentile(delays: &mut [Duration], share: f64) -> Duration {
    delays.sort();
    let index = (delays.len() as f64 * share).ceil() as usize;
    delays[index.clamp(1, delays.len()) - 1]
}
