//! Rude students: some fall asleep and never read again, and others send as fast as they can.
//!
//! Their messages are neither checked nor measured. The table shows what the room does about them,
//! and how long the other students' messages take meanwhile.

use std::io::{self, Write};
use std::net::Shutdown;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, Utf8Bytes};

use crate::record::Student;

/// While somebody is asleep, all messages of a second have this many bytes together. A socket holds
/// some 3 MB, so that of a sleeper is full within ten seconds.
const FILL_RATE: f64 = 500_000.0;

/// The longest padding of a message, in bytes. The room takes messages of up to 64 KiB.
const MAX_PADDING: f64 = 60_000.0;

/// How often a flooder repeats its cry in a message, which then has about 800 bytes: longer than
/// any message that is checked. With shorter ones, the crowd's own work would delay the others.
const REPEATS: usize = 80;

/// How many messages a flooder sends before the others have their next turn.
const AT_ONCE: usize = 16;

/// A student that never reads again. What the room sends it fills its socket, and then waits in
/// the room.
pub struct Sleeper {
    student: Student, // keeps the connection open
    since: Instant,
    cut_off: Option<Duration>, // how long the room kept it
}

impl Sleeper {
    pub fn new(student: Student) -> Sleeper {
        Sleeper { student, since: Instant::now(), cut_off: None }
    }

    /// A sleeper does not see that it is cut off, but the room tells the others that it has left.
    /// `text` is a message to one of them.
    pub fn check_leave(&mut self, text: &str) {
        if self.cut_off.is_some() || !text.contains("\"user_left\"") {
            return;
        }
        let event: Value = serde_json::from_str(text).unwrap_or_default();
        if event["user_left"] == self.student.name.as_str() {
            self.cut_off = Some(self.since.elapsed());
        }
    }
}

/// How many bytes to add to each message, at this rate of messages.
pub fn padding(sleepers: &[Sleeper], per_second: f64) -> usize {
    if sleepers.is_empty() {
        return 0;
    }
    (FILL_RATE / per_second).min(MAX_PADDING) as usize
}

/// A student that sends as fast as the room reads. It also reads, so it is not a slow client.
pub struct Flooder {
    student: Student,
    chat: Utf8Bytes,
    cry: String, // is in its chats, and in no other message
    since: Instant,
    relayed: usize, // how many of its chats came back to it
    rate: f64,      // that in a second, set at the end
}

impl Flooder {
    pub fn new(student: Student) -> Flooder {
        let cry = format!("{}! ", student.name);
        let text = cry.repeat(REPEATS);
        let chat = json!({"type": "chat", "text": text, "username": student.name});
        let chat = chat.to_string().into();
        Flooder { student, chat, cry, since: Instant::now(), relayed: 0, rate: 0.0 }
    }

    /// Sends a few more messages, unless the socket is full, and reads what has arrived.
    pub fn flood(&mut self) {
        let socket = &mut self.student.socket;
        if socket.flush().is_ok() {
            for _ in 0..AT_ONCE {
                let _ = socket.write(Message::Text(self.chat.clone())); // flushed together below
            }
        }
        while let Some(text) = self.student.next_text() {
            self.relayed += text.contains(&self.cry) as usize;
        }
    }

    /// Hangs up, so that what the room has not read yet is dropped.
    pub fn stop(&mut self) {
        self.rate = self.relayed as f64 / self.since.elapsed().as_secs_f64();
        let _ = self.student.socket.get_ref().shutdown(Shutdown::Both);
    }
}

/// Writes a row for each kind of rude students that there are.
pub fn report(sleepers: &[Sleeper], flooders: &[Flooder], out: &mut impl Write) -> io::Result<()> {
    if !sleepers.is_empty() {
        let cut_off: Vec<Duration> = sleepers.iter().filter_map(|one| one.cut_off).collect();
        let first = cut_off.iter().min().map(|time| time.as_secs_f64());
        let first = first.map_or(String::new(), |time| format!(", the first after {time:.1} s"));
        writeln!(out, "  asleep        {:12}   {} cut off{first}", sleepers.len(), cut_off.len())?;
    }
    if !flooders.is_empty() {
        let count = flooders.len();
        let cut_off = flooders.iter().filter(|one| !one.student.is_here()).count();
        let rate = flooders.iter().map(|one| one.rate).sum::<f64>() / count as f64;
        let relayed = format!("{rate:.0} messages/s of each relayed");
        writeln!(out, "  flood         {count:12}   {cut_off} cut off, {relayed}")?;
    }
    Ok(())
}
