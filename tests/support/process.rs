//! The server under test as a child process: on a free port, with its log collected,
//! its threads and descriptors counted, and ended with the test.

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

use super::DEADLINE;

/// Variables that change what the server does: a test sets those that it means,
/// and whoever runs the tests may have others set.
const SETTINGS: [&str; 7] =
    ["PORT", "WS_PORT", "HOST", "RUST_LOG", "MAX_CLIENTS", "RUST_BACKTRACE", "NO_COLOR"];

/// A program that writes without end must not fill the memory of its test.
const MOST_LINES: usize = 100_000;

/// How much of the log a failed test shows.
const LAST_LINES: usize = 40;

/// How long a server is watched.
const OBSERVED: Duration = Duration::from_millis(500);

/// How often a number is looked at again while it is not what it should be.
const GLANCE: Duration = Duration::from_millis(5);

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

    /// The same with more environment variables.
    pub fn start_with(variables: &[(&str, &str)]) -> Server {
        let mut command = chat_server();
        command.envs(variables.iter().copied());
        Server::launch(command).unwrap_or_else(|why| panic!("{why}"))
    }

    /// Starts any program that says on its first line of standard output where its room is,
    /// as `chat-server` does. `Err` tells in a sentence why there is no room.
    pub fn launch(mut command: Command) -> Result<Server, String> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {command:?}: {error}"))?;
        let (first_lines, first) = mpsc::channel();
        let output = Lines::collect(child.stdout.take().expect("stdout is piped"), move |line| {
            // Nobody listens any more after the first line.
            let _ = first_lines.send(line.to_string());
        });
        let log = Lines::collect(child.stderr.take().expect("stderr is piped"), |_| ());
        // From here on the child ends with this value, also on an early return.
        let mut server = Server { child, port: 0, first_line: String::new(), output, log };
        server.first_line = server.wait_for_first_line(&first)?;
        server.port = port_in(&server.first_line)
            .ok_or_else(|| format!("no ws:// address with a port in {:?}", server.first_line))?;
        Ok(server)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host and port, to connect to.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The room's address, as the page would use it.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}/", self.port)
    }

    pub fn first_line(&self) -> &str {
        &self.first_line
    }

    /// The id of the process, as `/proc` and `ps` use it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything on standard error so far.
    pub fn log(&self) -> String {
        self.log.text()
    }

    /// Stops reading standard error after its next line, as a program does that ends before the
    /// one whose output it reads. What `talk` does must bring that line.
    pub fn hang_up_on_the_log(&self, talk: impl FnOnce()) {
        self.log.locked().is_unwanted = true;
        talk();
        assert!(self.log.wait_for_the_end(DEADLINE), "no line of the log within {DEADLINE:?}");
    }

    /// Everything on standard output so far.
    pub fn output(&self) -> String {
        self.output.text()
    }

    /// Waits for a line of the log that contains `part`, and gives that line.
    pub fn wait_for_log(&self, part: &str) -> String {
        self.wait_for_logs(part, 1).remove(0)
    }

    /// Waits for so many lines of the log that contain `part`, and gives these lines.
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

    /// Ends the process, and gives all that it wrote to standard error.
    pub fn end(&mut self) -> String {
        kill(&mut self.child);
        self.log.wait_for_the_end(DEADLINE);
        self.log()
    }

    /// Threads and descriptors of the process now; `None` where the platform does not tell.
    pub fn footprint(&self) -> Option<Footprint> {
        Footprint::of(&self.child.id().to_string())
    }

    /// Bytes of memory that the process holds now; `None` where the platform does not tell.
    pub fn memory(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: usize = resident.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kib * 1024)
    }

    /// Watches the process for half a second, for how busy it is can only be seen over a time;
    /// `None`, after that time, where the platform does not tell.
    pub fn observe(&self) -> Option<Activity> {
        let now = || self.busy().zip(self.wake_ups());
        let (start, before) = (Instant::now(), now());
        thread::sleep(OBSERVED);
        let ((busy_before, wake_ups_before), (busy, wake_ups)) = before.zip(now())?;
        Some(Activity {
            busy: busy - busy_before,
            wake_ups: wake_ups.saturating_sub(wake_ups_before), // a thread may have ended
            of: start.elapsed(),
        })
    }

    /// How long the process has used a processor so far; `None` where the platform does not
    /// tell.
    fn busy(&self) -> Option<Duration> {
        // Fields 14 and 15, user and system, in hundredths of a second: see proc_pid_stat(5).
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).ok()?;
        let (_, after_name) = stat.rsplit_once(") ")?;
        let ticks = after_name.split(' ').skip(11).take(2).map(str::parse::<u64>);
        Some(Duration::from_millis(10 * ticks.sum::<Result<u64, _>>().ok()?))
    }

    /// How often the threads of the process have waited for something and gone on, all in all;
    /// `None` where the platform does not tell.
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

    /// Waits until no thread serves a client; their names begin with `client`.
    pub fn wait_until_no_client_thread_is_left(&self) {
        let mut names = Vec::new();
        let are_gone = eventually(DEADLINE, || {
            names = self.thread_names();
            !names.iter().any(|name| name.starts_with("client"))
        });
        assert!(are_gone, "{DEADLINE:?} after the last client: {names:?}");
    }

    /// The names of the threads; empty where the platform does not tell.
    pub fn thread_names(&self) -> Vec<String> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let name = |task: std::fs::DirEntry| {
            // A thread may end between the listing and this; then it has no name.
            Some(std::fs::read_to_string(task.path().join("comm")).ok()?.trim().to_string())
        };
        tasks.into_iter().flatten().flatten().filter_map(name).collect()
    }

    /// Waits until no more threads and descriptors are in use than in `before`.
    pub fn wait_until_back_to(&self, before: Option<Footprint>) {
        let Some(before) = before else { return };
        let mut now = before;
        let came_back = eventually(DEADLINE, || {
            now = self.footprint().expect("/proc tells what it told before");
            now.threads <= before.threads && now.descriptors <= before.descriptors
        });
        assert!(
            came_back,
            "{DEADLINE:?} after the clients went: {now}, before they came: {before}; the log:\n{}",
            self.log()
        );
    }

    fn wait_for_first_line(&mut self, first: &Receiver<String>) -> Result<String, String> {
        first.recv_timeout(DEADLINE).map_err(|error| {
            let state = match error {
                RecvTimeoutError::Timeout => format!("no first line within {DEADLINE:?}"),
                RecvTimeoutError::Disconnected => {
                    self.log.wait_for_the_end(DEADLINE);
                    "the server ended at its start".to_string()
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

/// A port that nobody listens on. The system gives it to nobody else who asks for any port: Linux
/// takes those from 32768 up, Windows and macOS from 49152 up.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Each test program begins elsewhere: several may run at the same time.
    let start = 20_000 + (std::process::id() % 10_000) as u16;
    let ports = std::iter::repeat_with(|| start + NEXT.fetch_add(1, Ordering::Relaxed) % 1000);
    let mut free = ports.filter(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok());
    free.next().expect("the ports have no end")
}

/// This package's server, to be started with PORT=0 and no other settings.
pub fn chat_server() -> Command {
    // `option_env`: another package may include this file and start its own program.
    let Some(program) = option_env!("CARGO_BIN_EXE_chat-server") else {
        panic!("this package has no chat-server: give the program to Server::launch");
    };
    server_command(Path::new(program))
}

/// A server program, to be started with PORT=0 and no other settings.
pub fn server_command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for name in SETTINGS {
        command.env_remove(name);
    }
    command.env("PORT", "0");
    command
}

/// A program that has ended: what it said, and its exit code.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub output: String,
    pub log: String,
}

/// Runs a program that must end by itself within the deadline.
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
        panic!("{command:?} did not end within {DEADLINE:?}; it said:\n{output}{log}");
    };
    Ended { code: status.code(), output, log }
}

/// How a program ended that must end by itself; `None`, and it is killed, when the deadline passed
/// first.
pub fn end_of(child: &mut Child) -> Option<ExitStatus> {
    let mut status = None;
    eventually(DEADLINE, || {
        status = child.try_wait().expect("a child has a status");
        status.is_some()
    });
    kill(child);
    status
}

/// Ends a program if it still runs.
fn kill(child: &mut Child) {
    // An error means that it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}

/// Looks again and again until `is_so`; `false` when the deadline passed first.
/// For what cannot be waited for otherwise, as numbers in `/proc` and the end of a child.
pub fn eventually(deadline: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if is_so() {
            return true;
        }
        if start.elapsed() > deadline {
            return false;
        }
        thread::sleep(GLANCE);
    }
}

/// What a process did in a time.
pub struct Activity {
    /// How long it used a processor.
    pub busy: Duration,
    /// How often its threads had waited for something and went on.
    pub wake_ups: u64,
    /// How long the time was.
    pub of: Duration,
}

/// What a process holds of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint {
    pub threads: usize,
    pub descriptors: usize,
}

impl Footprint {
    /// `process` is an id, or `self`. Linux has these numbers in `/proc`.
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

/// The lines that a program writes, collected by a thread so that the program never waits.
struct Lines {
    written: Mutex<Written>,
    more: Condvar,
}

#[derive(Default)]
struct Written {
    lines: Vec<String>,
    is_unwanted: bool,
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
            // Bytes, not `lines()`: a line that is not UTF-8 must not end the collecting.
            while from.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
                let text = String::from_utf8_lossy(&line).trim_end().to_string();
                on_line(&text);
                collector.add(text);
                line.clear();
                if collector.locked().is_unwanted {
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
        if written.lines.len() < MOST_LINES {
            written.lines.push(line);
        }
        self.more.notify_all();
    }

    fn text(&self) -> String {
        self.locked().lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The lines with `part`, as soon as there are so many, or at the deadline.
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
        // What came before an error is what a test can show.
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
