//! One socket, two threads: a client's thread reads from it, the broadcaster writes to it.
//!
//! Reading may take forever, and the client's thread has nothing else to do, so it blocks. Writing
//! must take no time, since everyone waits for the broadcaster, so it does not block. But a socket
//! blocks for both of them or for neither. So the writer switches it over for the moment of its
//! write, and a reader that begins just then gets `WouldBlock` and tries again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long a connection that has ended may go on reading and sending. Closing it at once would
/// make TCP answer with a reset, and a reset can overtake the Close frame or the page sent last.
pub const LINGER: Duration = Duration::from_secs(2);

/// A client's connection, shared by the client's thread and the broadcaster.
pub struct Connection {
    stream: TcpStream,
    /// How many bytes were handed over for this client, in all. See [`Connection::queued`].
    queued: AtomicUsize,
    is_cut_off: AtomicBool,
    /// Given back when both threads have dropped the connection.
    _seat: Arc<()>,
}

impl Connection {
    pub fn new(stream: TcpStream, seat: Arc<()>) -> Self {
        Self {
            stream,
            queued: AtomicUsize::new(0),
            is_cut_off: AtomicBool::new(false),
            _seat: seat,
        }
    }

    /// Writes everything, before the handshake is done: no other thread writes yet.
    pub fn write_all(&self, bytes: &[u8], limit: Duration) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        self.stream.set_write_timeout(Some(limit))?;
        (&self.stream).write_all(bytes)
    }

    /// Fails if the connection was reset, or if the client was cut off.
    pub fn check(&self) -> io::Result<()> {
        match self.is_cut_off.load(Ordering::Relaxed) {
            true => Err(ErrorKind::ConnectionAborted.into()),
            false => self.stream.peer_addr().map(drop),
        }
    }

    /// How many bytes lie between this thread and the client's next answer: the broadcaster counts
    /// here what it writes, or keeps to write later.
    pub fn queued(&self) -> usize {
        self.queued.load(Ordering::Relaxed)
    }

    pub fn count_queued(&self, bytes: usize) {
        self.queued.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Reads what comes next, if it comes before the deadline. The deadline is a moment, not a
    /// duration, so sending one byte at a time buys no extra time.
    pub fn read_before(&self, deadline: Instant, buffer: &mut [u8]) -> io::Result<usize> {
        use ErrorKind::{Interrupted, TimedOut, WouldBlock};
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::Error::new(TimedOut, "nothing came in time"));
            }
            if self.is_cut_off.load(Ordering::Relaxed) {
                return Err(ErrorKind::ConnectionAborted.into());
            }
            self.stream.set_read_timeout(Some(left))?;
            match (&self.stream).read(buffer) {
                // Nothing yet: Unix says `WouldBlock`, Windows `TimedOut`. `WouldBlock` also means
                // that the broadcaster was writing, and `Interrupted` a stop with Ctrl+Z that is over.
                Err(error) if matches!(error.kind(), WouldBlock | TimedOut | Interrupted) => {
                    thread::yield_now();
                }
                read => return read,
            }
        }
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
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(0),
            other => other,
        }
    }

    /// Ends the writing half: the client reads what was written before, then the end.
    pub fn end_writing(&self) {
        let _ = self.stream.shutdown(Shutdown::Write); // an error means that it has ended already
    }

    /// Hangs up, and makes the client's thread forget what the client has sent.
    pub fn cut_off(&self) {
        self.is_cut_off.store(true, Ordering::Relaxed);
        self.hang_up();
    }

    /// Ends both halves, which wakes the client's thread. (On Windows it wakes up when its client
    /// has been silent for too long.)
    pub fn hang_up(&self) {
        let _ = self.stream.shutdown(Shutdown::Both);
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
