//! The record of all messages: checks that each one reaches every student, and measures the delays.
//!
//! In: each text that reaches a student. Out: the delays, and messages that were lost, repeated or
//! out of order.

use std::io::{self, ErrorKind, Write};
use std::mem;
use std::net::TcpStream;
use std::ops::Range;
use std::time::{Duration, Instant};

use tungstenite::{Error, Message, Utf8Bytes, WebSocket};

/// The crowd's longest message without padding, in bytes. A full room's roster is longer.
const MAX_MESSAGE: usize = 512;

pub struct Student {
    pub name: String,
    pub socket: WebSocket<TcpStream>,
    pub is_logged_in: bool,
    heard: Vec<bool>, // for each message, by number
    pub heard_count: usize,
    latest_place: usize, // the last place in the room's order that it has heard
    pub gone: Option<String>, // why it is no longer connected
}

impl Student {
    pub fn new(name: String, socket: WebSocket<TcpStream>) -> Student {
        Student {
            name,
            socket,
            is_logged_in: false,
            heard: Vec::new(),
            heard_count: 0,
            latest_place: 0,
            gone: None,
        }
    }

    pub fn is_here(&self) -> bool {
        self.gone.is_none()
    }

    pub fn has_heard_all(&self, record: &Record) -> bool {
        self.heard_count == record.said.len()
    }

    pub fn send(&mut self, text: String) {
        // If the socket is full, the rest is flushed later; if it is broken, the next read fails.
        let _ = self.socket.send(Message::text(text));
    }

    /// The next text that has arrived, if there is one.
    pub fn next_text(&mut self) -> Option<Utf8Bytes> {
        let _ = self.socket.flush(); // see `send`
        while self.is_here() {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Some(text),
                Ok(Message::Close(why)) => {
                    let why = why.map_or("without a reason".to_owned(), |why| why.to_string());
                    self.gone = Some(format!("the server closed the connection, {why}"));
                }
                Ok(_) => {} // tungstenite answers a ping by itself
                Err(Error::Io(why)) if why.kind() == ErrorKind::WouldBlock => return None,
                Err(why) => self.gone = Some(why.to_string()),
            }
        }
        None
    }

    /// Returns whether the student hears this message for the first time.
    fn hear(&mut self, number: usize) -> bool {
        self.heard.resize(self.heard.len().max(number + 1), false);
        let is_new = !mem::replace(&mut self.heard[number], true);
        self.heard_count += is_new as usize;
        is_new
    }
}

/// All messages of the crowd and their deliveries. A message's number is its index in `said`.
pub struct Record {
    pub padding: usize, // how many bytes each message has more, in a key that no page shows
    mark: String, // the start of each message's tag: other messages in the room do not have it
    pub said: Vec<Said>,
    placed: usize,            // how many messages somebody has heard
    pub latest_news: Instant, // when somebody last heard something new
    pub delays: Delays,
    pub measured: Range<Instant>, // from the warm-up's end to the talk's end, or a later delivery
    lost: Trouble,
    twice: Trouble,
    late: Trouble,
    gone: Trouble,
}

pub struct Said {
    speaker: String,
    at: Instant,
    is_measured: bool,
    place: Option<usize>, // in the room's order; set when the first student hears the message
}

/// Something that must not happen: how often it happened, and the first example.
#[derive(Default)]
pub struct Trouble {
    pub count: usize,
    pub example: String,
}

impl Trouble {
    fn add(&mut self, example: impl FnOnce() -> String) {
        if self.count == 0 {
            self.example = example();
        }
        self.count += 1;
    }
}

impl Record {
    pub fn new(run: u32) -> Record {
        let now = Instant::now();
        Record {
            padding: 0,
            mark: format!("\"{run:08x} "),
            said: Vec::new(),
            placed: 0,
            latest_news: now,
            delays: Delays::default(),
            measured: now..now,
            lost: Trouble::default(),
            twice: Trouble::default(),
            late: Trouble::default(),
            gone: Trouble::default(),
        }
    }

    /// The next message's tag. It goes into an extra key, which no page shows. It is a string,
    /// since a server that rewrites the JSON may change spaces and big numbers.
    pub fn next_tag(&self) -> String {
        format!("{}{}", &self.mark[1..], self.said.len())
    }

    /// Records the next message, just before it is sent.
    pub fn say(&mut self, speaker: &str, is_measured: bool) {
        self.said.push(Said {
            speaker: speaker.to_owned(),
            at: Instant::now(),
            is_measured,
            place: None,
        });
    }

    /// The number of this message, if it is the crowd's. Only looks for the tag: parsing the JSON
    /// for each student would take longer than the server takes to send it.
    fn number_of(&self, text: &str) -> Option<usize> {
        if text.len() > MAX_MESSAGE + self.padding {
            return None;
        }
        let (_, rest) = text.split_once(&self.mark)?;
        let (number, _) = rest.split_once('"')?;
        number.parse().ok().filter(|number| *number < self.said.len())
    }

    pub fn hear(&mut self, student: &mut Student, text: &str) {
        let now = Instant::now();
        if !student.is_logged_in && text.contains("\"user_joined\"") {
            student.is_logged_in = true; // only members are told of logins, so this is its own
            self.latest_news = now;
        }
        let Some(number) = self.number_of(text) else {
            return;
        };
        let is_new = student.hear(number);
        let said = &mut self.said[number];
        let (speaker, name) = (&said.speaker, &student.name);
        let example = |how| format!("message {number} by {speaker} reached {name} {how}");
        if !is_new {
            return self.twice.add(|| example("again"));
        }
        self.latest_news = now;
        if said.is_measured {
            self.delays.add(now - said.at);
            self.measured.end = now;
        }
        let place = *said.place.get_or_insert(self.placed);
        self.placed = self.placed.max(place + 1);
        if place < student.latest_place {
            self.late.add(|| example("too late"));
        }
        student.latest_place = place.max(student.latest_place);
    }

    /// Counts the messages that this student has not heard, if it is still connected.
    pub fn miss(&mut self, student: &Student) {
        if let Some(why) = &student.gone {
            return self.gone.add(|| format!("{}: {why}", student.name));
        }
        for (number, said) in self.said.iter().enumerate() {
            if student.heard.get(number) != Some(&true) {
                let (speaker, name) = (&said.speaker, &student.name);
                self.lost.add(|| format!("message {number} by {speaker} never reached {name}"));
            }
        }
    }

    pub fn measured_time(&self) -> Duration {
        self.measured.end.duration_since(self.measured.start)
    }

    /// Measured deliveries per second, if there are any.
    pub fn per_second(&self) -> Option<f64> {
        let time = self.measured_time().as_secs_f64();
        (self.delays.count > 0).then(|| self.delays.count as f64 / time)
    }

    pub fn has_no_trouble(&self) -> bool {
        self.troubles().iter().all(|(_, trouble)| trouble.count == 0)
    }

    pub fn troubles(&self) -> [(&str, &Trouble); 4] {
        [
            ("lost", &self.lost),
            ("twice", &self.twice),
            ("out of order", &self.late),
            ("disconnected", &self.gone),
        ]
    }
}

/// A histogram of the delays, accurate to about one percent. A million delays take no more memory
/// than a few.
#[derive(Default)]
pub struct Delays {
    buckets: Vec<usize>, // bucket b counts delays from 2^(b / PER_DOUBLING) microseconds up
    pub count: usize,
    max: Option<Duration>,
}

const PER_DOUBLING: usize = 64;

impl Delays {
    fn add(&mut self, delay: Duration) {
        let micros = (delay.as_secs_f64() * 1e6).max(1.0);
        let bucket = (micros.log2() * PER_DOUBLING as f64) as usize;
        self.buckets.resize(self.buckets.len().max(bucket + 1), 0);
        self.buckets[bucket] += 1;
        self.count += 1;
        self.max = self.max.max(Some(delay));
    }

    /// The longest delay in milliseconds, if there is one.
    pub fn max(&self) -> Option<f64> {
        self.max.map(|max| max.as_secs_f64() * 1e3)
    }

    /// The delay in milliseconds that this percentage of all delays does not exceed, if there are
    /// any.
    pub fn percentile(&self, percent: usize) -> Option<f64> {
        let wanted = (self.count * percent).div_ceil(100);
        let mut seen = 0;
        let is_reached = |count: &usize| {
            seen += count;
            seen >= wanted
        };
        let bucket = self.buckets.iter().position(is_reached)?;
        let middle = ((bucket as f64 + 0.5) / PER_DOUBLING as f64).exp2() / 1e3;
        self.max().map(|max| middle.min(max)) // the last bucket may end below its middle
    }

    /// Writes a row for each doubling of the delay.
    pub fn write_histogram(&self, out: &mut impl Write) -> io::Result<()> {
        let rows = self.buckets.chunks(PER_DOUBLING).map(|row| row.iter().sum());
        let rows: Vec<usize> = rows.collect();
        let longest = rows.iter().max().copied().unwrap_or(0);
        for (i, count) in rows.iter().enumerate().skip_while(|(_, count)| **count == 0) {
            let from = (i as f64).exp2() / 1e3;
            let bar = "#".repeat((count * 40).div_ceil(longest));
            writeln!(out, "  {from:9.3} to {:9.3} ms  {bar:40} {count}", from * 2.0)?;
        }
        Ok(())
    }
}
