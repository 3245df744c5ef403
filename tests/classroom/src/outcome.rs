//! What grading one submission came to. `grade` makes these, and `results` writes them out.

use serde::{Deserialize, Serialize};

/// One student's submission, graded or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// As Moodle's folder name has it (`Ada Lovelace` and `123456`), or the name of the file or folder.
    pub student: Student,
    /// The archive or folder as it was handed in, without the path to it. Empty if nothing was handed in.
    pub file: String,
    pub state: State,
    /// One for each exercise of the part, in order. Empty if the state gives no grade.
    pub exercises: Vec<Exercise>,
    /// Wall time of build and grading together.
    pub seconds: f64,
    /// One sentence for the teacher, such as the extra files that were not used. May be empty.
    pub note: String,
    /// What the student reads: scoreboard and failures, or the compiler's text. It names no path of
    /// the teacher's machine.
    pub feedback: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Student {
    /// `123456` in Moodle's `Participant 123456`; empty where there is none.
    pub id: String,
    pub name: String,
}

/// The kinds of submissions. Each has a word and a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Graded,
    DoesNotCompile,
    /// Over the time limit, or it hangs: what was proven counts, the rest is 0.
    OverTheLimit,
    /// Two places in the archive could be the answer.
    TwoCandidates,
    /// Only the Rust files or only the page: the rest is 0.
    OneHalf,
    /// An archive without the files that a student writes.
    Empty,
    NotAZip,
    /// Bigger than allowed, or it has names that leave the folder.
    Refused,
    /// In the worksheet, but nothing was handed in.
    NothingHandedIn,
    /// No browser, or a fault of the grader: no grade, and never 0.
    NotGraded,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exercise {
    /// Such as `1 relay`, the name in grade.json.
    pub name: String,
    /// 1 or 0.
    pub score: u32,
    pub is_extra: bool,
    /// PASS, FAIL, BLOCKED or NOT RUN.
    pub word: String,
    /// The line on the scoreboard, such as "the message came back only to its sender".
    pub summary: String,
    /// The summary without names: two students with the same mistake have the same.
    pub kind: String,
    /// The probable mistake, without names too; empty if the grader names none.
    pub cause: String,
    /// The whole text for the student.
    pub output: String,
}

impl Outcome {
    /// Whether there is a grade. Where there is none, a 0 would be wrong.
    pub fn has_grade(&self) -> bool {
        self.state.has_result() && !self.exercises.is_empty()
    }

    pub fn points(&self) -> u32 {
        self.scores(false).sum()
    }

    pub fn extra(&self) -> u32 {
        self.scores(true).sum()
    }

    /// The points of a full solution, without extra credit.
    pub fn most_points(&self) -> u32 {
        self.scores(false).map(|_| 1).sum()
    }

    /// The most extra credit that the part gives.
    pub fn most_extra(&self) -> u32 {
        self.scores(true).map(|_| 1).sum()
    }

    fn scores(&self, is_extra: bool) -> impl Iterator<Item = u32> {
        let counted = self.exercises.iter().filter(move |exercise| exercise.is_extra == is_extra);
        counted.map(|exercise| exercise.score)
    }
}

impl State {
    pub const ALL: [State; 10] = [
        State::Graded,
        State::DoesNotCompile,
        State::OverTheLimit,
        State::OneHalf,
        State::TwoCandidates,
        State::Empty,
        State::NotAZip,
        State::Refused,
        State::NothingHandedIn,
        State::NotGraded,
    ];

    /// For a column of a table.
    pub fn word(self) -> &'static str {
        match self {
            State::Graded => "graded",
            State::DoesNotCompile => "does not compile",
            State::OverTheLimit => "over the limit",
            State::OneHalf => "one half",
            State::TwoCandidates => "two candidates",
            State::Empty => "empty",
            State::NotAZip => "not a zip",
            State::Refused => "refused",
            State::NothingHandedIn => "nothing handed in",
            State::NotGraded => "not graded",
        }
    }

    /// What it means for the grade.
    pub fn sentence(self) -> &'static str {
        match self {
            State::Graded => "Everything was graded.",
            State::DoesNotCompile => "The Rust does not compile, so only the page was graded.",
            State::OverTheLimit => {
                "It took longer than the limit: what was proven counts, the rest is 0."
            }
            State::OneHalf => "Only the Rust files or only the page came; the other half is 0.",
            State::TwoCandidates => "Two places in the archive could be the answer: no grade.",
            State::Empty => "The archive has none of the files that a student writes: no grade.",
            State::NotAZip => "The file is no zip archive: no grade.",
            State::Refused => {
                "The archive is too big, or has names that leave its folder: no grade."
            }
            State::NothingHandedIn => {
                "The worksheet lists this student, but nothing was handed in."
            }
            State::NotGraded => "The grader or its browser failed: no grade, and not a 0.",
        }
    }

    /// Whether there is something to tell the student, with or without a grade.
    pub fn has_result(self) -> bool {
        !matches!(self, State::NotGraded | State::NothingHandedIn)
    }

    /// Whether a person should look at the submission.
    pub fn needs_a_look(self) -> bool {
        !matches!(self, State::Graded | State::NothingHandedIn)
    }
}
