//! Limits: the room is full, or the system has no descriptors or threads left.

#[cfg(unix)]
use std::{io::ErrorKind, net::TcpStream, path::Path, process::Command};

use crate::Room;
use crate::http::get;
use crate::support::DEADLINE;
use crate::support::client::{Client, fence, joined, left, room};
use crate::support::frames::{Raw, UPGRADE};
use crate::support::process::eventually;
#[cfg(unix)]
use crate::support::process::{Activity, chat_server, server_command};

#[test]
fn a_newcomer_to_a_full_room_gets_a_503() {
    let server = Room::open_with(&[("MAX_CLIENTS", "3")]);
    let [mut walter, mut maria, laura] = room(server.port(), ["walter", "maria", "laura"]);
    for request in [UPGRADE, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
        let response = Raw::request(server.port(), request.as_bytes());
        assert_eq!(response.status, 503, "{response:?}");
        assert!(response.text().contains("full"), "{response:?}");
    }
    fence([&mut walter, &mut maria]);

    laura.close();
    walter.expect(&left("laura", &["walter", "maria"]));
    // The room announces laura's leave a moment before it has room for another client.
    let mut newcomer = None;
    let is_in = eventually(DEADLINE, || {
        newcomer = Client::try_connect(server.port(), "newcomer").ok();
        newcomer.is_some()
    });
    assert!(is_in, "the room is still full {DEADLINE:?} after laura left");
    newcomer.expect("is connected").send_login("newcomer");
    walter.expect(&joined("newcomer", &["walter", "maria", "newcomer"]));
}

/// A browser asks for each file on a connection of its own, several at the same time. If the page
/// took the last seat, its scripts must come all the same.
#[test]
fn a_full_room_gives_out_the_rest_of_a_page() {
    let server = Room::open_with(&[("MAX_CLIENTS", "1")]);
    let mut walter = Client::login(server.port(), "walter");
    for file in ["/client.js", "/index.css"] {
        let response = get(&server, file);
        assert_eq!(response.status, 200, "{response:?}");
    }
    fence([&mut walter]);
}

#[test]
fn the_largest_limit_works() {
    let server = Room::open_with(&[("MAX_CLIENTS", &usize::MAX.to_string())]);
    fence(room(server.port(), ["walter", "maria"]).each_mut());
}

#[test]
fn two_hundred_refused_connections_do_not_disturb_a_full_room() {
    let server = Room::open_with(&[("MAX_CLIENTS", "2")]);
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    // They come all at once and are silent: each could hold a thread until its deadline.
    let mut crowd: Vec<Raw> = (0..200).map(|_| Raw::connect(server.port())).collect();
    fence([&mut walter, &mut maria]);
    for raw in &mut crowd {
        // Sending may fail: the server may already have closed the connection.
        let _ = raw.try_send(UPGRADE.as_bytes());
    }
    for mut raw in crowd {
        let answer = raw.read_to_end();
        let is_refused = answer.is_empty() || answer.starts_with(b"HTTP/1.1 503 ");
        assert!(is_refused, "{:?}", String::from_utf8_lossy(&answer));
    }
    fence([&mut walter, &mut maria]);
}

#[cfg(unix)]
#[test]
fn out_of_descriptors_the_room_goes_on_and_takes_newcomers_later() {
    let mut limited = server_command(Path::new("sh"));
    limited.args(["-c", "ulimit -n 40 && exec \"$0\""]).arg(chat_server().get_program());
    // "Too many open files" on Linux, macOS and the BSDs.
    goes_on_and_takes_newcomers_later(limited, "os error 24");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs root: an ordinary user's limit counts all threads of that user"]
fn out_of_threads_the_room_goes_on_and_takes_newcomers_later() {
    use std::os::unix::process::CommandExt;

    // A user with no other programs. It cannot read root's home, so it gets a copy of the server.
    const OTHER_USER: u32 = 54_321;
    let program = std::env::temp_dir().join(format!("chat-server-{}", std::process::id()));
    std::fs::copy(chat_server().get_program(), &program).expect("the program can be copied");
    let mut limited = server_command(Path::new("prlimit"));
    limited.arg("--nproc=20").arg(&program).uid(OTHER_USER);
    goes_on_and_takes_newcomers_later(limited, "os error 11"); // "Resource temporarily unavailable"
    std::fs::remove_file(program).expect("the copy can be removed");
}

/// `limited` starts a server with resources for about ten clients. `error` is the system's error
/// when they are used up.
#[cfg(unix)]
fn goes_on_and_takes_newcomers_later(limited: Command, error: &str) {
    let server = Room::launch(limited);
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let mut crowd: Vec<Raw> = (0..60).map(|_| Raw::connect(server.port())).collect();
    server.wait_for_log(error);
    fence([&mut walter, &mut maria]);

    if let Some(Activity { busy, of, .. }) = server.observe() {
        assert!(busy < of / 5, "without resources, the server spins: busy for {busy:?} of {of:?}");
    }
    let said = server.log().matches(error).count();
    assert_eq!(said, 1, "the server must log the error once");
    // macOS itself closes connections that the server cannot accept.
    if cfg!(target_os = "linux") {
        let hung_up_on = crowd.iter().filter(|raw| has_ended(&raw.stream)).count();
        assert_eq!(hung_up_on, 0, "the server must let newcomers wait, and not close them");
    }

    crowd.truncate(5);
    // The old clients' threads end one after the other. Until then, laura waits.
    let mut laura = Client::connect(server.port(), "laura");
    laura.send_login("laura");
    laura.expect(&joined("laura", &["walter", "maria", "laura"]));
    for client in [&mut walter, &mut maria] {
        client.expect(&joined("laura", &["walter", "maria", "laura"]));
    }
    fence([&mut laura, &mut walter, &mut maria]);
    server.wait_for_log("there is room again");
}

/// Whether the other side has closed the connection. Takes no bytes from it.
#[cfg(unix)]
fn has_ended(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).expect("a socket can be non-blocking");
    !matches!(stream.peek(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock)
}
