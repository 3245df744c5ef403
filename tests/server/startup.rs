//! The start: one line that says where the room is, or one that says what is wrong.

use std::net::TcpListener;

use crate::Room;
use crate::support::DEADLINE;
use crate::support::client::Client;
use crate::support::process::{Ended, chat_server, eventually, free_port, run_to_its_end};

#[test]
fn the_first_line_says_where_the_room_is() {
    let server = Room::open();
    let port = server.port();
    let expected = format!(
        "The chat room is open: page http://localhost:{port}/, WebSocket ws://localhost:{port}/"
    );
    assert_eq!(server.first_line(), expected);
    Client::login(port, "walter");
}

#[test]
fn a_room_for_the_class_says_how_others_reach_it() {
    let server = Room::open_with(&[("HOST", "0.0.0.0")]);
    Client::login(server.port(), "walter");
    let port = server.port();
    let waited = eventually(DEADLINE, || server.output().lines().count() > 1);
    assert!(waited, "no second line: {:?}", server.output());
    let output = server.output();
    let second = output.lines().nth(1).expect("it is there");
    assert!(second.contains(&format!(":{port}/")) && !second.contains("0.0.0.0"), "{second}");
}

#[test]
fn ws_port_counts_when_there_is_no_port() {
    let port = free_port();
    let mut command = chat_server();
    command.env_remove("PORT").env("WS_PORT", port.to_string());
    let server = Room::launch(command);
    assert_eq!(server.port(), port);
}

#[test]
fn port_counts_before_ws_port() {
    let port = free_port();
    // What is not needed is not read either.
    let server = Room::open_with(&[("PORT", &port.to_string()), ("WS_PORT", "abc")]);
    assert_eq!(server.port(), port);
}

#[test]
fn a_port_in_use_is_said_so() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let port = taken.local_addr().expect("it is bound").port().to_string();
    // Some systems would give it out again for another of these hosts.
    for host in ["127.0.0.1", "0.0.0.0", "localhost"] {
        let line = does_not_start(&[("PORT", &port), ("HOST", host)]);
        assert!(line.contains("PORT") && line.contains(&port), "{line}");
        assert!(line.contains("in use"), "{line}");
    }
}

#[test]
fn a_port_in_use_by_another_room_is_said_so() {
    let other = Room::open();
    let line = does_not_start(&[("PORT", &other.port().to_string())]);
    assert!(line.contains("in use"), "{line}");
}

#[test]
fn a_port_that_is_no_port_is_said_so() {
    for port in ["abc", "70000", "-1", "8081 ", "80.81", "0x50", "", "99999999999999999999"] {
        let line = does_not_start(&[("PORT", port)]);
        assert!(line.contains("PORT") && line.contains(&format!("{port:?}")), "{line}");
    }
}

#[test]
fn a_ws_port_that_is_no_port_is_said_so() {
    let mut command = chat_server();
    command.env_remove("PORT").env("WS_PORT", "abc");
    let line = one_line(run_to_its_end(command));
    assert!(line.contains("WS_PORT") && line.contains("abc"), "{line}");
}

#[test]
fn a_host_that_is_no_host_is_said_so() {
    // 192.0.2.1 is reserved for documentation: it is nobody's address.
    for host in ["not a host", "999.1.1.1", "192.0.2.1", "", "http://localhost"] {
        let line = does_not_start(&[("HOST", host)]);
        assert!(line.contains("HOST") && line.contains(&format!("{host:?}")), "{line}");
    }
}

#[test]
fn a_log_level_that_is_none_is_said_so() {
    for level in ["loud", "", "debug,info", "7"] {
        let line = does_not_start(&[("RUST_LOG", level)]);
        assert!(line.contains("RUST_LOG") && line.contains(&format!("{level:?}")), "{line}");
    }
}

#[test]
fn a_limit_of_clients_that_is_none_is_said_so() {
    for limit in ["many", "0", "-1", ""] {
        let line = does_not_start(&[("MAX_CLIENTS", limit)]);
        assert!(line.contains("MAX_CLIENTS") && line.contains(&format!("{limit:?}")), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_text_is_said_so() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let mut command = chat_server();
    command.env("PORT", OsStr::from_bytes(b"80\xFF"));
    let line = one_line(run_to_its_end(command));
    assert!(line.contains("PORT"), "{line}");
}

#[test]
fn every_log_level_starts() {
    for level in ["off", "error", "warn", "info", "debug", "trace", "DEBUG"] {
        let server = Room::open_with(&[("RUST_LOG", level)]);
        Client::login(server.port(), "walter");
    }
}

/// Runs the server with these variables, and gives the line that says why it did not start.
#[track_caller]
fn does_not_start(variables: &[(&str, &str)]) -> String {
    let mut command = chat_server();
    command.envs(variables.iter().copied());
    one_line(run_to_its_end(command))
}

#[track_caller]
fn one_line(ended: Ended) -> String {
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(ended.output, "", "{ended:?}");
    let lines: Vec<&str> = ended.log.lines().collect();
    let [line] = lines[..] else { panic!("not one line: {ended:?}") };
    assert!(!line.contains("panicked") && line.len() < 300, "{line}");
    line.to_string()
}
