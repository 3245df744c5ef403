//! A room inside the test's own process, for the settings that no environment variable has:
//! deadlines, shorter than a class would want them.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

pub use chat_server::Settings;

use crate::support::DEADLINE;
use crate::support::client::Client;
use crate::support::process::eventually;

/// A deadline that tests need not wait long for, and that a busy machine does not reach by
/// itself.
pub const SHORT: Duration = Duration::from_millis(400);

/// A running room. It ends with the test process: a room has no other end.
///
/// At the test's end, when its clients are dropped, all seats must be free again. A seat is taken
/// as long as a thread or an outbox is left of its client.
pub struct Room {
    port: u16,
    seats: usize,
}

impl Room {
    /// Opens a room for so many clients.
    pub fn open(seats: usize, settings: Settings) -> Room {
        let settings = Settings { max_clients: seats, ..settings };
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        thread::spawn(move || chat_server::run(listener, settings));
        Room { port, seats }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many get in when as many come as there are seats.
    fn free_seats(&self) -> usize {
        let come = |_| Client::try_connect(self.port, "newcomer").ok();
        let newcomers: Vec<Client> = (0..self.seats).map_while(come).collect();
        newcomers.len()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        let mut free = 0;
        let all_are_free = eventually(DEADLINE, || {
            free = self.free_seats();
            free == self.seats
        });
        assert!(all_are_free, "{DEADLINE:?} later {free} of {} seats are free", self.seats);
    }
}
