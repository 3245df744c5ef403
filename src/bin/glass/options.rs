//! The command line, and a message for each mistake.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

pub const HELP: &str = "\
Shows in a browser what a server's threads do.

Usage: cargo run --bin glass -- [OPTIONS]

  --program PATH    the server to watch, such as target/debug/tiny [this project's chat-server]
  --recording FILE  shows a recording instead: one that the page has saved, or a debug log
  --help            print this text

The room is where it always is: PORT and the other settings are for it. The page with the picture
is on a port of its own, 8082 or the variable GLASS_PORT. Ctrl+C ends both.
";

/// The port of the page with the picture.
const DEFAULT_PORT: u16 = 8082;

/// Glass starts itself with this word to be the server: `cargo run --bin glass` builds no other
/// program.
pub const SERVE: &str = "--serve";

/// What to do.
pub enum Options {
    Help,
    Serve,
    Show { program: Option<PathBuf> },
    Replay { file: PathBuf },
}

impl Options {
    /// Parses the arguments. The error says what is wrong.
    pub fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Options, String> {
        let mut options = Options::Show { program: None };
        while let Some(argument) = arguments.next() {
            let name = argument.to_string_lossy();
            let mut path = |what| match arguments.next() {
                Some(path) => Ok(PathBuf::from(path)),
                None => Err(format!("{name} needs {what}")),
            };
            options = match (&*name, options) {
                ("--help" | "-h", _) => return Ok(Options::Help),
                (SERVE, _) => return Ok(Options::Serve),
                ("--program", Options::Show { program: None }) => {
                    Options::Show { program: Some(path("a program")?) }
                }
                ("--recording", Options::Show { program: None }) => {
                    Options::Replay { file: path("a file")? }
                }
                ("--program" | "--recording", _) => {
                    return Err("give one program or one recording".to_string());
                }
                _ => return Err(format!("unknown option {name}")),
            };
        }
        Ok(options)
    }
}

/// Reads `GLASS_PORT`. 0 picks a free port.
pub fn port() -> Result<u16, String> {
    let Some(value) = env::var_os("GLASS_PORT") else { return Ok(DEFAULT_PORT) };
    value
        .to_str()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| format!("GLASS_PORT is {value:?}, but it must be a number from 0 to 65535."))
}
