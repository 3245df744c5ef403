//! The time limit: GRADE_SECONDS says how long the grader may take for everything.

use std::{env, process, sync::Arc, thread, time::Duration};

use super::{
    Grading,
    program::{self, Program},
    scoreboard::{scoreboard, write_json},
    verdict::Verdict,
};
use crate::Exercise;

/// The reason for an exercise that had no time.
const OUT_OF_TIME: &str = "the time was over";

/// After that time, a thread ends all programs and writes the verdicts so far.
pub(super) fn watch(grading: &Arc<Grading>) {
    let seconds = env::var("GRADE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let Some(limit) = seconds.map(Duration::from_secs) else { return };
    let grading = Arc::clone(grading);
    thread::spawn(move || {
        thread::sleep(limit);
        stop(&grading);
    });
}

fn stop(grading: &Grading) {
    // A copy: when the programs end, the exercises would find faults that are not the student's.
    let mut verdicts = grading.verdicts().clone();
    let browser = grading.browser.get().and_then(|browser| browser.as_ref().ok());
    Program::kill_all();
    if let Some(browser) = browser {
        program::end(browser.id());
    }
    for exercise in Exercise::ALL {
        let verdict = verdicts.entry(exercise).or_insert(Verdict::NotRun(String::new()));
        if let Verdict::NotRun(why) = verdict {
            *why = OUT_OF_TIME.to_string();
        }
    }
    print!("{}", scoreboard(&verdicts));
    write_json(&verdicts);
    process::exit(101);
}
