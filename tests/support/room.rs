//! A server that must release all its threads and descriptors.

use std::ops::Deref;
use std::process::Command;

use super::DEADLINE;
use super::frames::Raw;
use super::process::{Footprint, Server, eventually};

/// A server for one test. At the test's end, its clients are dropped. Then the server must not have
/// more threads and descriptors than at the start, and no thread may have panicked.
pub struct Room {
    server: Server,
    before: Option<Footprint>,
}

impl Room {
    pub fn open() -> Room {
        Room::open_with(&[])
    }

    pub fn open_with(variables: &[(&str, &str)]) -> Room {
        Room::around(Server::start_with(variables))
    }

    /// Starts any program that prints its room's address on its first line, as `chat-server` does.
    pub fn launch(program: Command) -> Room {
        Room::around(Server::launch(program).unwrap_or_else(|why| panic!("{why}")))
    }

    /// The same, for a program whose threads have no names. Without clients, it has this many.
    pub fn launch_without_thread_names(program: Command, threads: usize) -> Room {
        let mut room = Room::launch(program);
        let no_client_is_left = eventually(DEADLINE, || {
            room.before = room.footprint();
            room.before.is_none_or(|now| now.threads == threads)
        });
        assert!(no_client_is_left, "expected {threads} threads, but there are: {:?}", room.before);
        room
    }

    pub fn around(server: Server) -> Room {
        // When the server has ended this connection, it has started all its threads.
        let mut first = Raw::connect(server.port());
        first.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        first.read_to_end();
        drop(first); // until then, `chat-server` lingers
        server.wait_until_no_client_thread_is_left();
        let before = server.footprint();
        Room { server, before }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.server.wait_until_back_to(self.before);
        let log = self.server.end();
        // The line after "panicked" has the reason.
        let panic: Vec<&str> =
            log.lines().skip_while(|line| !line.contains("panicked")).take(2).collect();
        assert!(panic.is_empty(), "a thread of the server panicked: {}", panic.join(" "));
    }
}

impl Deref for Room {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}
