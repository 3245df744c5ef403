//! The WebSocket protocol, tested by others: the cases of the Autobahn test suite, run by kosoku
//! (<https://pypi.org/project/kosoku/>).
//!
//! The cases expect an echo, and a chat room does not echo. So this test puts an echo in the place
//! of the broadcaster and its room. The client threads and the outboxes are the server's own.
//!
//! Without kosoku, the test is reported as ignored, with the reason. With `CI=true` it fails, so
//! that nobody overlooks it.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde_json::Value;

use chat_server::Settings;
use chat_server::broadcaster::{Event, QUEUE};
use chat_server::client::client;
use chat_server::outbox::Outboxes;
use chat_server::room::{ClientId, Outgoing};
use chat_server::tcp::Connection;

/// Cases that do not run: large messages (9.*, up to 16 MiB) and compression (12.*, 13.*).
const EXCLUDED: [&str; 3] = ["9.*", "12.*", "13.*"];

/// How many cases run.
const CASES: usize = 247;

/// The cases that do not pass: each sends a binary message and waits for its echo. The server does
/// not recognize binary messages, so it does not even pass them on to the echo.
const NOT_PASSED: [&str; 8] =
    ["1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.2.6", "1.2.7", "1.2.8"];

/// The suite's words for a server that conforms to the protocol. NON-STRICT is one that does not do
/// what the protocol only recommends. INFORMATIONAL is a case that the protocol leaves open.
const PASSED: [&str; 3] = ["OK", "NON-STRICT", "INFORMATIONAL"];

/// How long all cases may take together. They take less than a minute, mostly spent on waiting.
const DEADLINE: Duration = Duration::from_secs(180);

/// How often the test looks whether kosoku has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// How soon the echo tries again to write to a client whose socket was full.
const RETRY: Duration = Duration::from_millis(5);

fn main() -> ExitCode {
    let name = "all_cases_pass_but_those_with_binary_messages";
    let trial = Trial::ignorable_test(name, || match find_kosoku() {
        Ok(kosoku) => test(&kosoku).map(|()| Completion::Completed),
        Err(why) if env::var_os("CI").is_some_and(|ci| ci == "true") => {
            Err(format!("CI must run this test, but {why}").into())
        }
        Err(why) => Ok(Completion::ignored_with(why)),
    });
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

fn test(kosoku: &Path) -> Result<(), Failed> {
    let port = start_echo()?;
    let mut suite = Suite::start(kosoku, port)?;
    suite.wait_for_the_end()?;
    let reports = suite.reports()?;
    println!("{}", summary(&reports));
    if reports.len() != CASES {
        let said = suite.said();
        return Err(
            format!("{} cases ran, not {CASES}; kosoku said:\n{said}", reports.len()).into()
        );
    }
    let expected = BTreeSet::from(NOT_PASSED);
    let failed = reports.iter().filter(|(_, report)| !PASSED.contains(&verdict(report)));
    let failed: BTreeSet<&str> = failed.map(|(id, _)| id.as_str()).collect();
    let mut complaints: Vec<String> =
        failed.difference(&expected).map(|&id| complaint(&reports[id])).collect();
    for id in expected.difference(&failed) {
        complaints.push(format!("{id} passes now: take it out of NOT_PASSED."));
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n\n").into()) }
}

/// Looks for a kosoku that starts. `Err` is a sentence that says why there is none.
fn find_kosoku() -> Result<PathBuf, String> {
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/autobahn").join(scripts);
    for program in [PathBuf::from("kosoku"), venv.join("kosoku")] {
        let help = Command::new(&program).arg("--help").output();
        if help.is_ok_and(|help| help.status.success()) {
            return Ok(program);
        }
    }
    Err("there is no kosoku that starts, neither on PATH nor in target/autobahn. To install it: \
         python3 -m venv target/autobahn && target/autobahn/bin/pip install kosoku"
        .to_string())
}

/// Starts the server with an echo in it, and returns its port. It runs as long as this process.
fn start_echo() -> io::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    let (events, queue) = crossbeam_channel::bounded(QUEUE);
    thread::spawn(move || echo_loop(&queue));
    thread::spawn(move || accept_loop(&listener, &events));
    Ok(port)
}

fn accept_loop(listener: &TcpListener, events: &Sender<(ClientId, Event)>) {
    let settings = Arc::new(Settings::default());
    let seat = Arc::new(());
    for number in 1.. {
        let (stream, _) = listener.accept().expect("one client at a time can be accepted");
        let connection = Arc::new(Connection::new(stream, seat.clone()));
        let (events, settings) = (events.clone(), settings.clone());
        thread::spawn(move || client(ClientId(number), connection, events, settings, false));
    }
}

/// Does what the broadcaster does, but each message goes back to its sender.
fn echo_loop(events: &Receiver<(ClientId, Event)>) {
    let mut outboxes = Outboxes::default();
    loop {
        let patience = if outboxes.is_idle() { Duration::MAX } else { RETRY };
        match events.recv_timeout(patience) {
            Ok((id, event)) => respond(id, event, &mut outboxes),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        outboxes.flush();
    }
}

fn respond(id: ClientId, event: Event, outboxes: &mut Outboxes) {
    match event {
        Event::Connected(connection) => outboxes.open(id, connection),
        // The echo is of texts, whether they are JSON or not.
        Event::Message(text, _) => {
            let message = outboxes.encode(&text);
            outboxes.send(id, message);
        }
        Event::Pong(frame) => outboxes.send_frame(id, &frame),
        Event::Ping => outboxes.ping(id),
        Event::Left(close) => outboxes.close(id, &close),
    }
}

/// Kosoku as a child process. Dropping this kills the process and removes its folder.
struct Suite {
    child: Child,
    folder: Folder,
}

/// Here kosoku leaves its reports and what it says.
struct Folder(PathBuf);

impl Suite {
    fn start(kosoku: &Path, port: u16) -> io::Result<Suite> {
        let name = format!("autobahn-{}", std::process::id());
        let folder = Folder(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        fs::create_dir_all(&folder.0)?;
        let said = File::create(folder.0.join("said.txt"))?;
        let child = Command::new(kosoku)
            .args(["-m", "fuzzingclient"])
            .args(EXCLUDED.iter().flat_map(|cases| ["-x", cases]))
            .arg("-o")
            .arg(&folder.0)
            .arg(format!("127.0.0.1:{port}"))
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said)
            .spawn()?;
        Ok(Suite { child, folder })
    }

    /// Kosoku's exit code does not count: it is 1 when any case does not pass.
    fn wait_for_the_end(&mut self) -> Result<(), String> {
        let start = Instant::now();
        while self.child.try_wait().map_err(|error| error.to_string())?.is_none() {
            if start.elapsed() > DEADLINE {
                return Err(format!("no end within {DEADLINE:?}; kosoku said:\n{}", self.said()));
            }
            thread::sleep(POLL_INTERVAL);
        }
        Ok(())
    }

    fn said(&self) -> String {
        fs::read_to_string(self.folder.0.join("said.txt")).unwrap_or_else(|why| why.to_string())
    }

    /// The report on each case, by the case's id.
    fn reports(&self) -> io::Result<BTreeMap<String, Value>> {
        let mut reports = BTreeMap::new();
        for file in fs::read_dir(&self.folder.0)? {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let report: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
                // The one file without an id is the index.
                if let Some(id) = report["id"].as_str() {
                    reports.insert(id.to_string(), report);
                }
            }
        }
        Ok(reports)
    }
}

impl Drop for Suite {
    fn drop(&mut self) {
        // An error means that it has already ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // If this fails, the folder stays below target/tmp until `cargo clean`.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The suite judges what came and how the connection ended. Returns the word that decides.
fn verdict(report: &Value) -> &str {
    let word = |key: &str| report[key].as_str().unwrap_or("without a word");
    let (behavior, close) = (word("behavior"), word("behaviorClose"));
    if PASSED.contains(&close) { behavior } else { close }
}

/// How many cases got which word, and which cases these are, except for the many that are OK.
fn summary(reports: &BTreeMap<String, Value>) -> String {
    let mut cases: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, report) in reports {
        cases.entry(verdict(report)).or_default().push(id);
    }
    let mut summary = format!("{} cases of the Autobahn test suite:", reports.len());
    for (word, ids) in cases {
        summary += &match word {
            "OK" => format!("\n  {word}: {}", ids.len()),
            _ => format!("\n  {word}: {} ({})", ids.len(), ids.join(", ")),
        };
    }
    summary
}

/// A case that should pass but does not, in the suite's own words.
fn complaint(report: &Value) -> String {
    let word = |key: &str| report[key].as_str().unwrap_or("nothing").trim();
    format!(
        "{} is {} ({} at the close): {}\n  Expected: {}\n  Came: {}\n  {}\n  {}",
        word("id"),
        word("behavior"),
        word("behaviorClose"),
        word("description"),
        word("expectation"),
        report["received"],
        word("result"),
        word("resultClose"),
    )
}
