//! The command line: the options, their defaults, and a message for each mistake.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use tungstenite::http::Uri;

pub const HELP: &str = "\
A crowd of simulated students: fills a chat room, and measures its delays.

Usage: cargo run --release --bin crowd -- [ADDRESS] [OPTIONS]

  ADDRESS                  the room's address [ws://localhost:8081/]
  --students N             number of students [30]
  --asleep N               number of further students that log in and never read [0]
  --flood N                number of further students that send as fast as they can [0]
  --messages-per-minute N  messages that each student sends, on average [12]
  --seconds N              time for which the students talk [15]
  --patience N             seconds without a new message until missing ones count as lost [5]
  --help                   print this text

First start the server in another terminal (cargo run --release), and open its page to
watch. At the end the crowd prints how long messages took, and whether every message
reached every student exactly once, in one order for all. Students that are asleep or
send a flood are left out of this: it shows what they do to the others. While anybody
is asleep, all messages are long, so that a sleeper's socket is soon full.

  a quiet demonstration    --students 12 --messages-per-minute 4 --seconds 600
  a lively lecture hall    --students 300 --messages-per-minute 20
  someone never reads      --students 12 --messages-per-minute 60 --asleep 1
  someone never stops      --students 12 --flood 1

  exit code 0              every message reached every student once, and in one order
  exit code 1              some did not, nothing was measured, or there is no room
  exit code 2              an argument is wrong
";

/// The options of one visit.
pub struct Options {
    pub address: Uri,
    pub students: usize,
    pub asleep: usize,
    pub flood: usize,
    pub messages_per_minute: f64, // for each student
    pub time: Duration,
    pub patience: Duration,
}

impl Options {
    /// The number of all students.
    pub fn everyone(&self) -> usize {
        self.students + self.asleep + self.flood
    }

    /// Parses the arguments. Returns `None` for `--help`, and an error that says what is wrong.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
        let mut options = Options {
            address: address("localhost:8081")?,
            students: 30,
            asleep: 0,
            flood: 0,
            messages_per_minute: 12.0,
            time: Duration::from_secs(15),
            patience: Duration::from_secs(5),
        };
        let mut has_address = false;
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let value = || value.or_else(|| arguments.next());
            match name {
                "--help" | "-h" => return Ok(None),
                "--students" => options.students = number(name, value(), 1..=20_000)?,
                "--asleep" => options.asleep = number(name, value(), 0..=1000)?,
                "--flood" => options.flood = number(name, value(), 0..=100)?,
                "--messages-per-minute" => {
                    options.messages_per_minute = number(name, value(), 0.01..=60_000.0)?;
                }
                "--seconds" => options.time = seconds(name, value())?,
                "--patience" => options.patience = seconds(name, value())?,
                _ if name.starts_with('-') => return Err(format!("unknown option {name}")),
                _ if has_address => return Err(format!("{name:?} is a second address")),
                _ => (options.address, has_address) = (address(name)?, true),
            }
        }
        Ok(Some(options))
    }
}

fn number<T>(name: &str, value: Option<String>, range: RangeInclusive<T>) -> Result<T, String>
where
    T: FromStr + PartialOrd + Display,
{
    let value = value.unwrap_or_default();
    value.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
        format!("{name} needs a number from {} to {}, not {value:?}", range.start(), range.end())
    })
}

fn seconds(name: &str, value: Option<String>) -> Result<Duration, String> {
    number(name, value, 0.1..=86_400.0).map(Duration::from_secs_f64)
}

/// Accepts all forms that users copy: `localhost:8081`, the page's `http://…`, and `ws://…` itself.
fn address(text: &str) -> Result<Uri, String> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("ws", text));
    if !["ws", "http"].contains(&scheme) {
        return Err(format!("{text:?}: the crowd can use ws://, but not {scheme}://"));
    }
    let address = format!("ws://{rest}").parse().ok().filter(has_host_and_port);
    address.ok_or_else(|| format!("{text:?} is not an address such as ws://localhost:8081/"))
}

/// The port may be missing: then it is 80. `Uri` accepts any text as a port, but then returns none.
fn has_host_and_port(address: &Uri) -> bool {
    let host = address.host().unwrap_or_default();
    let is_host_alone = address.authority().is_some_and(|text| text.as_str() == host);
    !host.is_empty() && (is_host_alone || address.port_u16().is_some())
}
