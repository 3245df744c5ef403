//! A crowd of simulated students: it fills a room for a demonstration, and measures it.
//!
//! In: what the server sends to each student. Out: what the students say, and a table at the end.
//!
//! One thread plays them all: it asks each student's non-blocking socket in turn for what came.
//! A thread for each would have to be woken for each message, and that would be part of the delay.
//! It rests only when no message is on its way and the next is not near, so that what it measures
//! does not contain the rest.

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

// Cargo would take files directly in src/bin for programs of their own.
#[path = "crowd/options.rs"]
mod options;
#[path = "crowd/people.rs"]
mod people;
#[path = "crowd/record.rs"]
mod record;

/// Talk that is checked, but not measured: it finds cold caches.
const WARM_UP: Duration = Duration::from_millis(500);
/// The longest rest when no message is on its way: a ping or a Close waits no longer than this.
const REST: Duration = Duration::from_millis(10);
/// It is awake so long before somebody speaks: on a core that has just slept, all takes longer.
const EARLY: Duration = Duration::from_millis(20);
/// While others still come, those at the door are listened to so often.
const AT_THE_DOOR: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    // What is no UTF-8 is neither an option nor a host, and is refused like other nonsense.
    let arguments = env::args_os().skip(1).map(|text| text.to_string_lossy().into_owned());
    match Options::parse(arguments) {
        Ok(Some(options)) => match visit(&options) {
            Ok(all_is_well) => ExitCode::from(if all_is_well { 0 } else { 1 }),
            Err(why) => fail(&why, 1),
        },
        Ok(None) => {
            let _ = write!(io::stdout(), "{HELP}"); // nobody may be reading it
            ExitCode::SUCCESS
        }
        Err(what) => fail(&format!("{what} (--help tells what it takes)"), 2),
    }
}

fn fail(why: &str, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "crowd: {why}");
    ExitCode::from(code)
}

/// The whole visit. Returns whether each message came once to each student, in one order, and
/// some of that was measured.
fn visit(options: &Options) -> Result<bool, String> {
    let mut crowd = Crowd::new(options);
    crowd.connect(options)?;
    crowd.log_in()?;
    crowd.talk(options);
    crowd.hear_out();
    let _ = crowd.report(&mut io::stdout().lock()); // nobody may be reading it
    let all_is_well = crowd.record.has_no_trouble() && crowd.record.delays.count > 0;
    crowd.leave();
    Ok(all_is_well)
}

// ---------------------------------------------------------------------------------- the crowd

struct Crowd {
    students: Vec<Student>,
    record: Record,
    dice: Dice,
    progress: Progress,
    patience: Duration,
    unsaid: usize, // how many messages were due before the end, and had to be left
}

impl Crowd {
    fn new(options: &Options) -> Crowd {
        Crowd {
            students: Vec::new(),
            record: Record::new(random() as u32),
            dice: Dice::new(),
            progress: Progress::new(),
            patience: options.patience,
            unsaid: 0,
        }
    }

    /// Brings all students to the door: connected, not yet logged in.
    fn connect(&mut self, options: &Options) -> Result<(), String> {
        let wanted = options.students;
        let mut candidates = resolve(&options.address)?;
        let mut listened = Instant::now();
        for name in names().take(wanted) {
            let count = self.students.len();
            self.progress.show(|| format!("{count} of {wanted} students are at the door"));
            let socket =
                connect(options, &candidates).map_err(|why| refusal(why, count, options))?;
            // A name may stand for several addresses: the next student need not try them all.
            candidates = socket.get_ref().peer_addr().into_iter().collect();
            self.students.push(Student::new(name, socket));
            if listened.elapsed() > AT_THE_DOOR {
                self.listen(); // a server cuts off who does not answer its pings
                listened = Instant::now();
            }
        }
        Ok(())
    }

    /// Ends when everyone has heard a first message: nothing older is then on its way.
    fn log_in(&mut self) -> Result<(), String> {
        for i in 0..self.students.len() {
            let login = json!({"type": "login", "username": self.students[i].name});
            self.students[i].send(login.to_string());
            if i % 16 == 0 {
                self.listen(); // each login brings everyone a roster: nobody may fall behind
            }
        }
        self.wait("are logged in", |student, _| student.is_logged_in);
        if let Some(student) = self.students.iter().find(|student| !student.is_logged_in) {
            let why = student.gone.as_deref().unwrap_or("no login message came back");
            return Err(format!("{} is not in the room: {why}", student.name));
        }
        self.say(0, "Good morning!", false);
        self.wait("hear each other", Student::has_heard_all);
        Ok(())
    }

    /// An open loop, as in life: who wants to speak does not wait until the server is ready.
    fn talk(&mut self, options: &Options) {
        let per_second = options.messages_per_minute / 60.0 * options.students as f64;
        let gap = Duration::from_secs_f64(1.0 / per_second);
        let mut due = Instant::now();
        let measured = due + WARM_UP;
        let end = measured + options.time;
        self.record.measured = measured..measured;
        while Instant::now() < end && self.students.iter().any(Student::is_here) {
            // At most one each, then it listens: a server cuts off who never reads.
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
            self.rest(due);
            self.progress.show(|| {
                let (said, p50) = (self.record.said.len(), self.record.delays.percentile(50));
                let left = end.saturating_duration_since(Instant::now()).as_secs();
                format!("{said} messages, p50 {} ms, {left} s left", figure(p50, 3))
            });
        }
        let ended = end.min(Instant::now()); // the last rest does not count
        self.record.measured.end = self.record.measured.end.max(ended);
        if self.students.iter().any(Student::is_here) {
            self.unsaid = end.saturating_duration_since(due).div_duration_f64(gap) as usize;
        }
    }

    /// Waits for what is due next, unless a message is on its way.
    fn rest(&self, due: Instant) {
        if self.students.iter().all(|student| student.has_heard_all(&self.record)) {
            let pause = due.saturating_duration_since(Instant::now() + EARLY);
            thread::sleep(pause.min(REST));
        }
        thread::yield_now(); // a server on the same machine may wait for this very core
    }

    /// Waits for what is still on its way, and writes down what has not come.
    fn hear_out(&mut self) {
        if self.wait("have heard all", Student::has_heard_all) {
            // A second copy of anything comes before this.
            self.say(0, "Thank you, bye!", false);
            self.wait("have heard the last word", Student::has_heard_all);
        }
        for student in &self.students {
            self.record.miss(student);
        }
    }

    /// Everyone closes the connection properly, and waits for the server to do the same.
    fn leave(&mut self) {
        for student in &mut self.students {
            let _ = student.socket.close(None); // an error shows at the next read
        }
        self.wait("have left", |_, _| false);
        self.progress.clear();
    }

    fn say(&mut self, speaker: usize, text: &str, is_measured: bool) {
        let student = &mut self.students[speaker];
        if student.is_here() {
            let (name, tag) = (&student.name, self.record.next_tag());
            let chat = json!({"type": "chat", "text": text, "username": name, "crowd": tag});
            let chat = chat.to_string();
            self.record.say(name, is_measured);
            student.send(chat);
        }
    }

    /// Takes what has come for each student, and never waits.
    fn listen(&mut self) {
        for student in &mut self.students {
            while let Some(text) = student.next_text() {
                self.record.hear(student, &text);
            }
        }
    }

    /// Listens until `is_done` holds for every student who is still here. Gives up, and returns
    /// false, when there was no news for as long as patience lasts.
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

    /// Writes what came of it all.
    fn report(&self, out: &mut impl Write) -> io::Result<()> {
        self.progress.clear();
        let heard: usize = self.students.iter().map(|student| student.heard_count).sum();
        let Record { said, delays, .. } = &self.record;
        writeln!(out, "  students      {:12}", self.students.len())?;
        writeln!(out, "  messages      {:12}", said.len())?;
        if self.unsaid > 0 {
            writeln!(out, "  left unsaid   {:12}   the crowd could not keep up", self.unsaid)?;
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
        let each = "message came to each student exactly once, in one order for all.";
        match delays.count {
            _ if !self.record.has_no_trouble() => writeln!(out, "NOT each {each}"),
            0 => {
                writeln!(out, "Nothing was measured: nobody spoke after the warm-up ({WARM_UP:?}).")
            }
            _ => writeln!(out, "Each {each}"),
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
        Err(why) => Err(format!("nobody knows where {host:?} is ({why})")),
    }
}

const LIMITS: &str = "the server may have a limit (MAX_CLIENTS), and a terminal has (ulimit -n)";

/// Why the next student does not get in, when so many have, and what to do about it.
fn refusal(why: Error, count: usize, options: &Options) -> String {
    let (wanted, address) = (options.students, &options.address);
    let open_it = "open it first: cargo run --release";
    match why {
        Error::Http(answer) if answer.status() == StatusCode::SERVICE_UNAVAILABLE => format!(
            "{count} of {wanted} students got in, then the room was full (MAX_CLIENTS): \
             {address} answered {}",
            answer.status()
        ),
        Error::Http(answer) => format!("no room at {address}: it answered {}", answer.status()),
        why if count > 0 => format!("{count} of {wanted} students got in, then: {why}; {LIMITS}"),
        Error::Io(why) if why.kind() == ErrorKind::ConnectionRefused => {
            format!("no room at {address} ({why}); {open_it}")
        }
        why => format!("no room at {address} ({why})"),
    }
}

/// Opens a connection to the first candidate that listens. Reading from it will not block.
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
    stream.set_nodelay(true)?; // a message is small, and TCP would wait for more
    stream.set_read_timeout(Some(options.patience))?;
    // The default of 128 KiB is cleared before each read: that alone would take 300 students 1 ms.
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

/// A line that tells how far it is: on a terminal always the same, elsewhere a new one at times.
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
