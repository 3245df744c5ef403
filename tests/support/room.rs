//! A server that must release all its threads and descriptors.

use std::ops::Deref;
use std::process::Command;

use super::frames::Raw;
use super::process::{Footprint, Server};

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

    pub fn around(server: Server) -> Room {
        // When a request is answered, the server has started all its threads.
        Raw::request(server.port(), b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
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
