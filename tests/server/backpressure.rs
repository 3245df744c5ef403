//! Backpressure: when the broadcaster cannot keep up, the senders have to wait.
//!
//! It keeps up with everything that a test can send. So this test holds it while it logs a line: a
//! room inside the test's own process logs to the test's logger.

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

/// The broadcaster logs a message of this type, since the room does not recognize it. No other test
/// sends one.
const HOLD: &str = "hold the broadcaster";

/// The length of each chat, in bytes. No other test of a room in this process sends this length.
const LENGTH: usize = 99;

/// How many more chats are sent than the channel holds. The allowance covers all of them at once.
const MORE: usize = 100;

/// While the test holds this lock, the broadcaster waits.
static HELD: Mutex<()> = Mutex::new(());

/// How many chats of `LENGTH` bytes the client's thread has read.
static READ: AtomicUsize = AtomicUsize::new(0);

#[test]
fn when_the_channel_is_full_the_senders_wait() {
    log::set_logger(&TestLog).expect("there is no other logger");
    log::set_max_level(LevelFilter::Debug);
    let server = Room::open(1, Settings::default());
    let mut flooder = Raw::login(server.port(), "flooder");
    let held = HELD.lock();
    flooder.send_text(&json!({ "type": HOLD }).to_string());
    let chats: Vec<Frame> = (0..QUEUE + MORE).map(|n| Frame::new(TEXT, numbered(n))).collect();
    flooder.send(&chats.iter().flat_map(Frame::masked).collect::<Vec<u8>>());

    // The channel must fill up. Then the client's thread reads one more chat, and waits with it.
    let read = || READ.load(Ordering::SeqCst);
    let is_full = eventually(DEADLINE, || read() > QUEUE);
    assert!(is_full, "only {} chats were read within {DEADLINE:?}", read());
    let goes_on = eventually(SHORT, || read() > QUEUE + 1);
    assert!(!goes_on, "the channel holds {QUEUE}, but {} chats were read", read());

    drop(held);
    for chat in &chats {
        flooder.expect_frame(chat);
    }
}

fn numbered(number: usize) -> String {
    let around = chat("flooder", "").to_string().len();
    chat("flooder", &format!("{number:0width$}", width = LENGTH - around)).to_string()
}

/// The logger of all rooms inside this process.
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
