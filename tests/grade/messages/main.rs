//! The grader of the part `messages`: a room and a page with seven holes.
//!
//! The package in `exercises/messages` runs this on the student's room and page, and the root
//! runs it on the finished ones.

mod announce;
mod cause;
mod chat;
#[path = "../common/mod.rs"]
mod common;
mod disconnect;
mod exercise;
mod line;
mod login;
mod look;
mod messages;
mod page;
mod relay;
mod roster;
mod scene;
mod stage;
#[path = "../../support/mod.rs"]
mod support;
mod unwatched;

use std::process::ExitCode;

use exercise::Exercise;

/// The server that cargo has built for this test: the student's, or the finished one. Without the
/// student's feature `server`, cargo names the student's too, but does not build it.
#[allow(unexpected_cfgs)] // the finished room has no such feature
const PROGRAM: [Option<&str>; 2] = [
    if cfg!(feature = "server") { option_env!("CARGO_BIN_EXE_messages") } else { None },
    option_env!("CARGO_BIN_EXE_chat-server"),
];

fn main() -> ExitCode {
    common::grade_all()
}
