//! The teacher's tool. It makes the handouts, and grades a whole class by one command.
//!
//! A submission goes through these steps, each in a file of its own:
//! `intake` finds the submissions, `unpack` looks into one of them, `answer` picks the files that
//! the student wrote, `workshop` puts them into a fresh handout and builds it, `grade` runs the
//! grader on it, and `results` writes down what came of it. `class` does this for everyone.
//!
//! Only the compiler, the student's program and the browser run what a stranger wrote, each in a
//! `sandbox`, within the time and the memory that `limited` allows.

pub mod answer;
pub mod arguments;
pub mod class;
pub mod grade;
pub mod handout;
#[path = "../../wrong_answers/holes.rs"]
pub mod holes;
pub mod intake;
pub mod ledger;
pub mod limited;
pub mod outcome;
#[path = "../../support/proc.rs"]
mod proc;
pub mod progress;
pub mod results;
pub mod sandbox;
pub mod unpack;
pub mod workshop;
