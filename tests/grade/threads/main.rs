//! The grader of the part `threads`: the room on one page, with five holes in its threads.
//!
//! The package in `exercises/threads` runs this on the student's room, and the root runs it on
//! the finished one.

mod blame;
mod broadcast;
mod class;
#[path = "../common/mod.rs"]
mod common;
mod exercise;
mod left;
mod room;
mod slow;
mod spawn;
#[path = "../../support/mod.rs"]
mod support;
mod tell;

use std::process::ExitCode;

use exercise::Exercise;

/// The server that cargo has built for this test: the student's, or the finished one.
const PROGRAM: [Option<&str>; 2] =
    [option_env!("CARGO_BIN_EXE_threads"), option_env!("CARGO_BIN_EXE_tiny")];

fn main() -> ExitCode {
    common::grade_all()
}
