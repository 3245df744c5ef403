//! The screen while a class is graded: a bar with the time left, and a line for each student.

use std::fmt;

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

use crate::outcome::Outcome;

/// The bar. It is not drawn if standard error is a file or a pipe; the lines always come.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(submissions: usize) -> Progress {
        let bar = ProgressBar::new(submissions as u64);
        // The template is fixed, so it is right or wrong for everyone.
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len}{left}  {msg}");
        bar.set_style(style.expect("the template is right").with_key("left", time_left));
        bar.enable_steady_tick(std::time::Duration::from_millis(500));
        Progress { bar }
    }

    pub fn begins(&self, what: &str) {
        self.bar.set_message(printable(what));
    }

    /// One more is graded.
    pub fn graded(&self, outcome: &Outcome) {
        let name = printable(&outcome.student.name);
        let points = match outcome.has_grade() {
            true => {
                format!("{} of {} +{}", outcome.points(), outcome.most_points(), outcome.extra())
            }
            false => "no grade".to_string(),
        };
        let (state, seconds) = (outcome.state.word(), outcome.seconds);
        let line = format!("{name:30} {points:12} {state}, {seconds:.1} s");
        self.says(&line);
        self.bar.inc(1);
    }

    /// A line above the bar.
    pub fn says(&self, line: &str) {
        self.bar.suspend(|| println!("{line}"));
    }

    pub fn ends(&self) {
        self.bar.finish_and_clear();
    }
}

/// Before one is graded, nobody knows.
fn time_left(state: &ProgressState, text: &mut dyn fmt::Write) {
    if state.pos() > 0 {
        let _ = write!(text, ", {:#} left", HumanDuration(state.eta())); // an error: no screen
    }
}

/// A name could hold a line break, or letters that steer the terminal.
pub fn printable(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { '·' } else { letter }).collect()
}
