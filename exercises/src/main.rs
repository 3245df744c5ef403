//! The program: read the settings, start the log, bind the port, run the room.

use std::process::ExitCode;

use chat_server::{Settings, run, settings};

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("chat-server: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), String> {
    let settings = Settings::from_env()?;
    settings::start_log(settings.log_level);
    let listener = settings.bind()?;
    settings.announce(&listener);
    run(listener, settings).map_err(|error| format!("the room had to close: {error}"))
}
