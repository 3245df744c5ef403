//! Backpressure: when the broadcaster cannot keep up, who sends has to wait.
//!
//! It does keep up with all that a test can send. So here it is held where it writes to the log: a
//! room inside the test's own process logs to whatever the test wants.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use chat_server::broadcaster::QUEUE;
use log::{LevelFilter, Log, Metadata, Record};
use serde_json::json;

use crate::in_process::{Room, SHORT, Settings};
use crate::support::DEADLINE;
use crate::support::client::chat;
use crate::support::frames::{Frame, Raw, TEXT};
use crate::support::process::eventually;

/// A message of this type is logged by the broadcaster, since the room knows none such. No other
/// test sends it.
const HOLD: &str = "hold the broadcaster";

/// How long each chat is, in bytes: no other test in such a room sends one of this length.
const LENGTH: usize = 99;

/// So many more than the channel holds. A client may send all of them at once.
const MORE: usize = 100;

/// While a test has this, the broadcaster is held.
static HELD: Mutex<()> = Mutex::new(());

/// How many chats of that length the client's thread has read.
static READ: AtomicUsize = AtomicUsize::new(0);

#[test]
fn when_the_channel_is_full_the_senders_wait() {
    log::set_logger(&TestLog).expect("there is no other log");
    log::set_max_level(LevelFilter::Debug);
    let server = Room::open(1, Settings::default());
    let mut flooder = Raw::login(server.port(), "flooder");
    let held = HELD.lock();
    flooder.send_text(&json!({ "type": HOLD }).to_string());
    let chats: Vec<Frame> = (0..QUEUE + MORE).map(|n| Frame::new(TEXT, numbered(n))).collect();
    flooder.send(&chats.iter().flat_map(Frame::masked).collect::<Vec<u8>>());

    // A channelful, and one more, with which the client's thread waits.
    let read = || READ.load(Ordering::SeqCst);
    let is_full = eventually(DEADLINE, || read() > QUEUE);
    assert!(is_full, "only {} chats were read within {DEADLINE:?}", read());
    let goes_on = eventually(SHORT, || read() > QUEUE + 1);
    assert!(!goes_on, "the channel holds {QUEUE}, and {} chats were read", read());

    drop(held);
    for chat in &chats {
        flooder.expect_frame(chat);
    }
}

fn numbered(number: usize) -> String {
    let around = chat("flooder", "").to_string().len();
    chat("flooder", &format!("{number:0width$}", width = LENGTH - around)).to_string()
}

/// Where all rooms inside this process log to.
struct TestLog;

impl Log for TestLog {
    fn enabled(&self, _: &Metadata) -> bool {
        true
    }

    fn log(&self, record: &Record) {
        let line = record.args().to_string();
        if line == format!("read {LENGTH} bytes") {
            READ.fetch_add(1, Ordering::SeqCst);
        }
        if line.contains(HOLD) {
            drop(HELD.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    fn flush(&self) {}
}
