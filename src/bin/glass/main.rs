//! The glass room: shows in a browser what a server's threads do.
//!
//! In: the debug log of a server, which runs as a child process, or a recording of one. Out: each
//! line, said as a chat message in a second room. `client/glass.html` is an ordinary client of that
//! room, and draws what it hears.
//!
//! Thread `main` says the lines, `output` and `log` read what the server writes, and `ears` hears
//! who comes to watch. The other threads are those of the second room.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::time::Duration;
use std::{env, fs, thread};

use chat_server::{Settings, logger, run};
use crossbeam_channel::{Receiver, Sender};

use child::Child;
use options::{HELP, Options};
use speaker::Speaker;

mod child;
mod options;
mod speaker;

/// Everyone in the second room is on this computer, so nobody vanishes, and nobody needs a ping.
const NO_HEARTBEAT: Duration = Duration::from_secs(24 * 60 * 60);

/// How many lines may wait to be said. When a flood brings more, the server's log drops some, and
/// says how many.
const WAITING_LINES: usize = 4096;

/// What the thread `main` waits for.
enum News {
    /// A line of the log, with its time.
    Line(String),
    /// Somebody has come to watch, and needs to know what happened before.
    Newcomer,
}

fn main() -> ExitCode {
    let arguments = env::args_os().skip(1);
    let ended = match Options::parse(arguments) {
        Ok(Options::Help) => {
            let _ = write!(io::stdout(), "{HELP}"); // the reader may have gone
            Ok(())
        }
        Ok(Options::Serve) => serve().map_err(|why| format!("chat-server: {why}")),
        Ok(Options::Show { program }) => show(program).map_err(|why| format!("glass: {why}")),
        Ok(Options::Replay { file }) => replay(&file).map_err(|why| format!("glass: {why}")),
        Err(why) => Err(format!("glass: {why} (--help lists the options)")),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

/// Starts a server, and shows what it does.
fn show(program: Option<PathBuf>) -> Result<(), String> {
    let (port, mut speaker, news, heard) = open()?;
    let child = Child::start(program)?;
    announce(port);
    child.pass_on(news).map_err(|why| format!("no thread for the log: {why}"))?;
    speaker.speak(&heard)
}

/// Shows a recording.
fn replay(file: &Path) -> Result<(), String> {
    let recording = fs::read(file).map_err(|why| format!("cannot read {file:?}: {why}"))?;
    let (port, mut speaker, _news, heard) = open()?;
    speaker.remember(&String::from_utf8_lossy(&recording));
    announce(port);
    speaker.speak(&heard)
}

type SecondRoom = (u16, Speaker, Sender<News>, Receiver<News>);

/// Opens the second room, with a speaker in it, and the channel on which this thread waits for news.
fn open() -> Result<SecondRoom, String> {
    let (heartbeat, silence) = (NO_HEARTBEAT, NO_HEARTBEAT * 2);
    let settings = Settings { port: options::port()?, heartbeat, silence, ..Settings::default() };
    let listener = settings.bind().map_err(|why| why.replace("PORT", "GLASS_PORT"))?;
    let address = listener.local_addr().map_err(|why| why.to_string())?;
    let thread = thread::Builder::new().name("second room".to_string());
    let spawned = thread.spawn(move || run(listener, settings));
    spawned.map_err(|why| format!("no thread for the second room: {why}"))?;
    let speaker = Speaker::join(address.port())?;
    let (news, heard) = crossbeam_channel::bounded(WAITING_LINES);
    speaker::listen(address.port(), news.clone())?;
    Ok((address.port(), speaker, news, heard))
}

fn announce(port: u16) {
    let page = format!("http://localhost:{port}/glass.html, WebSocket ws://localhost:{port}/");
    let _ = writeln!(io::stdout(), "The glass room is open: page {page}");
}

/// The server that is watched, if no other program is: the same as `src/main.rs`. It ends when its
/// standard input ends, and that is when the glass room ends, in whatever way.
fn serve() -> Result<(), String> {
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(0);
    });
    let settings = Settings::from_env()?;
    logger::start(settings.log_level).map_err(|why| format!("the log cannot start: {why}"))?;
    let listener = settings.bind()?;
    settings.announce(&listener);
    run(listener, settings).map_err(|why| format!("the room had to close: {why}"))
}
