//! A crowd of simulated students: fills a room for a demonstration, and measures its delays.
//!
//! In: the server's messages to each student. Out: the students' messages, and a table at the end.
//!
//! One thread plays all students: it reads from each student's non-blocking socket in turn.
//! With one thread per student, the delays would include the time to wake it. This thread sleeps
//! only when no message is on its way or due soon, so the delays do not include its sleep.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, thread};

use serde_json::json;
use tungstenite::client::client_with_config;
use tungstenite::handshake::HandshakeError;
use tungstenite::http::{StatusCode, Uri};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Error, WebSocket};

use options::{HELP, Options};
use people::{Dice, names, random};
use record::{Record, Student};
use rude::{Flooder, Sleeper};

// Cargo would build each file directly in src/bin as a program.
#[path = "crowd/options.rs"]
mod options;
#[path = "crowd/people.rs"]
mod people;
#[path = "crowd/record.rs"]
mod record;
#[path = "crowd/rude.rs"]
mod rude;

/// Messages during this time are checked, but not measured: the caches are still cold.
const WARM_UP: Duration = Duration::from_millis(500);
/// The longest sleep when no message is on its way. A ping or a Close waits no longer than this.
const MAX_SLEEP: Duration = Duration::from_millis(10);
/// The thread wakes up this long before a message is due: a core that has slept is slow at first.
const EARLY: Duration = Duration::from_millis(20);
/// While some students still connect, the others read this often.
const LISTEN_INTERVAL: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    // An argument that is not UTF-8 is neither an option nor a host: `Options::parse` refuses it.
    let arguments = env::args_os().skip(1).map(|text| text.to_string_lossy().into_owned());
    match Options::parse(arguments) {
        Ok(Some(options)) => match visit(&options) {
            Ok(all_is_well) => ExitCode::from(if all_is_well { 0 } else { 1 }),
            Err(why) => fail(&why, 1),
        },
        Ok(None) => {
            let _ = write!(io::stdout(), "{HELP}"); // the reader may have gone
            ExitCode::SUCCESS
        }
        Err(why) => fail(&format!("{why} (--help lists the options)"), 2),
    }
}

fn fail(why: &str, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "crowd: {why}");
    ExitCode::from(code)
}

/// The whole visit. Returns whether every message reached every student exactly once, in one order
/// for all, and something was measured.
fn visit(options: &Options) -> Result<bool, String> {
    let mut crowd = Crowd::new(options);
    crowd.connect(options)?;
    crowd.log_in()?;
    crowd.split_off_the_rude(options);
    crowd.talk(options);
    crowd.hear_the_rest();
    let _ = crowd.report(&mut io::stdout().lock()); // the reader may have gone
    let all_is_well = crowd.record.has_no_trouble() && crowd.record.delays.count > 0;
    crowd.leave();
    Ok(all_is_well)
}

// ---------------------------------------------------------------------------------- the crowd

struct Crowd {
    students: Vec<Student>,
    sleepers: Vec<Sleeper>,
    flooders: Vec<Flooder>,
    record: Record,
    dice: Dice,
    progress: Progress,
    patience: Duration,
    unsent: usize, // messages that were due before the end, but were not sent in time
}

impl Crowd {
    fn new(options: &Options) -> Crowd {
        Crowd {
            students: Vec::new(),
            sleepers: Vec::new(),
            flooders: Vec::new(),
            record: Record::new(random() as u32),
            dice: Dice::new(),
            progress: Progress::new(),
            patience: options.patience,
            unsent: 0,
        }
    }

    /// Connects all students, but does not log them in yet.
    fn connect(&mut self, options: &Options) -> Result<(), String> {
        let wanted = options.everyone();
        let asleep = (1..=options.asleep).map(|number| format!("asleep {number}"));
        let flood = (1..=options.flood).map(|number| format!("flood {number}"));
        let mut candidates = resolve(&options.address)?;
        let mut last_listened = Instant::now();
        for name in names().take(options.students).chain(asleep).chain(flood) {
            let count = self.students.len();
            self.progress.show(|| format!("{count} of {wanted} students are connected"));
            let socket =
                connect(options, &candidates).map_err(|why| refusal(why, count, options))?;
            // A host may have several addresses: the next student tries only the one that worked.
            candidates = socket.get_ref().peer_addr().into_iter().collect();
            self.students.push(Student::new(name, socket));
            if last_listened.elapsed() > LISTEN_INTERVAL {
                self.listen(); // a server cuts off clients that do not answer its pings
                last_listened = Instant::now();
            }
        }
        Ok(())
    }

    /// Logs all students in. When all have heard a first message, no older one is on its way.
    fn log_in(&mut self) -> Result<(), String> {
        for i in 0..self.students.len() {
            let login = json!({"type": "login", "username": self.students[i].name});
            self.students[i].send(login.to_string());
            if i % 16 == 0 {
                self.listen(); // each login sends the roster to everyone: nobody may fall behind
            }
        }
        self.wait("are logged in", |student, _| student.is_logged_in);
        if let Some(student) = self.students.iter().find(|student| !student.is_logged_in) {
            let why = student.gone.as_deref().unwrap_or("no login message came back");
            return Err(format!("{} could not log in: {why}", student.name));
        }
        self.say(0, "Good morning!", false);
        self.wait("have heard the first message", Student::has_heard_all);
        Ok(())
    }

    /// Everyone has logged in. From now on, the last of the students are rude.
    fn split_off_the_rude(&mut self, options: &Options) {
        let mut rude = self.students.split_off(options.students);
        let flooders = rude.split_off(options.asleep);
        self.sleepers = rude.into_iter().map(Sleeper::new).collect();
        self.flooders = flooders.into_iter().map(Flooder::new).collect();
    }

    /// An open loop: sends messages at a fixed rate, even if the server cannot keep up.
    fn talk(&mut self, options: &Options) {
        let per_second = options.messages_per_minute / 60.0 * options.students as f64;
        let gap = Duration::from_secs_f64(1.0 / per_second);
        let mut due = Instant::now();
        let measured = due + WARM_UP;
        let end = measured + options.time;
        self.record.measured = measured..measured;
        self.record.padding = rude::padding(&self.sleepers, per_second);
        while Instant::now() < end && self.students.iter().any(Student::is_here) {
            // At most one message each, then read: a server cuts off clients that never read.
            for _ in 0..options.students {
                let now = Instant::now();
                if now < due || now >= end {
                    break;
                }
                let (speaker, text) = (self.dice.roll(options.students), self.dice.sentence());
                self.say(speaker, &text, now >= measured);
                due += gap;
            }
            self.listen();
            self.flooders.iter_mut().for_each(Flooder::flood);
            self.sleep_until_due(due);
            self.progress.show(|| {
                let (said, p50) = (self.record.said.len(), self.record.delays.percentile(50));
                let left = end.saturating_duration_since(Instant::now()).as_secs();
                format!("{said} messages, p50 {} ms, {left} s left", figure(p50, 3))
            });
        }
        self.flooders.iter_mut().for_each(Flooder::stop);
        let ended = end.min(Instant::now()); // the last sleep does not count
        self.record.measured.end = self.record.measured.end.max(ended);
        if self.students.iter().any(Student::is_here) {
            self.unsent = end.saturating_duration_since(due).div_duration_f64(gap) as usize;
        }
    }

    /// Sleeps until the next message is due soon, unless a message is on its way.
    fn sleep_until_due(&self, due: Instant) {
        if self.flooders.is_empty()
            && self.students.iter().all(|student| student.has_heard_all(&self.record))
        {
            let pause = due.saturating_duration_since(Instant::now() + EARLY);
            thread::sleep(pause.min(MAX_SLEEP));
        }
        thread::yield_now(); // a server on the same machine may need this core
    }

    /// Waits for messages that are still on their way, and records those that never arrive.
    fn hear_the_rest(&mut self) {
        if self.wait("have heard everything", Student::has_heard_all) {
            // A copy of any earlier message arrives before this one.
            self.say(0, "Thank you, bye!", false);
            self.wait("have heard the last message", Student::has_heard_all);
        }
        for student in &self.students {
            self.record.miss(student);
        }
    }

    /// Closes all connections with a closing handshake.
    fn leave(&mut self) {
        for student in &mut self.students {
            let _ = student.socket.close(None); // the next read reports an error
        }
        self.wait("have left", |_, _| false);
        self.progress.clear();
    }

    fn say(&mut self, speaker: usize, text: &str, is_measured: bool) {
        let student = &mut self.students[speaker];
        if student.is_here() {
            let (name, tag) = (&student.name, self.record.next_tag());
            let mut chat = json!({"type": "chat", "text": text, "username": name, "crowd": tag});
            if self.record.padding > 0 {
                chat["padding"] = "z".repeat(self.record.padding).into();
            }
            let chat = chat.to_string();
            self.record.say(name, is_measured);
            student.send(chat);
        }
    }

    /// Reads each message that has arrived for a student, and never waits.
    fn listen(&mut self) {
        for student in &mut self.students {
            while let Some(text) = student.next_text() {
                self.record.hear(student, &text);
                self.sleepers.iter_mut().for_each(|sleeper| sleeper.check_leave(&text));
            }
        }
    }

    /// Listens until `is_done` is true for every student who is still here. Returns false if
    /// nothing new arrives for as long as `patience`.
    fn wait(&mut self, what: &str, is_done: impl Fn(&Student, &Record) -> bool) -> bool {
        self.record.latest_news = Instant::now();
        loop {
            self.listen();
            let is_missing =
                |student: &Student| student.is_here() && !is_done(student, &self.record);
            let missing = self.students.iter().filter(|student| is_missing(student)).count();
            if missing == 0 || self.record.latest_news.elapsed() > self.patience {
                return missing == 0;
            }
            let all = self.students.len();
            self.progress.show(|| format!("{} of {all} students {what}", all - missing));
        }
    }

    /// Writes the table of results.
    fn report(&self, out: &mut impl Write) -> io::Result<()> {
        self.progress.clear();
        let heard: usize = self.students.iter().map(|student| student.heard_count).sum();
        let Record { said, delays, .. } = &self.record;
        writeln!(out, "  students      {:12}", self.students.len())?;
        rude::report(&self.sleepers, &self.flooders, out)?;
        writeln!(out, "  messages      {:12}", said.len())?;
        if self.unsent > 0 {
            writeln!(out, "  not sent      {:12}   the crowd could not keep up", self.unsent)?;
        }
        writeln!(out, "  deliveries    {heard:12}")?;
        writeln!(out, "  deliveries/s  {:>12}", figure(self.record.per_second(), 0))?;
        for percent in [50, 95, 99] {
            let delay = figure(delays.percentile(percent), 3);
            writeln!(out, "  delay p{percent}     {delay:>12} ms")?;
        }
        writeln!(out, "  delay max     {:>12} ms", figure(delays.max(), 3))?;
        for (what, trouble) in self.record.troubles() {
            match trouble.count {
                0 => writeln!(out, "  {what:14}        none")?,
                count => writeln!(out, "  {what:14}{count:12}   {}", trouble.example)?,
            }
        }
        let time = self.record.measured_time().as_secs_f64();
        writeln!(out, "\nDelays of {} deliveries in {time:.1} s:", delays.count)?;
        delays.write_histogram(out)?;
        let perfect = "every message reached every student exactly once, in one order for all";
        match delays.count {
            _ if !self.record.has_no_trouble() => writeln!(out, "FAILED: not {perfect}."),
            0 => {
                writeln!(out, "Nothing was measured: nobody spoke after the warm-up ({WARM_UP:?}).")
            }
            _ => writeln!(out, "Passed: {perfect}."),
        }
    }
}

/// A measured number, or a dash if there is none.
fn figure(number: Option<f64>, decimals: usize) -> String {
    number.map_or("-".to_owned(), |number| format!("{number:.decimals$}"))
}

fn resolve(address: &Uri) -> Result<Vec<SocketAddr>, String> {
    let host = address.host().unwrap_or_default().trim_matches(['[', ']']); // as in [::1]
    match (host, address.port_u16().unwrap_or(80)).to_socket_addrs() {
        Ok(found) => Ok(found.collect()),
        Err(why) => Err(format!("cannot find the host {host:?} ({why})")),
    }
}

const LIMITS: &str = "check the limits of the server (MAX_CLIENTS) and the terminal (ulimit -n)";

/// Explains why a student could not connect after `count` others, and what to do about it.
fn refusal(why: Error, count: usize, options: &Options) -> String {
    let (wanted, address) = (options.everyone(), &options.address);
    let start_it = "start the server first: cargo run --release";
    match why {
        Error::Http(answer) if answer.status() == StatusCode::SERVICE_UNAVAILABLE => format!(
            "{count} of {wanted} students got in, then the room was full (MAX_CLIENTS): \
             {address} answered {}",
            answer.status()
        ),
        Error::Http(answer) => {
            format!("no chat room at {address}: it answered {}", answer.status())
        }
        why if count > 0 => format!("{count} of {wanted} students got in, then: {why}; {LIMITS}"),
        Error::Io(why) if why.kind() == ErrorKind::ConnectionRefused => {
            format!("no chat room at {address} ({why}); {start_it}")
        }
        why => format!("no chat room at {address} ({why})"),
    }
}

/// Connects to the first candidate that accepts. Reading from the socket will not block.
fn connect(options: &Options, candidates: &[SocketAddr]) -> Result<WebSocket<TcpStream>, Error> {
    let mut stream = Err(io::Error::from(ErrorKind::NotFound));
    for candidate in candidates {
        stream = TcpStream::connect_timeout(candidate, options.patience);
        if stream.is_ok() {
            break;
        }
    }
    shake_hands(options, stream?)
}

fn shake_hands(options: &Options, stream: TcpStream) -> Result<WebSocket<TcpStream>, Error> {
    stream.set_nodelay(true)?; // TCP would hold a small message back to send more at once
    stream.set_read_timeout(Some(options.patience))?;
    // Tungstenite zeroes this buffer before each read. For 300 students, zeroing the default of
    // 128 KiB takes 1 ms.
    let config = WebSocketConfig::default().read_buffer_size(4096);
    match client_with_config(options.address.clone(), stream, Some(config)) {
        Ok((socket, _)) => {
            socket.get_ref().set_nonblocking(true)?;
            Ok(socket)
        }
        Err(HandshakeError::Failure(why)) => Err(why),
        Err(HandshakeError::Interrupted(_)) => Err(Error::Io(ErrorKind::TimedOut.into())),
    }
}

// -------------------------------------------------------------------------------- the progress

/// A line of progress. On a terminal each line replaces the last; elsewhere a new one appears every
/// few seconds.
struct Progress {
    is_terminal: bool,
    next: Instant,
}

impl Progress {
    fn new() -> Progress {
        let is_terminal = io::stderr().is_terminal();
        Progress { is_terminal, next: Instant::now() }
    }

    fn show(&mut self, line: impl FnOnce() -> String) {
        if self.next > Instant::now() {
            return;
        }
        self.clear();
        let (end, pause) = if self.is_terminal { ("", 200) } else { ("\n", 5000) };
        let _ = write!(io::stderr(), "{}{end}", line());
        self.next = Instant::now() + Duration::from_millis(pause);
    }

    fn clear(&self) {
        if self.is_terminal {
            let _ = write!(io::stderr(), "\r{:79}\r", "");
        }
    }
}
