//! One socket, two threads: a client's thread reads from it, the broadcaster writes to it.
//!
//! To read may take for ever, and its thread has nothing else to do: it blocks. To write must take
//! no time, since everyone waits for the broadcaster: it does not block. But a socket is blocking
//! or not for both of them at once. So the writer switches it over for the moment of its write,
//! and a reader that begins just then is told `WouldBlock`, and begins again.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Instant;

/// Reads what comes next, if it comes before the deadline. That is a moment and not a duration:
/// who sends a byte at a time gains nothing.
pub fn read_before(
    deadline: Instant,
    mut stream: &TcpStream,
    buffer: &mut [u8],
) -> io::Result<usize> {
    use ErrorKind::{Interrupted, TimedOut, WouldBlock};
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(TimedOut, "nothing came in time"));
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(buffer) {
            // Nothing yet: Unix says `WouldBlock`, Windows `TimedOut`. `WouldBlock` also means that
            // the broadcaster was writing, and `Interrupted` a stop with Ctrl+Z that is over.
            Err(error) if matches!(error.kind(), WouldBlock | TimedOut | Interrupted) => {
                thread::yield_now();
            }
            read => return read,
        }
    }
}

/// Writes as much as the socket takes at once, and returns how many bytes that was.
///
/// The other ways were worse: a write timeout stalls everyone for 4 to 8 ms on Linux (it counts in
/// clock ticks) and leaves the socket undefined on Windows, and a writer thread for each client
/// makes a large room four times slower.
pub fn write_without_waiting(mut stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
    stream.set_nonblocking(true)?;
    let result = stream.write(bytes);
    stream.set_nonblocking(false)?;
    match result {
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(0),
        other => other,
    }
}
