//! The time limit: GRADE_SECONDS says how long the grader may take for everything. Each exercise
//! has a share of it, so that an exercise without an end takes nothing from those after it.

use std::{env, process, sync::Arc, thread, time::Duration};

use super::{
    Grading,
    program::Program,
    scoreboard::{scoreboard, write_json},
    verdict::Verdict,
};

/// The reason for an exercise that had no time.
const OUT_OF_TIME: &str = "the time was over";

/// The reason for an exercise that took more than its share.
pub const NO_END: &str = "it did not come to an end (an endless loop?)";

fn limit() -> Option<Duration> {
    let seconds = env::var("GRADE_SECONDS").ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// How long one of these exercises may take, if so many threads grade them: then each has its turn.
/// A tenth of the time stays for everything else.
pub(super) fn share(exercises: usize, threads: usize) -> Option<Duration> {
    let turns = exercises.div_ceil(threads).max(1);
    Some(limit()? * 9 / 10 / turns as u32)
}

/// After that time, a thread ends all programs and writes the verdicts so far.
pub(super) fn watch(grading: &Arc<Grading>) {
    let Some(limit) = limit() else { return };
    let grading = Arc::clone(grading);
    thread::spawn(move || {
        thread::sleep(limit);
        stop(&grading);
    });
}

fn stop(grading: &Grading) {
    // A copy: when the programs end, the exercises would find faults that are not the student's.
    let mut verdicts = grading.progress().verdicts.clone();
    Program::kill_all();
    grading.end_browser();
    for exercise in &grading.exercises {
        verdicts.entry(*exercise).or_insert_with(|| Verdict::NotRun(OUT_OF_TIME.to_string()));
    }
    print!("{}", scoreboard(&verdicts));
    write_json(&verdicts);
    process::exit(101);
}
