//! The screen while a class is graded: a bar with the time left, and a line for each student.

use indicatif::{ProgressBar, ProgressStyle};

use crate::outcome::Outcome;

/// The bar. It is not drawn if standard error is a file or a pipe; the lines always come.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(submissions: usize) -> Progress {
        let bar = ProgressBar::new(submissions as u64);
        let style = "{bar:30} {pos} of {len}, {eta} left  {msg}";
        // The template is fixed, so it is right or wrong for everyone.
        bar.set_style(ProgressStyle::with_template(style).expect("the template is right"));
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

/// A name could hold a line break, or letters that steer the terminal.
pub fn printable(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { '·' } else { letter }).collect()
}
