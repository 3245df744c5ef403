//! Endings: however a connection ends, the server closes its half too, releases the client's thread
//! and descriptor, and announces the leave once.
//!
//! `Room` counts the threads and descriptors at the end of every test.

use crate::Room;
use crate::support::client::{Client, fence, joined, left, room};
use crate::support::frames::{CLOSE, FIN, Frame, PING, Raw, TEXT, masked_head};

#[test]
fn a_close_is_a_leave() {
    is_a_leave(|mut walter| {
        walter.send_frame(&Frame::close(1000, "bye"));
        walter.expect_close(1000);
    });
}

#[test]
fn a_close_without_waiting_for_the_answer_is_a_leave() {
    is_a_leave(|mut walter| walter.send_frame(&Frame::close(1001, "")));
}

#[test]
fn the_end_of_tcp_without_a_close_is_a_leave() {
    is_a_leave(drop);
}

#[test]
fn the_end_of_the_clients_half_is_a_leave() {
    is_a_leave(|mut walter| {
        walter.stop_sending();
        walter.expect_end();
    });
}

#[test]
fn the_end_of_tcp_in_the_middle_of_a_frame_is_a_leave() {
    is_a_leave(|mut walter| walter.send(&Frame::new(TEXT, "incomplete!").masked()[..9]));
}

#[test]
fn the_end_of_tcp_in_the_middle_of_a_message_is_a_leave() {
    is_a_leave(|mut walter| walter.send_frame(&Frame::unfinished(TEXT, "to be continued")));
}

#[test]
fn a_reset_is_a_leave() {
    is_a_leave(|mut walter| {
        // When a socket with unread data is closed, TCP sends a reset. Here the pongs are unread.
        for _ in 0..10 {
            walter.send_frame(&Frame::new(PING, "unread"));
        }
        walter.stream.peek(&mut [0]).expect("a pong comes");
    });
}

#[test]
fn a_reset_while_others_talk_is_a_leave() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    for round in 0..20 {
        let walter = Raw::login(server.port(), "walter");
        maria.expect(&joined("walter", &["maria", "walter"]));
        for n in 0..10 {
            maria.send_chat(&format!("chat {n} of round {round}"));
        }
        drop(walter);
        maria.wait_for("walter's leave", |message| message["user_left"] == "walter");
        maria.send_chat("the last of this round");
        maria.wait_for("her last chat", |m| m["text"] == "the last of this round");
    }
}

#[test]
fn a_protocol_error_is_a_leave() {
    is_a_leave(|mut walter| {
        walter.send(&masked_head(FIN | 0x3, 0));
        walter.expect_close(1002);
    });
}

#[test]
fn after_an_error_the_server_does_not_wait_forever_for_the_client_to_close() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let before = server.footprint();
    let mut walter = Raw::login(server.port(), "walter");
    maria.expect(&joined("walter", &["maria", "walter"]));
    walter.send(&masked_head(FIN | TEXT, 1 << 40));
    walter.expect_close(1009);
    maria.expect(&left("walter", &["maria"]));
    // Walter keeps his half open. The server must not wait for him forever.
    server.wait_until_back_to(before);
}

#[test]
fn after_a_close_the_server_does_not_wait_forever_for_the_client_to_close() {
    let server = Room::open();
    let before = server.footprint();
    let mut walter = Raw::login(server.port(), "walter");
    walter.send_frame(&Frame::new(CLOSE, ""));
    walter.expect_frame(&Frame::new(CLOSE, ""));
    walter.expect_end();
    server.wait_until_back_to(before);
}

#[test]
fn a_disconnect_does_not_end_the_connection() {
    let server = Room::open();
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    for _ in 0..3 {
        walter.send(r#"{"type":"disconnect"}"#);
        maria.expect(&left("walter", &["maria"]));
        walter.send_login("walter");
        for client in [&mut walter, &mut maria] {
            client.expect(&joined("walter", &["maria", "walter"]));
        }
    }
}

#[test]
fn a_hundred_clients_come_and_go_and_the_server_releases_them_all() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    for round in 0..10 {
        let visitors: Vec<Client> = (0..10)
            .map(|n| Client::login(server.port(), &format!("visitor {round}.{n}")))
            .collect();
        drop(visitors);
    }
    let mut leaves = 0;
    maria.wait_for("a hundred leaves", |message| {
        leaves += usize::from(message["type"] == "disconnect");
        leaves == 100
    });
    fence([&mut maria]);
}

/// When `end` has ended walter's connection, maria must receive his leave once.
#[track_caller]
fn is_a_leave(end: impl FnOnce(Raw)) {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let walter = Raw::login(server.port(), "walter");
    maria.expect(&joined("walter", &["maria", "walter"]));
    end(walter);
    maria.expect(&left("walter", &["maria"]));
    fence([&mut maria]);
}

/// On Linux, a system call with a timeout fails if its process is stopped (Ctrl+Z) and continues.
#[cfg(unix)]
#[test]
fn stopping_and_continuing_the_server_ends_no_connection() {
    use std::process::Command;

    use crate::support::DEADLINE;
    use crate::support::process::eventually;

    let server = Room::open();
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let id = server.id().to_string();
    let signal = |name: &str| {
        let status = Command::new("kill").args([name, &id]).status();
        assert!(status.is_ok_and(|status| status.success()), "kill {name} {id} failed");
    };
    let is_stopped = || {
        let ps = Command::new("ps").args(["-o", "state=", "-p", &id]).output().expect("ps runs");
        ps.stdout.starts_with(b"T")
    };
    signal("-STOP");
    assert!(eventually(DEADLINE, is_stopped), "the server did not stop within {DEADLINE:?}");
    signal("-CONT");
    fence([&mut walter, &mut maria]);
    let laura = Client::login(server.port(), "laura");
    walter.expect(&joined("laura", &["walter", "maria", "laura"]));
    drop(laura);
}
