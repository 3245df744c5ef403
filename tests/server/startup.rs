//! The start: the server prints one line with the room's address, or one line with the error.

use std::net::TcpListener;

use crate::Room;
use crate::support::DEADLINE;
use crate::support::client::Client;
use crate::support::process::{Ended, chat_server, eventually, free_port, run_to_its_end};

#[test]
fn the_first_line_has_the_rooms_address() {
    let server = Room::open();
    let port = server.port();
    let expected = format!(
        "The chat room is open: page http://localhost:{port}/, WebSocket ws://localhost:{port}/"
    );
    assert_eq!(server.first_line(), expected);
    Client::login(port, "walter");
}

#[test]
fn a_room_open_to_the_network_says_how_others_reach_it() {
    let server = Room::open_with(&[("HOST", "0.0.0.0")]);
    Client::login(server.port(), "walter");
    let port = server.port();
    let has_second = eventually(DEADLINE, || server.output().lines().count() > 1);
    assert!(has_second, "no second line: {:?}", server.output());
    let output = server.output();
    let second = output.lines().nth(1).expect("there is a second line");
    assert!(second.contains(&format!(":{port}/")) && !second.contains("0.0.0.0"), "{second}");
}

#[test]
fn ws_port_is_used_if_port_is_not_set() {
    let port = free_port();
    let mut command = chat_server();
    command.env_remove("PORT").env("WS_PORT", port.to_string());
    let server = Room::launch(command);
    assert_eq!(server.port(), port);
}

#[test]
fn port_overrides_ws_port() {
    let port = free_port();
    // WS_PORT is not read then, so it may be invalid.
    let server = Room::open_with(&[("PORT", &port.to_string()), ("WS_PORT", "abc")]);
    assert_eq!(server.port(), port);
}

#[test]
fn a_port_in_use_is_reported() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let port = taken.local_addr().expect("it is bound").port().to_string();
    // On some systems, a port in use on one host is still free on another.
    for host in ["127.0.0.1", "0.0.0.0", "localhost"] {
        let line = does_not_start(&[("PORT", &port), ("HOST", host)]);
        assert!(line.contains("PORT") && line.contains(&port), "{line}");
        assert!(line.contains("in use"), "{line}");
    }
}

#[test]
fn a_port_in_use_by_another_room_is_reported() {
    let other = Room::open();
    let line = does_not_start(&[("PORT", &other.port().to_string())]);
    assert!(line.contains("in use"), "{line}");
}

#[test]
fn an_invalid_port_is_reported() {
    for port in ["abc", "70000", "-1", "8081 ", "80.81", "0x50", "", "99999999999999999999"] {
        let line = does_not_start(&[("PORT", port)]);
        assert!(line.contains("PORT") && line.contains(&format!("{port:?}")), "{line}");
    }
}

#[test]
fn an_invalid_ws_port_is_reported() {
    let mut command = chat_server();
    command.env_remove("PORT").env("WS_PORT", "abc");
    let line = one_line(run_to_its_end(command));
    assert!(line.contains("WS_PORT") && line.contains("abc"), "{line}");
}

#[test]
fn an_invalid_host_is_reported() {
    // 192.0.2.1 is reserved for documentation, so no computer has this address.
    for host in ["not a host", "999.1.1.1", "192.0.2.1", "", "http://localhost"] {
        let line = does_not_start(&[("HOST", host)]);
        assert!(line.contains("HOST") && line.contains(&format!("{host:?}")), "{line}");
    }
}

#[test]
fn an_invalid_log_level_is_reported() {
    for level in ["loud", "", "debug,info", "7"] {
        let line = does_not_start(&[("RUST_LOG", level)]);
        assert!(line.contains("RUST_LOG") && line.contains(&format!("{level:?}")), "{line}");
    }
}

#[test]
fn an_invalid_limit_of_clients_is_reported() {
    for limit in ["many", "0", "-1", ""] {
        let line = does_not_start(&[("MAX_CLIENTS", limit)]);
        assert!(line.contains("MAX_CLIENTS") && line.contains(&format!("{limit:?}")), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_utf_8_is_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let mut command = chat_server();
    command.env("PORT", OsStr::from_bytes(b"80\xFF"));
    let line = one_line(run_to_its_end(command));
    assert!(line.contains("PORT"), "{line}");
}

#[test]
fn the_server_starts_with_every_log_level() {
    for level in ["off", "error", "warn", "info", "debug", "trace", "DEBUG"] {
        let server = Room::open_with(&[("RUST_LOG", level)]);
        Client::login(server.port(), "walter");
    }
}

/// Runs the server with these variables, and returns the line that says why it does not start.
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
    let [line] = lines[..] else { panic!("expected exactly one line: {ended:?}") };
    assert!(!line.contains("panicked") && line.len() < 300, "{line}");
    line.to_string()
}
