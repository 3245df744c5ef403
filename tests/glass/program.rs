//! The program `glass` without a browser: what it says, starts and ends, and its mistakes.

use std::net::{TcpListener, TcpStream};
use std::process::Command;

use serde_json::Value;

use crate::Outcome;
use crate::support::DEADLINE;
use crate::support::client::{Client, room};
use crate::support::frames::Raw;
use crate::support::process::{Server, eventually, run_to_its_end};
use crate::watched::{Watched, glass};

pub fn both_rooms_say_where_they_are() -> Outcome {
    let watched = Watched::start();
    let [mut walter] = room(watched.room(), ["walter"]);
    walter.send(r#"{"type":"something for the log"}"#);
    watched.wait_for_log("INFO  [chat_server::room@broadcaster] client 1 is \"walter\"");
    watched.wait_for_log("something for the log");
    let page = Raw::request(watched.port(), b"GET /glass.html HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!(page.status, 200, "{page:?}");
    Ok(())
}

pub fn each_line_of_the_log_is_a_chat_message() -> Outcome {
    let watched = Watched::start();
    let mut watcher = Watcher::login(&watched);
    let [walter] = room(watched.room(), ["walter"]);
    let line = watcher.wait_for("@client 1] read ");
    let (time, rest) = line.split_once(' ').expect("a time and a line");
    assert!(time.parse::<u64>().is_ok_and(|time| time > 1_600_000_000_000_000), "{line}");
    assert!(rest.starts_with("DEBUG [chat_server::client@client 1] read "), "{line}");
    watcher.wait_for("] wrote ");
    drop(walter);
    watcher.wait_for("\"walter\" left");
    Ok(())
}

pub fn a_newcomer_hears_who_is_there() -> Outcome {
    let watched = Watched::start();
    let [_walter, _maria] = room(watched.room(), ["walter", "maria"]);
    watched.wait_for_log("\"maria\", 2 logged in");
    let mut watcher = Watcher::login(&watched);
    watcher.wait_for("[glass@glass] started chat-server");
    watcher.wait_for("client 1 is \"walter\", 1 logged in");
    watcher.wait_for("client 2 is \"maria\", 2 logged in");
    Ok(())
}

/// A client of the second room, which takes the lines out of the messages.
struct Watcher {
    client: Client,
    lines: Vec<String>,
}

impl Watcher {
    /// Logs in, and hears what happened before.
    fn login(watched: &Watched) -> Watcher {
        let mut client = Client::connect(watched.port(), "watcher");
        client.send_login("watcher");
        let before = client.wait_for("what happened before", |message| message["part"] == 1);
        Watcher { client, lines: lines_of(&before) }
    }

    /// Waits for the next line that contains `part`.
    fn wait_for(&mut self, part: &str) -> String {
        loop {
            if let Some(place) = self.lines.iter().position(|line| line.contains(part)) {
                return self.lines.drain(..=place).next_back().expect("it is there");
            }
            let message: Value = self.client.receive(part);
            self.lines.extend(lines_of(&message));
        }
    }
}

fn lines_of(message: &Value) -> Vec<String> {
    message["text"].as_str().unwrap_or_default().lines().map(str::to_string).collect()
}

pub fn the_room_ends_when_the_glass_room_is_killed() -> Outcome {
    let watched = Watched::start();
    let port = watched.room();
    drop(watched);
    let ended = eventually(DEADLINE, || TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(ended, "the room on port {port} is open after {DEADLINE:?}");
    Ok(())
}

pub fn a_program_that_ends_is_reported() -> Outcome {
    let mut command = glass();
    command.env("PORT", "nonsense");
    let glass = Server::launch(command)?;
    glass.wait_for_log("chat-server: PORT is \"nonsense\"");
    let line = glass.wait_for_log("glass: chat-server has ended: ");
    assert!(line.contains("Its picture stays until you press Ctrl+C."), "{line}");
    Ok(())
}

pub fn wrong_arguments_and_settings_are_reported() -> Outcome {
    let help = run_to_its_end({
        let mut command = glass();
        command.arg("--help");
        command
    });
    assert_eq!(help.code, Some(0), "{help:?}");
    for (arguments, expected) in [
        (vec!["--recordings"], "glass: unknown option --recordings (--help lists the options)"),
        (vec!["--program"], "glass: --program needs a program"),
        (vec!["--recording"], "glass: --recording needs a file"),
        (vec!["--recording", "a", "--program", "b"], "glass: give one program or one recording"),
        (vec!["--recording", "no/such/file"], "glass: cannot read \"no/such/file\": "),
        (vec!["--program", "no/such/program"], "glass: cannot start no/such/program ("),
    ] {
        let mut command = glass();
        command.args(&arguments);
        fails(command, expected);
    }
    let mut command = glass();
    command.env("GLASS_PORT", "many");
    fails(command, "glass: GLASS_PORT is \"many\", but it must be a number from 0 to 65535.");
    Ok(())
}

pub fn a_port_in_use_is_reported() -> Outcome {
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port();
    let mut command = glass();
    command.env("GLASS_PORT", port.to_string());
    fails(command, &format!("glass: GLASS_PORT {port} is already in use."));
    Ok(())
}

fn fails(command: Command, expected: &str) {
    let ended = run_to_its_end(command);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.log.contains(expected), "expected {expected:?}, got {ended:?}");
}

/// A terminal sends the signal to the whole group of processes.
#[cfg(unix)]
pub fn ctrl_c_ends_both() -> Outcome {
    use std::os::unix::process::CommandExt;
    let mut command = glass();
    command.process_group(0);
    let mut watched = Watched::launch(command);
    let port = watched.room();
    let group = format!("-{}", watched.id());
    let sent = Command::new("kill").args(["-INT", "--", &group]).status()?;
    assert!(sent.success(), "kill says {sent}");
    let both_ended = eventually(DEADLINE, || {
        watched.ended().is_some() && TcpStream::connect(("127.0.0.1", port)).is_err()
    });
    assert!(both_ended, "after Ctrl+C: {:?}", watched.ended());
    Ok(())
}

#[cfg(not(unix))]
pub fn ctrl_c_ends_both() -> Outcome {
    Ok(()) // a test cannot press Ctrl+C in a console of its own
}
