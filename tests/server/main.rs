//! The server from outside: the built program over real sockets. One module per subject.
//!
//! Every test opens its own room. No test waits for a time to pass: it waits for a message. To
//! prove that nothing came, it waits for a fence: a later message that must arrive.

#[path = "../support/mod.rs"]
mod support;

#[macro_use]
mod both;

mod backpressure;
mod delay;
mod endings;
mod flood;
mod fuzz;
mod heartbeat;
mod http;
mod idle;
mod in_process;
mod limits;
mod logging;
mod order;
mod protocol;
mod shortcuts;
mod slow;
mod startup;
mod stations;
mod wire;

use support::room::Room;
