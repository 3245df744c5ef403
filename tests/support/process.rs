//! Runs the server under test as a child process on a free port: collects its log, counts its
//! threads and descriptors, and kills it at the end of the test.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use super::{DEADLINE, proc};

/// Variables that change what the server does. A test starts the server without them, since the
/// user who runs the tests may have set some.
const SETTINGS: [&str; 7] =
    ["PORT", "WS_PORT", "HOST", "RUST_LOG", "MAX_CLIENTS", "RUST_BACKTRACE", "NO_COLOR"];

/// A program that never stops writing must not fill the memory of its test.
const MAX_LINES: usize = 100_000;

/// How many lines of the log a failed test shows.
const LAST_LINES: usize = 40;

/// How long `observe` watches a server.
const OBSERVATION: Duration = Duration::from_millis(500);

/// How long `eventually` waits before it checks its condition again.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// A running server. Dropping it kills the process.
pub struct Server {
    child: Child,
    port: u16,
    first_line: String,
    output: Arc<Lines>,
    log: Arc<Lines>,
}

impl Server {
    /// Starts this package's `chat-server` on a free port.
    pub fn start() -> Server {
        Server::start_with(&[])
    }

    /// Starts it with these environment variables as well.
    pub fn start_with(variables: &[(&str, &str)]) -> Server {
        let mut command = chat_server();
        command.envs(variables.iter().copied());
        Server::launch(command).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Starts any program that prints its room's address on the first line of standard output, as
    /// `chat-server` does. `Err` is a sentence that says why there is no room.
    pub fn launch(mut command: Command) -> Result<Server, String> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {command:?}: {error}"))?;
        let (first_lines, first) = mpsc::channel();
        let output = Lines::collect(child.stdout.take().expect("stdout is piped"), move |line| {
            // After the first line, the receiver is gone.
            let _ = first_lines.send(line.to_string());
        });
        let log = Lines::collect(child.stderr.take().expect("stderr is piped"), |_| ());
        // From here on, dropping this value kills the child, also on an early return.
        let mut server = Server { child, port: 0, first_line: String::new(), output, log };
        server.first_line = server.wait_for_first_line(&first)?;
        server.port = port_in(&server.first_line)
            .ok_or_else(|| format!("no ws:// address with a port in {:?}", server.first_line))?;
        Ok(server)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host and port, for connecting.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The room's WebSocket address.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/", self.port)
    }

    pub fn first_line(&self) -> &str {
        &self.first_line
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The server's standard error so far.
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// Closes the pipe of standard error after its next line, like a log reader that ends. `talk`
    /// must make the server write that line.
    pub fn close_the_log(&self, talk: impl FnOnce()) {
        self.log.locked().is_unwanted = true;
        talk();
        assert!(self.log.wait_for_the_end(DEADLINE), "no line of the log within {DEADLINE:?}");
    }

    /// Reads nothing more from standard error, like a terminal after Ctrl+S.
    pub fn stop_reading_the_log(&self) {
        self.log.locked().is_paused = true;
    }

    pub fn read_the_log_again(&self) {
        self.log.locked().is_paused = false;
        self.log.more.notify_all();
    }

    /// The server's standard output so far.
    pub fn output(&self) -> String {
        self.output.text()
    }

    /// Waits for a log line that contains `part`, and returns it.
    pub fn wait_for_log(&self, part: &str) -> String {
        self.wait_for_logs(part, 1).remove(0)
    }

    /// Waits for `count` log lines that contain `part`, and returns all such lines.
    pub fn wait_for_logs(&self, part: &str, count: usize) -> Vec<String> {
        let found = self.log.wait_for(part, count, DEADLINE);
        assert!(
            found.len() >= count,
            "waited {DEADLINE:?} for {count} log lines with {part:?}; the log:\n{}",
            self.log()
        );
        found
    }

    /// How the process ended, or `None` while it runs.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child's status can be asked for")
    }

    /// Kills the process, and returns everything that it wrote to standard error.
    pub fn end(&mut self) -> String {
        kill(&mut self.child);
        self.log.wait_for_the_end(DEADLINE);
        self.log()
    }

    /// The process's threads and descriptors now. `None` if the platform does not tell.
    pub fn footprint(&self) -> Option<Footprint> {
        Footprint::of(&self.child.id().to_string())
    }

    /// The process's memory now, in bytes. `None` if the platform does not tell.
    pub fn memory(&self) -> Option<usize> {
        Some(proc::resident(self.child.id())? * 1024)
    }

    /// Watches for half a second how busy the process is. `None` if the platform does not tell.
    pub fn observe(&self) -> Option<Activity> {
        let now = || self.busy().zip(self.wake_ups());
        let (start, before) = (Instant::now(), now());
        thread::sleep(OBSERVATION);
        let ((busy_before, wake_ups_before), (busy, wake_ups)) = before.zip(now())?;
        Some(Activity {
            busy: busy - busy_before,
            wake_ups: wake_ups.saturating_sub(wake_ups_before), // a thread may have ended
            of: start.elapsed(),
        })
    }

    /// The CPU time of the process so far. `None` if the platform does not tell.
    fn busy(&self) -> Option<Duration> {
        Some(Duration::from_millis(10 * proc::ticks(self.child.id())?))
    }

    /// How often the process's threads have stopped to wait for something, in total so far. `None`
    /// if the platform does not tell.
    fn wake_ups(&self) -> Option<u64> {
        let of_thread = |task: std::fs::DirEntry| {
            let status = std::fs::read_to_string(task.path().join("status")).ok()?;
            let mut lines = status.lines();
            let count = lines.find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
            count.trim().parse::<u64>().ok()
        };
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.id())).ok()?;
        Some(tasks.flatten().filter_map(of_thread).sum())
    }

    /// Waits until no client thread is left. Their names begin with `client`.
    pub fn wait_until_no_client_thread_is_left(&self) {
        let mut names = Vec::new();
        let are_gone = eventually(DEADLINE, || {
            names = self.thread_names();
            !names.iter().any(|name| name.starts_with("client"))
        });
        assert!(are_gone, "client threads are left after {DEADLINE:?}: {names:?}");
    }

    /// The names of the server's threads, or no names if the platform does not tell.
    pub fn thread_names(&self) -> Vec<String> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let name = |task: std::fs::DirEntry| {
            // If a thread has ended since it was listed, this file is gone.
            Some(std::fs::read_to_string(task.path().join("comm")).ok()?.trim().to_string())
        };
        tasks.into_iter().flatten().flatten().filter_map(name).collect()
    }

    /// Waits until the server has no more threads and descriptors than `before`.
    pub fn wait_until_back_to(&self, before: Option<Footprint>) {
        let Some(before) = before else { return };
        let mut now = before;
        let came_back = eventually(DEADLINE, || {
            now = self.footprint().expect("/proc has told this before");
            now.threads <= before.threads && now.descriptors <= before.descriptors
        });
        assert!(
            came_back,
            "{now} after the clients left, but {before} before they came; the log:\n{}",
            self.log()
        );
    }

    fn wait_for_first_line(&mut self, first: &Receiver<String>) -> Result<String, String> {
        first.recv_timeout(DEADLINE).map_err(|error| {
            let state = match error {
                RecvTimeoutError::Timeout => format!("no first line within {DEADLINE:?}"),
                RecvTimeoutError::Disconnected => {
                    self.log.wait_for_the_end(DEADLINE);
                    "the server ended before its first line".to_string()
                }
            };
            format!("{state}; its log:\n{}", self.log())
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let log = self.end();
        if thread::panicking() {
            let lines: Vec<&str> = log.lines().collect();
            let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
            eprintln!("--- the end of the server's log:\n{}\n---", last.join("\n"));
        }
    }
}

/// A port that nobody listens on. It is below those that a system gives out for port 0: these begin
/// at 32768 on Linux, and at 49152 on Windows and macOS.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Several test programs may run at the same time, so each begins at another port.
    let start = 20_000 + (std::process::id() % 10_000) as u16;
    let ports = std::iter::repeat_with(|| start + NEXT.fetch_add(1, Ordering::Relaxed) % 1000);
    let mut free = ports.filter(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok());
    free.next().expect("the ports have no end")
}

/// The command that starts this package's server with PORT=0 and no other settings.
pub fn chat_server() -> Command {
    // Not `env!`: another package may include this file, and has no `chat-server`.
    let Some(program) = option_env!("CARGO_BIN_EXE_chat-server") else {
        panic!("this package has no chat-server: give the program to Server::launch");
    };
    server_command(Path::new(program))
}

/// The command that starts a server program with PORT=0 and no other settings.
pub fn server_command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for name in SETTINGS {
        command.env_remove(name);
    }
    command.env("PORT", "0");
    command
}

/// A program that has ended: its exit code, standard output and standard error.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub output: String,
    pub log: String,
}

/// Runs a program, which must end by itself before the deadline.
pub fn run_to_its_end(mut command: Command) -> Ended {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let output = read_all(child.stdout.take().expect("stdout is piped"));
    let log = read_all(child.stderr.take().expect("stderr is piped"));
    let status = end_of(&mut child);
    let (output, log) = (output.join().unwrap(), log.join().unwrap());
    let Some(status) = status else {
        panic!("{command:?} did not end within {DEADLINE:?}; it wrote:\n{output}{log}");
    };
    Ended { code: status.code(), output, log }
}

/// Waits until a program ends by itself. At the deadline, kills it and returns `None`.
pub fn end_of(child: &mut Child) -> Option<ExitStatus> {
    let mut status = None;
    eventually(DEADLINE, || {
        status = child.try_wait().expect("a child has a status");
        status.is_some()
    });
    kill(child);
    status
}

/// Kills a program if it still runs.
fn kill(child: &mut Child) {
    // An error means that it has already ended.
    let _ = child.kill();
    let _ = child.wait();
}

/// Checks again and again until `is_so` returns true. Returns false if the deadline passes first.
/// Use this only if there is nothing to block on, as with numbers in `/proc`.
pub fn eventually(deadline: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if is_so() {
            return true;
        }
        if start.elapsed() > deadline {
            return false;
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// What a process did while it was observed.
pub struct Activity {
    /// The CPU time that it used.
    pub busy: Duration,
    /// How often its threads stopped to wait for something.
    pub wake_ups: u64,
    /// How long it was observed.
    pub of: Duration,
}

/// The system resources that a process holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint {
    pub threads: usize,
    pub descriptors: usize,
}

impl Footprint {
    /// `process` is an id, or `self`. Only Linux has these numbers, in `/proc`.
    pub fn of(process: &str) -> Option<Footprint> {
        let entries =
            |of: &str| Some(std::fs::read_dir(format!("/proc/{process}/{of}")).ok()?.count());
        Some(Footprint { threads: entries("task")?, descriptors: entries("fd")? })
    }
}

impl fmt::Display for Footprint {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} threads and {} descriptors", self.threads, self.descriptors)
    }
}

/// The lines that a program writes. A thread collects them, so that the program never waits.
struct Lines {
    written: Mutex<Written>,
    more: Condvar,
}

#[derive(Default)]
struct Written {
    lines: Vec<String>,
    is_unwanted: bool,
    is_paused: bool,
    ended: bool,
}

impl Lines {
    fn collect(
        from: impl Read + Send + 'static,
        on_line: impl Fn(&str) + Send + 'static,
    ) -> Arc<Lines> {
        let lines = Arc::new(Lines { written: Mutex::default(), more: Condvar::new() });
        let collector = Arc::clone(&lines);
        thread::spawn(move || {
            let mut from = BufReader::new(from);
            let mut line = Vec::new();
            // Not `lines()`: it would stop at a line that is not UTF-8.
            while from.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
                let text = String::from_utf8_lossy(&line).trim_end().to_string();
                on_line(&text);
                collector.add(text);
                line.clear();
                let is_paused = |written: &mut Written| written.is_paused;
                let goes_on = collector.more.wait_while(collector.locked(), is_paused);
                if goes_on.expect("no reader panics").is_unwanted {
                    break;
                }
            }
            drop(from);
            collector.locked().ended = true;
            collector.more.notify_all();
        });
        lines
    }

    fn add(&self, line: String) {
        let mut written = self.locked();
        if written.lines.len() < MAX_LINES {
            written.lines.push(line);
        }
        self.more.notify_all();
    }

    fn text(&self) -> String {
        self.locked().lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// Returns the lines that contain `part`, as soon as there are `count` of them, or at the
    /// deadline.
    fn wait_for(&self, part: &str, count: usize, deadline: Duration) -> Vec<String> {
        let found = |written: &Written| -> Vec<String> {
            written.lines.iter().filter(|line| line.contains(part)).cloned().collect()
        };
        let missing = |written: &mut Written| found(written).len() < count && !written.ended;
        let (written, _) = self
            .more
            .wait_timeout_while(self.locked(), deadline, missing)
            .expect("no collector panics");
        found(&written)
    }

    /// Returns whether the end came before the deadline.
    fn wait_for_the_end(&self, deadline: Duration) -> bool {
        let goes_on = |written: &mut Written| !written.ended;
        let waited = self.more.wait_timeout_while(self.locked(), deadline, goes_on);
        waited.expect("no collector panics").0.ended
    }

    fn locked(&self) -> MutexGuard<'_, Written> {
        self.written.lock().expect("no collector panics")
    }
}

fn read_all(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut all = Vec::new();
        // After an error, return everything that came before it.
        let _ = from.read_to_end(&mut all);
        String::from_utf8_lossy(&all).into_owned()
    })
}

/// The port in the first `ws://host:port/` of a line.
fn port_in(line: &str) -> Option<u16> {
    let (_, address) = line.split_once("ws://")?;
    let (host_and_port, _) = address.split_once('/')?;
    let (_, port) = host_and_port.rsplit_once(':')?;
    port.parse().ok()
}
