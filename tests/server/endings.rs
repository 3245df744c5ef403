//! Whatever ends a connection: TCP ends both ways, the thread and the descriptor are gone, and
//! the leave is announced once.
//!
//! Threads and descriptors are counted at the end of every test, see `Room`.

use crate::Room;
use crate::support::client::{Client, fence, joined, left, room};
use crate::support::frames::{CLOSE, FIN, Frame, PING, Raw, TEXT, masked_head};

#[test]
fn a_close_and_then_the_end() {
    ends(|mut walter| {
        walter.send_frame(&Frame::close(1000, "bye"));
        walter.expect_close(1000);
    });
}

#[test]
fn a_close_and_gone_before_the_answer() {
    ends(|mut walter| walter.send_frame(&Frame::close(1001, "")));
}

#[test]
fn tcp_ends_without_a_close() {
    ends(drop);
}

#[test]
fn tcp_ends_on_the_clients_half_only() {
    ends(|mut walter| {
        walter.stop_sending();
        walter.expect_end();
    });
}

#[test]
fn tcp_ends_in_the_middle_of_a_frame() {
    ends(|mut walter| walter.send(&Frame::new(TEXT, "never whole").masked()[..9]));
}

#[test]
fn tcp_ends_in_the_middle_of_a_message() {
    ends(|mut walter| walter.send_frame(&Frame::unfinished(TEXT, "to be continued")));
}

#[test]
fn a_reset_is_a_leave() {
    ends(|mut walter| {
        // Closing a socket that holds unread data sends a reset instead of an end: the pongs
        // are there, since the chat that came after them is.
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
fn a_protocol_error() {
    ends(|mut walter| {
        walter.send(&masked_head(FIN | 0x3, 0));
        walter.expect_close(1002);
    });
}

#[test]
fn an_error_and_the_client_never_closes_its_half() {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let before = server.footprint();
    let mut walter = Raw::login(server.port(), "walter");
    maria.expect(&joined("walter", &["maria", "walter"]));
    walter.send(&masked_head(FIN | TEXT, 1 << 40));
    walter.expect_close(1009);
    maria.expect(&left("walter", &["maria"]));
    // Walter holds his half open; the server must not wait for him for ever.
    server.wait_until_back_to(before);
}

#[test]
fn a_close_and_the_client_never_closes_its_half() {
    let server = Room::open();
    let before = server.footprint();
    let mut walter = Raw::login(server.port(), "walter");
    walter.send_frame(&Frame::new(CLOSE, ""));
    walter.expect_frame(&Frame::new(CLOSE, ""));
    walter.expect_end();
    server.wait_until_back_to(before);
}

#[test]
fn a_disconnect_ends_nothing_but_the_membership() {
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
fn many_come_and_go_and_nothing_is_left_of_them() {
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

/// Maria is in the room when walter's connection ends in some way: she hears of it once.
#[track_caller]
fn ends(how: impl FnOnce(Raw)) {
    let server = Room::open();
    let [mut maria] = room(server.port(), ["maria"]);
    let walter = Raw::login(server.port(), "walter");
    maria.expect(&joined("walter", &["maria", "walter"]));
    how(walter);
    maria.expect(&left("walter", &["maria"]));
    fence([&mut maria]);
}

/// A system call that waits with a deadline is interrupted when its process goes on.
#[cfg(unix)]
#[test]
fn ctrl_z_and_going_on_ends_nobody() {
    use std::process::Command;

    use crate::support::DEADLINE;
    use crate::support::process::eventually;

    let server = Room::open();
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    let id = server.id().to_string();
    let signal = |name: &str| {
        let status = Command::new("kill").args([name, &id]).status();
        assert!(status.is_ok_and(|status| status.success()), "kill {name} {id}");
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
