//! Runs a program within limits: time, memory, and the number of processes.
//!
//! The program gets a process group of its own, so that Ctrl+C in the terminal reaches only this
//! tool, and so that nothing of the group is left when the program has to end.

use std::io::Read;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use process_wrap::std::{ChildWrapper, CommandWrap};

use crate::proc;

/// How often to look at the program.
const GLANCE: Duration = Duration::from_millis(20);

/// How often to count its memory and its processes: that takes longer.
const COUNT: Duration = Duration::from_millis(300);

/// In bytes: more than a compiler or a grader ever writes.
const MOST_OUTPUT: u64 = 8 << 20;

/// In KiB, for all processes together. A browser has the most of it.
const MOST_MEMORY: usize = 4 << 20;

/// A browser has thirty processes, and a student's room one.
const MOST_PROCESSES: usize = 700;

/// Set by Ctrl+C: everything that runs ends.
static IS_INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Ends all programs that run now or start later.
pub fn interrupt() {
    IS_INTERRUPTED.store(true, Ordering::Relaxed);
}

pub fn is_interrupted() -> bool {
    IS_INTERRUPTED.load(Ordering::Relaxed)
}

/// How a program ended, and its output.
#[derive(Debug)]
pub struct Ran {
    pub end: End,
    pub output: String,
    pub errors: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    ByItself(ExitStatus),
    OutOfTime,
    /// It had to be ended before it took all memory, or all processes.
    TooBig,
    Interrupted,
}

impl Ran {
    pub fn is_success(&self) -> bool {
        matches!(self.end, End::ByItself(status) if status.success())
    }
}

/// Runs a program to its end, or ends it.
///
/// # Errors
/// It cannot be started.
pub fn run(mut command: Command, limit: Duration) -> Result<Ran> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let name = command.get_program().to_string_lossy().into_owned();
    let mut command = CommandWrap::from(command);
    #[cfg(unix)]
    command.wrap(process_wrap::std::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::std::JobObject);
    let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
    let output = child.stdout().take().map(read);
    let errors = child.stderr().take().map(read);
    let end = wait(child.as_mut(), limit);
    // A process of the group may be left, and hold the pipes open.
    let _ = child.start_kill();
    let _ = child.wait();
    let text = |reader: Option<JoinHandle<String>>| {
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    };
    Ok(Ran { end, output: text(output), errors: text(errors) })
}

fn wait(child: &mut dyn ChildWrapper, limit: Duration) -> End {
    let start = Instant::now();
    let mut counted = start;
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return End::ByItself(status);
        }
        if is_interrupted() {
            return End::Interrupted;
        }
        if start.elapsed() > limit {
            return End::OutOfTime;
        }
        if counted.elapsed() > COUNT {
            counted = Instant::now();
            if is_too_big(child.id()) {
                return End::TooBig;
            }
        }
        thread::sleep(GLANCE);
    }
}

/// Reads to the end and keeps the beginning, so that the program never has to wait for a reader.
fn read(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        let _ = from.by_ref().take(MOST_OUTPUT).read_to_end(&mut kept);
        let _ = std::io::copy(&mut from, &mut std::io::sink());
        String::from_utf8_lossy(&kept).into_owned()
    })
}

/// Whether a process and its descendants hold too much; false where the system does not tell.
fn is_too_big(id: u32) -> bool {
    let family = proc::family(id);
    let memory = family.iter().filter_map(|id| proc::resident(*id)).sum::<usize>();
    family.len() > MOST_PROCESSES || memory > MOST_MEMORY
}
