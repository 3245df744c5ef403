//! A room inside the test's own process, for the settings that no environment variable has:
//! deadlines, shorter than a class would want them.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

pub use chat_server::Settings;

/// A deadline that tests need not wait long for, and that a busy machine does not reach by
/// itself.
pub const SHORT: Duration = Duration::from_millis(400);

/// A running room. It ends with the test process: a room has no other end.
pub struct Room {
    port: u16,
}

impl Room {
    pub fn open(settings: Settings) -> Room {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        thread::spawn(move || chat_server::run(listener, settings));
        Room { port }
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}
