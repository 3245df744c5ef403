//! A room inside the test's own process. Tests use it to shorten deadlines, which no environment
//! variable can change.

use std::net::TcpListener;
use std::thread;
use std::time::Duration;

pub use chat_server::Settings;

use crate::support::DEADLINE;
use crate::support::client::Client;
use crate::support::process::eventually;

/// A deadline that is short enough to wait for, and long enough that a busy machine does not pass
/// it by accident.
pub const SHORT: Duration = Duration::from_millis(400);

/// A running room. It runs until the test process ends.
///
/// At the test's end, its clients are dropped. Then all seats must become free again. A seat is
/// taken as long as its client has a thread or an outbox.
pub struct Room {
    port: u16,
    seats: usize,
}

impl Room {
    /// Opens a room for this many clients.
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

    /// Connects newcomers, at most one for each seat. Returns how many got in.
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
        assert!(all_are_free, "only {free} of {} seats are free after {DEADLINE:?}", self.seats);
    }
}
