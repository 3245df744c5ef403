//! Measuring delays on a machine that does other things too.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Tests run side by side, and two measurements at once would measure each other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A delay that was too long so many times is the server's.
const TOO_OFTEN: usize = 5;

/// A delay with the trouble in question and one without it, from the same moment.
pub struct Delays {
    pub with: Duration,
    pub without: Duration,
}

/// The trouble may add this much to a delay, or as much again where the machine is so busy that the
/// delay is longer than that anyway. What else the machine does delays everyone now and then: so it
/// is measured again when it was too long, and more delays must be short enough than too long.
pub fn costs_at_most(allowed: Duration, mut measure: impl FnMut() -> Delays) {
    // A measurement that failed has not broken anything for the next.
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut short_enough, mut too_long) = (0, Vec::new());
    while short_enough <= too_long.len() {
        let Delays { with, without } = measure();
        if with <= without + allowed.max(without) {
            short_enough += 1;
        } else {
            too_long.push(format!("{with:?}, without the trouble {without:?}"));
        }
        let is_often = too_long.len() == TOO_OFTEN;
        assert!(!is_often, "it may cost {allowed:?}, but the delay was: {too_long:#?}");
    }
}

/// The delay that this share of all delays does not exceed; 0.5 gives the median.
pub fn percentile(delays: &mut [Duration], share: f64) -> Duration {
    delays.sort();
    let index = (delays.len() as f64 * share).ceil() as usize;
    delays[index.clamp(1, delays.len()) - 1]
}
