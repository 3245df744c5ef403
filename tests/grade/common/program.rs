//! The student's program as a child process. The grader reads everything that it writes, and
//! keeps little of it.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, Read},
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

use super::log_line::{Relay, relay_in};
use super::{recording::Recording, verdict::short};
use crate::{
    Exercise,
    support::{
        proc,
        process::{eventually, server_command},
    },
};

/// A start takes milliseconds; on a busy machine, a second.
const START: Duration = Duration::from_secs(10);

/// If a program writes without end, this many of its first lines and of its last lines are kept.
const KEPT_LINES: usize = 200;

/// In bytes: a line may be endless too.
const LONGEST_LINE: usize = 1000;

/// How long a written line may take to arrive here.
const MOMENT: Duration = Duration::from_millis(300);

/// The room logs this for a text that is not JSON, whatever is in the holes: a fence for the log.
const MARK: &str = "we cannot use: not JSON";

/// Lines of the clients' threads: the number of bytes that they read says nothing about the room.
const FROM_A_CLIENT: &str = "::client@";

/// Debug lines of these modules tell what the threads do. They say nothing about the room either,
/// and there are so many that they would push the others out.
const ABOUT_THREADS: [&str; 4] = ["::accept@", "::allowance@", "::broadcaster@", "::outbox@"];

/// How long a mark may take to arrive. If the room has other words for it, each wait lasts this
/// long.
const MARK_COMES: Duration = Duration::from_secs(1);

/// Once a mark has come, the words are known, and the next one is only late: on a busy machine the
/// log may be. The exercises take what is in it, and in which step, for evidence.
const LATE_MARK_COMES: Duration = Duration::from_secs(6);

/// In KiB: more memory than the room ever needs, and less than hurts a laptop.
const MOST_MEMORY: usize = 256 * 1024;

/// How long the list of a program's processes is good enough.
const FAMILY_LASTS: Duration = Duration::from_millis(500);

/// If the grader is root, this user runs the student's program: `nobody`, who owns nothing. So the
/// program cannot touch the result, nor the grader.
#[cfg(unix)]
const NOBODY: u32 = 65534;

/// The processes of all programs that run now, and the thread that started each.
static RUNNING: Mutex<BTreeMap<u32, ThreadId>> = Mutex::new(BTreeMap::new());

/// A running server. Dropping it kills the process.
pub struct Program {
    child: Child,
    pub port: u16,
    log: Arc<Log>,
    address: Mutex<mpsc::Receiver<u16>>,
    /// The process and what it has started, and when that was looked up.
    family: Mutex<Option<(Instant, Vec<u32>)>>,
}

impl Program {
    /// Starts the process with the debug log. `Err` is a sentence that says why there is none. The
    /// student is not to blame for that: the program is there.
    pub fn spawn(program: &Path) -> Result<Program, String> {
        Program::launch(server_command(program).env("RUST_LOG", "debug"))
    }

    /// Starts it as a person does: with a port of its own, and with the usual log.
    pub fn spawn_unwatched(program: &Path) -> Result<Program, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let port = listener.and_then(|listener| Ok(listener.local_addr()?.port()));
        let port = port.map_err(|error| format!("there is no free port: {error}"))?;
        Program::launch(server_command(program).env("PORT", port.to_string()))
    }

    fn launch(command: &mut Command) -> Result<Program, String> {
        let mut child =
            spawn(command).map_err(|error| format!("the server cannot be started: {error}"))?;
        running().insert(child.id(), thread::current().id());
        let (ports, address) = mpsc::channel();
        let output = child.stdout.take().expect("stdout is piped");
        let errors = child.stderr.take().expect("stderr is piped");
        let log = Arc::new(Log::default());
        let written = Arc::clone(&log);
        thread::spawn(move || {
            for_each_line(output, |line| {
                written.locked().lines += 1;
                if let Some(port) = port_in(line) {
                    let _ = ports.send(port); // only the first one is waited for
                }
            });
        });
        let written = Arc::clone(&log);
        thread::spawn(move || for_each_line(errors, |line| written.add(line)));
        // From here on the child ends with this value.
        Ok(Program { child, port: 0, log, address: Mutex::new(address), family: Mutex::default() })
    }

    /// Waits until it has told its free port. `Err` is a sentence that says why there is no room.
    pub fn wait_for_the_address(&mut self) -> Result<(), String> {
        let address = self.address.get_mut().expect("only this reads it");
        self.port = match address.recv_timeout(START) {
            Ok(port) => port,
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!(
                    "it did not print the room's address (ws://…) within {START:?}"
                ));
            }
            Err(RecvTimeoutError::Disconnected) => return Err(self.how_it_ended()),
        };
        Ok(())
    }

    /// How the process ended, or `None` while it runs.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Whether it ends by itself in the next moment: its connections close a little earlier.
    pub fn ends_soon(&mut self) -> bool {
        eventually(Duration::from_millis(500), || self.ended().is_some())
    }

    /// A sentence about a program that has ended.
    pub fn how_it_ended(&mut self) -> String {
        self.ends_soon();
        let status = self.ended().map_or("still running".to_string(), |status| status.to_string());
        match self.log.panic() {
            Some(panic) => format!("the program ended ({status}) after a panic:\n{panic}"),
            None => format!("the program ended ({status})"),
        }
    }

    pub fn kill(&mut self) {
        kill_group(self.child.id());
        let _ = self.child.kill(); // an error means that it has ended already
    }

    /// Kills the programs of all exercises.
    pub fn kill_all() {
        Program::kill_some(|_| true);
    }

    /// Kills the programs that this thread has started.
    pub fn kill_those_of(thread: ThreadId) {
        Program::kill_some(|started_by| started_by == thread);
    }

    fn kill_some(is_meant: impl Fn(ThreadId) -> bool) {
        for (id, _) in running().iter().filter(|(_, started_by)| is_meant(**started_by)) {
            kill_group(*id);
            end(*id);
        }
    }

    /// Whether it holds more memory than any room needs; `false` where the system does not tell.
    pub fn is_too_big(&self) -> bool {
        self.resident().is_some_and(|kib| kib > MOST_MEMORY)
    }

    /// The memory that it holds, in KiB, from the system's own tools. On Linux this counts the
    /// processes that it has started too: the program may run inside a sandbox's process.
    pub fn resident(&self) -> Option<usize> {
        let id = self.child.id();
        if cfg!(target_os = "linux") {
            let sizes: Vec<usize> = self.family().into_iter().filter_map(proc::resident).collect();
            return (!sizes.is_empty()).then(|| sizes.iter().sum());
        }
        let output = if cfg!(windows) {
            let filter = format!("PID eq {id}");
            Command::new("tasklist").args(["/NH", "/FO", "CSV", "/FI", &filter]).output()
        } else {
            Command::new("ps").args(["-o", "rss=", "-p", &id.to_string()]).output()
        };
        let line = String::from_utf8_lossy(&output.ok()?.stdout).into_owned();
        // The last column of Windows' CSV.
        number_in(line.rsplit("\",\"").next()?)
    }

    /// The processor time that it and its processes have used, in the system's ticks; `None` where
    /// the system does not tell.
    pub fn ticks(&self) -> Option<u64> {
        let ticks: Vec<u64> = self.family().into_iter().filter_map(proc::ticks).collect();
        (!ticks.is_empty()).then(|| ticks.iter().sum())
    }

    /// The process and everything that it has started. It is looked up only now and then: the
    /// exercises ask at every message.
    fn family(&self) -> Vec<u32> {
        let mut known = self.family.lock().unwrap_or_else(PoisonError::into_inner);
        match known.as_ref() {
            Some((when, family)) if when.elapsed() < FAMILY_LASTS => family.clone(),
            _ => {
                let family = proc::family(self.child.id());
                *known = Some((Instant::now(), family.clone()));
                family
            }
        }
    }

    pub fn log(&self) -> &Log {
        &self.log
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
        let _ = self.child.wait();
        running().remove(&self.child.id());
        self.log.locked().recording.keep();
    }
}

fn running() -> MutexGuard<'static, BTreeMap<u32, ThreadId>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the student's program, as another user if that is possible.
fn spawn(command: &mut Command) -> io::Result<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    if is_root() {
        use std::os::unix::process::CommandExt;
        // Its own group: whatever it leaves behind ends with it.
        let as_nobody = command.uid(NOBODY).gid(NOBODY).process_group(0).spawn();
        // In root's home, nobody else may run a program.
        return as_nobody.or_else(|_| command.uid(0).gid(0).spawn());
    }
    command.spawn()
}

fn is_root() -> bool {
    static IS_ROOT: OnceLock<bool> = OnceLock::new();
    let ask = || Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    *IS_ROOT.get_or_init(|| cfg!(unix) && ask())
}

/// Kills the process group that `spawn` has made; without root there is none.
fn kill_group(id: u32) {
    if is_root() {
        // An error means that all of it has ended already.
        let _ = Command::new("kill")
            .args(["-KILL", "--", &format!("-{id}")])
            .stderr(Stdio::null())
            .status();
    }
}

/// Ends a process by the system's own tools.
fn end(id: u32) {
    let (program, arguments): (_, &[&str]) = match cfg!(windows) {
        true => ("taskkill", &["/F", "/T", "/PID"]),
        false => ("kill", &["-KILL"]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(id.to_string());
    // An error means that it has ended already.
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

fn number_in(text: &str) -> Option<usize> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The parts of standard error that the grader needs.
#[derive(Default)]
pub struct Log {
    written: Mutex<Written>,
    more: Condvar,
}

#[derive(Default)]
struct Written {
    recording: Recording,
    first: Vec<String>,
    last: VecDeque<String>,
    /// On standard output too.
    lines: usize,
    /// How often the room began to relay something.
    relays: usize,
    /// The last of them.
    last_relay: Relay,
    /// What the last line told of a relay, if it did.
    was_relay: Option<Relay>,
    /// Whether the room's line also stands in a student's code, which then tells each relay again.
    has_copies: bool,
    /// How many marks came, the lines between the last two, and the lines after the last.
    marks: usize,
    before_mark: Vec<String>,
    since_mark: Vec<String>,
}

impl Log {
    fn add(&self, line: &str) {
        let mut written = self.locked();
        written.recording.add(line);
        if line.starts_with("DEBUG [") && ABOUT_THREADS.iter().any(|it| line.contains(it)) {
            return;
        }
        written.lines += 1;
        let relay = relay_in(line);
        let is_copy = written.has_copies && relay.is_some() && written.was_relay == relay;
        written.was_relay.clone_from(&relay);
        if let Some(relay) = relay.filter(|_| !is_copy) {
            written.relays += 1;
            written.last_relay = relay;
        }
        if line.contains(MARK) {
            written.marks += 1;
            written.before_mark = std::mem::take(&mut written.since_mark);
        } else if written.since_mark.len() < KEPT_LINES && !line.contains(FROM_A_CLIENT) {
            written.since_mark.push(line.to_string());
        }
        if written.first.len() < KEPT_LINES {
            written.first.push(line.to_string());
        } else {
            if written.last.len() == KEPT_LINES {
                written.last.pop_front();
            }
            written.last.push_back(line.to_string());
        }
        self.more.notify_all();
    }

    /// How many lines were written so far.
    pub fn lines(&self) -> usize {
        self.locked().lines
    }

    /// Whether a line with this text was read.
    pub fn has(&self, part: &str) -> bool {
        let written = self.locked();
        written.first.iter().chain(&written.last).any(|line| line.contains(part))
    }

    /// The lines with this text, as far as they were kept.
    pub fn lines_with(&self, part: &str) -> Vec<String> {
        let written = self.locked();
        let lines = written.first.iter().chain(&written.last);
        lines.filter(|line| line.contains(part)).cloned().collect()
    }

    /// Waits a moment for lines with this text. Returns how many there are.
    pub fn wait_for(&self, part: &str, count: usize) -> usize {
        let found = |written: &Written| {
            let lines = written.first.iter().chain(&written.last);
            lines.filter(|line| line.contains(part)).count()
        };
        let is_missing = |written: &mut Written| found(written) < count;
        let waited = self.more.wait_timeout_while(self.locked(), MOMENT, is_missing);
        found(&waited.expect("no collector panics").0)
    }

    /// Takes several equal lines about a relay, one behind the other, for one relay.
    pub fn expect_copies(&self) {
        self.locked().has_copies = true;
    }

    /// How often `relay` was called so far.
    pub fn relays(&self) -> usize {
        self.locked().relays
    }

    /// The last relay, if there have been more than this many.
    pub fn relayed_since(&self, relays: usize) -> Option<Relay> {
        let written = self.locked();
        (written.relays > relays).then(|| written.last_relay.clone())
    }

    /// How many marks came so far.
    pub fn marks(&self) -> usize {
        self.locked().marks
    }

    /// Waits for the next mark after this many, and returns the lines before it.
    pub fn before_next_mark(&self, marks: usize) -> Vec<String> {
        let is_missing = |written: &mut Written| written.marks <= marks;
        let patience = if marks > 0 { LATE_MARK_COMES } else { MARK_COMES };
        let waited = self.more.wait_timeout_while(self.locked(), patience, is_missing);
        let mut written = waited.expect("no collector panics").0;
        let lines =
            if written.marks > marks { &mut written.before_mark } else { &mut written.since_mark };
        std::mem::take(lines)
    }

    /// Whether a panic was read already.
    pub fn has_panicked(&self) -> bool {
        panic_in(&self.locked()).is_some()
    }

    /// The place and the message of a panic, on two lines; waits a moment for it.
    pub fn panic(&self) -> Option<String> {
        let is_missing = |written: &mut Written| panic_in(written).is_none();
        let waited = self.more.wait_timeout_while(self.locked(), MOMENT, is_missing);
        panic_in(&waited.expect("no collector panics").0)
    }

    fn locked(&self) -> MutexGuard<'_, Written> {
        self.written.lock().expect("no collector panics")
    }
}

fn panic_in(written: &Written) -> Option<String> {
    let mut lines = written.first.iter().chain(&written.last);
    let place = lines.find(|line| line.contains(" panicked at "))?;
    let message = lines.next()?;
    Some(format!("    {}\n    {}", place.trim(), short(message.trim(), 300)))
}

/// The exercise whose hole a panic's text names: `… panicked at src/room.rs:57:13:`.
pub fn hole_of_panic(panic: &str) -> Option<Exercise> {
    let (_, place) = panic.split_once(" panicked at ")?;
    let (file, line) = place.lines().next()?.split_once(".rs:")?;
    let line = line.split(':').next()?.parse().ok()?;
    Exercise::at(&format!("{file}.rs"), line)
}

/// Reads to the end, so that the program never has to wait for a reader.
fn for_each_line(mut from: impl Read, mut on_line: impl FnMut(&str)) {
    let mut chunk = [0; 8192];
    let mut line = Vec::new();
    while let Ok(length @ 1..) = from.read(&mut chunk) {
        for (number, part) in chunk[..length].split(|byte| *byte == b'\n').enumerate() {
            if number > 0 {
                on_line(String::from_utf8_lossy(&line).trim_end());
                line.clear();
            }
            let space = LONGEST_LINE - line.len();
            line.extend_from_slice(&part[..part.len().min(space)]);
        }
    }
    if !line.is_empty() {
        on_line(&String::from_utf8_lossy(&line));
    }
}

/// The port in the first `ws://host:port/` of a line.
fn port_in(line: &str) -> Option<u16> {
    let (_, address) = line.split_once("ws://")?;
    let (_, port) = address.split('/').next()?.rsplit_once(':')?;
    port.trim().parse().ok()
}
