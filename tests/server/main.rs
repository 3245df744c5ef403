//! The server from outside: the built program, real sockets, a module per subject.
//!
//! Every test opens its own room. No test waits for a time to pass: it waits for a message,
//! or for a fence, a later message that must arrive, when it proves that nothing came.

#[path = "../support/mod.rs"]
mod support;

mod delay;
mod endings;
mod flood;
mod fuzz;
mod heartbeat;
mod http;
mod in_process;
mod limits;
mod logging;
mod order;
mod protocol;
mod slow;
mod startup;
mod wire;

use std::ops::Deref;

use support::frames::Raw;
use support::process::{Footprint, Server};

/// A server of its own for a test. At the test's end, when its clients are dropped, the
/// server must hold no more threads and descriptors than before the first client came.
struct Room {
    server: Server,
    before: Option<Footprint>,
}

impl Room {
    fn open() -> Room {
        Room::open_with(&[])
    }

    fn open_with(variables: &[(&str, &str)]) -> Room {
        Room::around(Server::start_with(variables))
    }

    fn around(server: Server) -> Room {
        // Who is answered knows that the server has started all its threads.
        Raw::request(server.port(), b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        server.wait_until_no_client_thread_is_left();
        let before = server.footprint();
        Room { server, before }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.server.wait_until_back_to(self.before);
        }
    }
}

impl Deref for Room {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}
