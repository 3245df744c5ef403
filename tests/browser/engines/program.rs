//! Programs that a browser needs. Dropping one of these ends it.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::browser::launch::on_path;

/// For the first start on a busy machine.
const START_DEADLINE: Duration = Duration::from_secs(60);

/// A program that runs until this value is dropped.
pub struct Program(Child);

impl Program {
    /// Starts a program, and reads standard output and standard error together until a line has
    /// this beginning. Returns the rest of that line.
    pub fn start(command: &mut Command, beginning: &str) -> Result<(Program, String), String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{name} does not start: {error}"))?;
        let mut program = Program(child);
        let (lines, said) = mpsc::channel();
        let out = program.0.stdout.take().map(|out| Box::new(out) as Box<dyn Read + Send>);
        let err = program.0.stderr.take().map(|err| Box::new(err) as Box<dyn Read + Send>);
        for stream in [out, err].into_iter().flatten() {
            let lines = lines.clone();
            // Reads on to the end, so that the program never waits for a reader.
            thread::spawn(move || {
                for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                    let _ = lines.send(String::from_utf8_lossy(&line).trim().to_string());
                }
            });
        }
        drop(lines);
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = said
                .recv_timeout(left)
                .map_err(|error| format!("{name} does not say {beginning:?}: {error}"))?;
            if let Some(rest) = line.strip_prefix(beginning) {
                return Ok((program, rest.to_string()));
            }
        }
    }

    /// Starts a program that says nothing when it is ready.
    pub fn start_silent(command: &mut Command) -> Result<Program, String> {
        let name = command.get_program().to_string_lossy().into_owned();
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = quiet.spawn().map_err(|error| format!("{name} does not start: {error}"))?;
        Ok(Program(child))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // An error means that it has already ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first of these programs that is on `PATH`.
pub fn find(names: &[&str]) -> Result<PathBuf, String> {
    let mut places = names.iter().flat_map(|name| on_path(Path::new(name)));
    let found = places.find(|place| place.is_file());
    found.ok_or_else(|| format!("found no {}", names.join(" or ")))
}
