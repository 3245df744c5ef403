//! The log thread: writes log lines, so that no other thread ever waits for a terminal, a pipe
//! or a disk.
//!
//! In: lines from all threads, through a bounded channel. Out: standard error. When nobody takes
//! the lines there (Ctrl+S in a terminal, a stuck pager), the channel fills up and further lines
//! are dropped. The log says later how many.

use std::io::{self, IsTerminal};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender};
use log::{Level, LevelFilter, Log, Metadata, Record};
use simple_logger::SimpleLogger;

/// How many lines may wait: a big course may log in at once.
const QUEUE: usize = 4096;

/// A line on its way to the log thread.
struct Line {
    level: Level,
    /// The module and the thread that logged, as in `chat_server::room@broadcaster`.
    target: String,
    text: String,
}

/// What the other threads log to. It never waits.
struct Logger {
    printer: Arc<SimpleLogger>,
    lines: Sender<Line>,
    dropped: Arc<AtomicUsize>,
}

/// Starts the log: to standard error, with thread names, in colour on a terminal.
///
/// # Errors
/// When the log thread cannot be started.
pub fn start(level: LevelFilter) -> io::Result<()> {
    let printer = SimpleLogger::new()
        .with_level(level)
        .with_module_level("tungstenite", LevelFilter::Warn)
        .with_colors(io::stderr().is_terminal());
    #[cfg(windows)] // an older console shows colours only when asked to
    simple_logger::set_up_windows_color_terminal();
    let (lines, queue) = crossbeam_channel::bounded(QUEUE);
    let logger = Logger { printer: Arc::new(printer), lines, dropped: Arc::default() };
    let (printer, dropped) = (logger.printer.clone(), logger.dropped.clone());
    let thread = thread::Builder::new().name("log".to_string());
    thread.spawn(move || log_loop(&queue, &printer, &dropped))?;
    // An error means that a log is running already, as in a test: then that one is used.
    let _ = log::set_boxed_logger(Box::new(logger));
    log::set_max_level(level);
    Ok(())
}

fn log_loop(lines: &Receiver<Line>, printer: &SimpleLogger, dropped: &AtomicUsize) {
    for Line { level, target, text } in lines {
        print(printer, level, &target, &text);
        let count = if lines.is_empty() { dropped.swap(0, Ordering::Relaxed) } else { 0 };
        if count > 0 {
            let text = format!("dropped {count} lines: nobody took them in time");
            print(printer, Level::Warn, concat!(module_path!(), "@log"), &text);
        }
    }
}

/// `SimpleLogger` panics when nobody reads standard error any more (a closed pipe, a full disk).
/// That must not end the log: the disk may have room again later.
fn print(printer: &SimpleLogger, level: Level, target: &str, text: &str) {
    let _ = panic::catch_unwind(AssertUnwindSafe(|| {
        printer.log(
            &Record::builder().level(level).target(target).args(format_args!("{text}")).build(),
        );
    }));
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata) -> bool {
        self.printer.enabled(metadata)
    }

    fn log(&self, record: &Record) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let thread = thread::current();
        let target = format!("{}@{}", record.target(), thread.name().unwrap_or("?"));
        let line = Line { level: record.level(), target, text: record.args().to_string() };
        if self.lines.try_send(line).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn flush(&self) {}
}
