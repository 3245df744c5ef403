//! The crowd from outside: what it says of a good room, of rooms that cheat, and of no room.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, ErrorKind};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::json;
use tungstenite::{Error, Message, WebSocket};

/// Longer than any visit here takes, the patience of the crowd included.
const DEADLINE: Duration = Duration::from_secs(20);

#[test]
fn in_a_good_room_each_message_comes_once_and_in_order() {
    let mut server = Server::start();
    let visit = crowd(&[
        &server.address(),
        "--students",
        "5",
        "--messages-per-minute=600",
        "--seconds",
        "1",
    ]);
    assert_eq!(visit.status.code(), Some(0), "{}", text(&visit));
    let said = text(&visit);
    for expected in
        ["students                 5", "lost                  none", "disconnected          none"]
    {
        assert!(said.contains(expected), "{expected:?} is not in:\n{said}");
    }
    // A second of five students who each say ten messages a second.
    assert!(said.contains("deliveries/s           250"), "{said}");
    assert!(
        said.contains("\nEach message came to each student exactly once, in one order for all."),
        "{said}"
    );
    server.stop();
}

#[test]
fn a_talkative_stranger_does_not_confuse_the_crowd() {
    let mut server = Server::start();
    let (mut teacher, _) = tungstenite::connect(server.address()).expect("the room is open");
    let login = r#"{"type":"login","username":"Maria"}"#;
    teacher.send(Message::text(login)).expect("the login is sent");
    let talk = thread::spawn(move || {
        // Every text of the crowd comes back, word for word, as a quotation.
        while let Ok(heard) = teacher.read() {
            if let Message::Text(heard) = heard
                && heard.contains("crowd")
                && !heard.contains("teacher")
            {
                let quote = json!({"type": "chat", "username": "teacher", "text": heard.as_str()});
                teacher.send(Message::text(quote.to_string())).expect("chat");
            }
        }
    });
    let visit = crowd(&[
        &server.address(),
        "--students",
        "4",
        "--messages-per-minute",
        "300",
        "--seconds",
        "0.5",
    ]);
    assert_eq!(visit.status.code(), Some(0), "{}", text(&visit));
    server.stop();
    talk.join().expect("the teacher");
}

#[test]
fn a_lost_message_is_named() {
    expect_trouble(Mischief::Lose, "lost                     1   message ", "never came to Walter");
}

#[test]
fn a_message_that_comes_twice_is_named() {
    expect_trouble(
        Mischief::Repeat,
        "twice                    1   message ",
        "came again to Walter",
    );
}

#[test]
fn a_message_out_of_order_is_named() {
    // Whoever hears two messages first decides their order: it may be the others who are late.
    expect_trouble(Mischief::Swap, "out of order             ", " came too late to ");
}

#[test]
fn a_student_who_is_disconnected_is_named() {
    expect_trouble(Mischief::HangUp, "disconnected             1   Walter: ", "");
}

#[test]
fn without_a_server_it_says_what_to_do() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let visit = crowd(&[&closed.to_string()]);
    assert_eq!(visit.status.code(), Some(1));
    let log = String::from_utf8_lossy(&visit.stderr);
    let line = log.lines().last().unwrap_or_default();
    assert!(line.starts_with("crowd: no room at ws://127.0.0.1:"), "{log}");
    assert!(line.ends_with("cargo run --release"), "{log}");
}

#[test]
fn a_server_that_is_no_chat_room_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let visit = crowd(&[&listener.local_addr().unwrap().to_string(), "--patience", "0.2"]);
    assert_eq!(visit.status.code(), Some(1));
    assert!(text(&visit).contains("crowd: no room at ws://"), "{}", text(&visit));
}

#[test]
fn wrong_arguments_are_explained_in_one_line() {
    for (arguments, expected) in [
        (&["--students", "many"][..], "--students needs a number from 1 to 20000, not \"many\""),
        (&["--students"], "--students needs a number from 1 to 20000, not \"\""),
        (&["--seconds=-1"], "--seconds needs a number from 0.1 to 86400, not \"-1\""),
        (&["--teachers", "3"], "there is no option --teachers"),
        (&["wss://localhost"], "the crowd speaks ws://, not wss://"),
        (&["http://"], "\"http://\" is not an address such as ws://localhost:8081/"),
        (&["localhost:99999"], "\"localhost:99999\" is not an address"),
        (&["localhost:localhost"], "\"localhost:localhost\" is not an address"),
        (&["localhost:"], "\"localhost:\" is not an address"),
        (&[":8081"], "\":8081\" is not an address"),
        (&["localhost:1", "localhost:2"], "\"localhost:2\" is one address too many"),
    ] {
        expect_refusal(arguments, expected);
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused_like_others() {
    use std::os::unix::ffi::OsStrExt;
    expect_refusal(&[OsStr::from_bytes(b"\xff:8081")], "\u{fffd}:8081\" is not an address");
}

fn expect_refusal(arguments: &[impl AsRef<OsStr> + std::fmt::Debug], expected: &str) {
    let visit = crowd(arguments);
    assert_eq!(visit.status.code(), Some(2), "{arguments:?}: {}", text(&visit));
    let log = String::from_utf8_lossy(&visit.stderr);
    assert!(log.contains(expected) && log.contains("--help"), "{arguments:?}: {log}");
    assert_eq!(log.lines().count(), 1, "{arguments:?}: {log}");
}

#[test]
fn help_names_every_option() {
    let visit = crowd(&["--help"]);
    assert_eq!(visit.status.code(), Some(0));
    for option in ["ADDRESS", "--students", "--messages-per-minute", "--seconds", "--patience"] {
        assert!(text(&visit).contains(option), "{option} is not in {}", text(&visit));
    }
}

/// Sends three students into a room that cheats Walter, the second of them, at the sixth message
/// that it hears. Which one that is, nobody knows: each student has a connection of its own.
fn expect_trouble(mischief: Mischief, row: &str, detail: &str) {
    let (address, room) = cheating_room(3, mischief);
    let visit = crowd(&[
        &address,
        "--students=3",
        "--messages-per-minute=600",
        "--seconds=0.5",
        "--patience=1",
    ]);
    let said = text(&visit);
    assert_eq!(visit.status.code(), Some(1), "{said}");
    for expected in [row, detail, "\nNOT each message came"] {
        assert!(said.contains(expected), "{expected:?} is not in:\n{said}");
    }
    room.join().expect("the cheating room");
}

#[derive(Clone, Copy, PartialEq)]
enum Mischief {
    Lose,
    Repeat,
    Swap,
    HangUp,
}

/// A room that relays chat as it should, except for what it does to its second client at the
/// sixth message.
fn cheating_room(clients: usize, mischief: Mischief) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    let room = thread::spawn(move || {
        let greet = || {
            let (stream, _) = listener.accept().expect("a student");
            let socket = tungstenite::accept(stream).expect("a handshake");
            socket.get_ref().set_nonblocking(true).expect("a socket");
            Some(socket)
        };
        let mut clients: Vec<_> = (0..clients).map(|_| greet()).collect();
        let (mut chats, mut held_back) = (0, None);
        let end = Instant::now() + DEADLINE;
        while clients.iter().any(Option::is_some) {
            assert!(Instant::now() < end, "the crowd did not leave");
            for i in 0..clients.len() {
                let Some(heard) = clients[i].as_mut().and_then(next_text) else {
                    clients[i].take_if(|client| !client.can_read());
                    continue;
                };
                if heard.contains(r#""login""#) {
                    let welcome = r#"{"type":"login","user_joined":"x","active_users":[]}"#;
                    send(&mut clients[i], welcome);
                    continue;
                }
                for (j, client) in clients.iter_mut().enumerate() {
                    match mischief {
                        _ if j != 1 || !(5..=6).contains(&chats) => send(client, &heard),
                        Mischief::Lose if chats == 5 => {}
                        Mischief::Repeat if chats == 5 => [(); 2].map(|()| send(client, &heard))[0],
                        Mischief::Swap if chats == 5 => held_back = Some(heard.clone()),
                        Mischief::Swap => {
                            send(client, &heard);
                            send(client, &held_back.take().expect("the sixth message"));
                        }
                        Mischief::HangUp => *client = None,
                        _ => send(client, &heard),
                    }
                }
                chats += 1;
            }
            thread::yield_now();
        }
    });
    (address, room)
}

fn send(client: &mut Option<WebSocket<TcpStream>>, text: &str) {
    if let Some(client) = client {
        let _ = client.send(Message::text(text)); // a student may just have left
    }
}

/// What has come, if anything. A client who closed can no longer be read.
fn next_text(client: &mut WebSocket<TcpStream>) -> Option<String> {
    match client.read() {
        Ok(Message::Text(text)) => Some(text.to_string()),
        Err(Error::Io(why)) if why.kind() == ErrorKind::WouldBlock => None,
        Ok(Message::Close(_)) => {
            let _ = client.flush();
            None
        }
        Ok(_) => None,
        Err(why) => panic!("a student broke off: {why}"),
    }
}

/// Runs the crowd, and ends it when it takes too long.
fn crowd(arguments: &[impl AsRef<OsStr> + std::fmt::Debug]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crowd"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the crowd is built");
    let end = Instant::now() + DEADLINE;
    // Its output fits into a pipe, so it can wait there until the end.
    while child.try_wait().expect("a child").is_none() {
        if Instant::now() > end {
            child.kill().expect("a child");
            panic!("crowd {arguments:?} did not end: {}", text(&child.wait_with_output().unwrap()));
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().expect("its output")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).to_string() + &String::from_utf8_lossy(&output.stderr)
}

/// The real server, on a free port.
struct Server {
    child: Child,
    first_line: String,
}

impl Server {
    fn start() -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chat-server"));
        command.env("PORT", "0").env("HOST", "127.0.0.1").env("RUST_LOG", "warn");
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the server is built");
        let mut first_line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        output.read_line(&mut first_line).expect("the server's first line");
        Server { child, first_line }
    }

    fn address(&self) -> String {
        let address = self.first_line.split_whitespace().find(|word| word.starts_with("ws://"));
        address.unwrap_or_else(|| panic!("no address in {:?}", self.first_line)).to_owned()
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
