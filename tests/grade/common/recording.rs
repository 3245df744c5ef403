//! The log of a failed exercise's program, in a file that the glass room plays.

use std::{cell::RefCell, env, fs, path::PathBuf, time::SystemTime};

use super::{
    exercise::{Grade, is_in_the_checkout},
    scoreboard::{Verdicts, json_path},
    verdict::Verdict,
};
use crate::Exercise;

/// A program that writes without end must not fill the disk.
const MAX_LINES: usize = 20_000;

thread_local! {
    /// The lines of the last program that this thread has run.
    static LAST: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The lines of a program's log, each with its time in microseconds since 1970.
#[derive(Default)]
pub struct Recording(Vec<String>);

impl Recording {
    pub fn add(&mut self, line: &str) {
        if self.0.len() < MAX_LINES {
            let time = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_micros();
            self.0.push(format!("{time} {line}\n"));
        }
    }

    /// The program has ended: this was the last one of the exercise, unless another one comes.
    pub fn keep(&mut self) {
        LAST.set(std::mem::take(&mut self.0));
    }
}

/// Writes the recording beside `grade.json` if the exercise has failed. Without one, nothing stays
/// there from an earlier run.
pub fn write(exercise: Exercise, has_failed: bool) {
    let lines = LAST.take();
    let Some(path) = path(exercise) else { return };
    if has_failed && !lines.is_empty() {
        if let Err(error) = fs::write(&path, lines.concat()) {
            eprintln!("cannot write {}: {error}", path.display());
        }
    } else {
        let _ = fs::remove_file(path); // an error means that there is none
    }
}

/// How to look at the first recording of these exercises. The glass room is in the whole project
/// only.
pub fn how_to_look(verdicts: &Verdicts) -> String {
    let has_failed = |exercise: &Exercise| matches!(verdicts[exercise], Verdict::Fail(_));
    let failed = verdicts.keys().copied().filter(has_failed);
    let first = failed.filter_map(path).find(|path| path.exists());
    match first.filter(|_| is_in_the_checkout() && env::var_os("GRADE_JSON").is_none()) {
        Some(path) => format!(
            "\nWhat the threads did: cargo run -p chat-server --bin glass -- --recording {}\n\
             (or open client/glass.html as a file, and load it)\n",
            path.display()
        ),
        None => String::new(),
    }
}

fn path(exercise: Exercise) -> Option<PathBuf> {
    let is_about_a_server = matches!(exercise.facts().grade, Grade::Server(_));
    let name = format!("recording-{}.txt", exercise.id());
    is_about_a_server.then(json_path)?.map(|json| json.with_file_name(name))
}
