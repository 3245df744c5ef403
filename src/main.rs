//! The program: reads the settings, starts the log, binds the port, runs the room.

use std::process::ExitCode;

use chat_server::{Settings, logger, run};

fn main() -> ExitCode {
    if let Err(problem) = start() {
        eprintln!("chat-server: {problem}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn start() -> Result<(), String> {
    let settings = Settings::from_env()?;
    logger::start(settings.log_level).map_err(|error| format!("the log cannot start: {error}"))?;
    let listener = settings.bind()?;
    settings.announce(&listener);
    run(listener, settings).map_err(|error| format!("the room had to close: {error}"))
}
