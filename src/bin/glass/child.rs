//! The server that is watched, as a child process.
//!
//! In: a program. Out: its output and its log, passed on as they come, and each line of the log as
//! news, with its time.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{self, Command, Stdio};
use std::thread;
use std::time::SystemTime;

use crossbeam_channel::Sender;

use crate::News;
use crate::options::SERVE;

/// A longer line is cut off, in bytes: a student's program may write lines without end.
const LONGEST_LINE: u64 = 2000;

/// A running server. Its standard input stays open as long as this program runs: see `Options::Serve`.
pub struct Child {
    name: String,
    process: process::Child,
}

impl Child {
    /// Starts the program with its log at debug. Without a program, starts this one as a chat server.
    pub fn start(program: Option<PathBuf>) -> Result<Child, String> {
        let mut command = match &program {
            Some(program) => Command::new(program),
            None => {
                let this = env::current_exe().map_err(|why| format!("where am I? {why}"))?;
                let mut command = Command::new(this);
                command.arg(SERVE);
                command
            }
        };
        let name = program.map_or("chat-server".into(), |path| path.display().to_string());
        command.env("RUST_LOG", "debug");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let process = command.spawn().map_err(|why| {
            format!("cannot start {name} ({why}). Is it built? cargo build builds all programs")
        })?;
        Ok(Child { name, process })
    }

    /// Starts the threads `output` and `log`, which pass on what the server writes.
    pub fn pass_on(mut self, news: Sender<News>) -> io::Result<()> {
        let output = self.process.stdout.take().expect("stdout is piped");
        let log = self.process.stderr.take().expect("stderr is piped");
        let thread = thread::Builder::new().name("output".to_string());
        thread.spawn(move || {
            for_each_line(output, |line| {
                let _ = writeln!(io::stdout(), "{line}"); // perhaps nobody reads it
            });
        })?;
        let thread = thread::Builder::new().name("log".to_string());
        thread.spawn(move || self.pass_on_log(log, &news))?;
        Ok(())
    }

    fn pass_on_log(mut self, log: impl Read, news: &Sender<News>) {
        let mut clock = Clock::default();
        let mut tell = |line: &str| {
            let _ = news.send(News::Line(format!("{} {line}", clock.now()))); // fails at the end
        };
        tell(&format!("INFO  [glass@glass] started {}", self.name));
        for_each_line(log, |line| {
            tell(line);
            let _ = writeln!(io::stderr(), "{line}");
        });
        let end = match self.process.wait() {
            Ok(status) => status.to_string(),
            Err(why) => why.to_string(),
        };
        tell(&format!("WARN  [glass@glass] {} has ended: {end}", self.name));
        let _ = writeln!(
            io::stderr(),
            "glass: {} has ended: {end}. Its picture stays until you press Ctrl+C.",
            self.name
        );
    }
}

/// Calls this with each line up to the end, without its line break.
fn for_each_line(from: impl Read, mut on_line: impl FnMut(&str)) {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    // Not `lines()`: it would stop at a line that is not UTF-8.
    while (&mut from).take(LONGEST_LINE).read_until(b'\n', &mut line).is_ok_and(|length| length > 0)
    {
        on_line(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
}

/// Tells the time in microseconds since 1970. No two lines have the same.
#[derive(Default)]
struct Clock {
    last: u128,
}

impl Clock {
    fn now(&mut self) -> u128 {
        let now = SystemTime::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_micros());
        self.last = now.max(self.last + 1);
        self.last
    }
}
