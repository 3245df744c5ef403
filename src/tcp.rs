//! One socket, two threads: a client's thread reads from it, the broadcaster writes to it.
//!
//! Reading may take forever, and the client's thread has nothing else to do, so it blocks. Writing
//! must take no time, since everyone waits for the broadcaster, so it does not block. But in std, a
//! socket blocks for both of them or for neither. So the writer switches it over for the moment of its
//! write, and a reader that begins just then gets `WouldBlock` and tries again.

use std::io::ErrorKind::{ConnectionAborted, Interrupted, TimedOut, WouldBlock};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// How long a connection that has ended may go on. Closing it at once would make TCP answer with a
/// reset, and a reset can overtake the Close frame or the page that was sent last.
pub const LINGER: Duration = Duration::from_secs(2);

/// A client's connection, shared by the client's thread and the broadcaster.
pub struct Connection {
    pub stream: TcpStream,
    /// How many bytes were written to the client or wait for it. The broadcaster counts them.
    pub queued: AtomicUsize,
    is_cut_off: AtomicBool,
    /// Its last owner gives the seat back.
    _seat: Arc<()>,
}

impl Connection {
    pub fn new(stream: TcpStream, seat: Arc<()>) -> Self {
        Self { stream, queued: 0.into(), is_cut_off: false.into(), _seat: seat }
    }

    /// Reads what comes next. Fails with `TimedOut` if nothing comes within `timeout`, which the caller
    /// has set as the stream's read timeout: to set it at each read would cost a system call more.
    pub fn read(&self, timeout: Duration, buffer: &mut [u8]) -> io::Result<usize> {
        let start = Instant::now();
        loop {
            self.check()?;
            match (&self.stream).read(buffer) {
                // Unix says `WouldBlock` at the end of the time, Windows `TimedOut`. Long before it,
                // `WouldBlock` means that the broadcaster was writing, and `Interrupted` Ctrl+Z.
                Err(error) if matches!(error.kind(), WouldBlock | TimedOut | Interrupted) => {
                    if error.kind() != Interrupted && start.elapsed() > timeout / 2 {
                        return Err(io::Error::new(TimedOut, "nothing came in time"));
                    }
                    thread::yield_now();
                }
                result => return result,
            }
        }
    }

    /// Reads what comes next, if it comes before the deadline. The deadline is a moment, not a
    /// duration, so sending one byte at a time buys no extra time.
    pub fn read_before(&self, deadline: Instant, buffer: &mut [u8]) -> io::Result<usize> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(TimedOut, "nothing came in time"));
        }
        self.stream.set_read_timeout(Some(left))?;
        self.read(left, buffer)
    }

    /// Writes as much as the socket takes at once, and returns how many bytes that was.
    ///
    /// The other ways were worse. A write timeout stalls everyone for 4 to 8 ms on Linux (it counts
    /// in clock ticks) and leaves the socket undefined on Windows. A writer thread for each client
    /// makes a large room four times slower.
    pub fn write_without_waiting(&self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_nonblocking(true)?;
        let result = (&self.stream).write(bytes);
        self.stream.set_nonblocking(false)?;
        match result {
            Err(error) if error.kind() == WouldBlock => Ok(0),
            result => result,
        }
    }

    /// Fails when the client has been cut off: what it sent before does not count any more.
    pub fn check(&self) -> io::Result<()> {
        if self.is_cut_off.load(Relaxed) { Err(ConnectionAborted.into()) } else { Ok(()) }
    }

    pub fn cut_off(&self) {
        self.is_cut_off.store(true, Relaxed);
        self.hang_up(Shutdown::Both);
    }

    /// Ends one half, or both. The end of both wakes the client's thread. (On Windows it wakes up when
    /// its client has been silent for too long.)
    pub fn hang_up(&self, half: Shutdown) {
        let _ = self.stream.shutdown(half); // an error means that it has ended already
    }

    /// Reads and forgets until the client has closed its half too, or the time is up.
    pub fn linger(&self) {
        let deadline = Instant::now() + LINGER;
        let mut forgotten = vec![0; 1024];
        while self.read_before(deadline, &mut forgotten).is_ok_and(|length| length > 0) {
            thread::sleep(Duration::from_millis(1)); // no faster than anyone may send
        }
    }
}
