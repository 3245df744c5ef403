//! Raw bytes: tests send requests and frames that no well-behaved client would send, and read the
//! server's answers byte for byte.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Instant;

use super::{DEADLINE, SHORTEST};

pub const CONTINUATION: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const BINARY: u8 = 0x2;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xA;

/// A bit in a frame's first byte: this is the last frame of its message (RFC 6455, section 5.2).
pub const FIN: u8 = 0x80;

/// A bit in a frame's second byte: the payload is masked.
const MASKED: u8 = 0x80;
const MASK: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

/// The upgrade request from RFC 6455, section 1.3. `ACCEPT` is the answer to its key.
pub const UPGRADE: &str = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\
    Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    Sec-WebSocket-Version: 13\r\n\r\n";
pub const ACCEPT: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// A frame: its whole first byte, and its payload.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    pub first: u8,
    pub payload: Vec<u8>,
}

impl Frame {
    /// A message in a single frame, or a control frame.
    pub fn new(opcode: u8, payload: impl Into<Vec<u8>>) -> Frame {
        Frame { first: FIN | opcode, payload: payload.into() }
    }

    /// A frame whose message continues in later frames.
    pub fn unfinished(opcode: u8, payload: impl Into<Vec<u8>>) -> Frame {
        Frame { first: opcode, payload: payload.into() }
    }

    pub fn close(code: u16, reason: &str) -> Frame {
        Frame::new(CLOSE, [&code.to_be_bytes(), reason.as_bytes()].concat())
    }

    /// Reads a frame from the server.
    pub fn read_from(reader: &mut impl Read) -> io::Result<Frame> {
        let [first, second] = read_array(reader)?;
        assert_eq!(second & MASKED, 0, "a server must not mask its frames: {second:#x}");
        let length = match second {
            126 => u64::from(u16::from_be_bytes(read_array(reader)?)),
            127 => u64::from_be_bytes(read_array(reader)?),
            short => u64::from(short),
        };
        assert!(length < 1 << 24, "no frame of this server has {length} bytes");
        let mut payload = vec![0; length as usize];
        reader.read_exact(&mut payload)?;
        Ok(Frame { first, payload })
    }

    pub fn opcode(&self) -> u8 {
        self.first & 0x0F
    }

    /// A test on a busy machine may last until the server's next heartbeat: a ping with a number.
    pub fn is_heartbeat(&self) -> bool {
        self.first == FIN | PING && self.payload.len() == size_of::<usize>()
    }

    /// The code of a Close frame, if it has one.
    pub fn close_code(&self) -> Option<u16> {
        let code = self.payload.first_chunk()?;
        (self.opcode() == CLOSE).then_some(u16::from_be_bytes(*code))
    }

    /// The frame's bytes as a client must send them.
    pub fn masked(&self) -> Vec<u8> {
        let masked = self.payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask);
        let mut bytes = head(self.first, MASKED, self.payload.len() as u64);
        bytes.extend(MASK);
        bytes.extend(masked);
        bytes
    }

    /// The frame's bytes as only a server may send them.
    pub fn unmasked(&self) -> Vec<u8> {
        let mut bytes = head(self.first, 0, self.payload.len() as u64);
        bytes.extend(&self.payload);
        bytes
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "frame {:#04x} with {}", self.first, shown(&self.payload))
    }
}

/// The header of a masked frame that announces a payload of this length. Includes the mask.
pub fn masked_head(first: u8, length: u64) -> Vec<u8> {
    let mut bytes = head(first, MASKED, length);
    bytes.extend(MASK);
    bytes
}

fn head(first: u8, masked: u8, length: u64) -> Vec<u8> {
    let mut bytes = vec![first];
    match length {
        0..=125 => bytes.push(masked | length as u8),
        126..=0xFFFF => {
            bytes.push(masked | 126);
            bytes.extend((length as u16).to_be_bytes());
        }
        _ => {
            bytes.push(masked | 127);
            bytes.extend(length.to_be_bytes());
        }
    }
    bytes
}

/// The answer to an HTTP request.
pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Response {
    /// The value of a header field, or `""` if it is missing.
    pub fn header(&self, name: &str) -> &str {
        let fields = self.head.lines().filter_map(|line| line.split_once(':'));
        let mut of_that_name = fields.filter(|(field, _)| field.eq_ignore_ascii_case(name));
        of_that_name.next().map_or("", |(_, value)| value.trim())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?} and {}", self.head, shown(&self.body))
    }
}

/// The first bytes, as text for a failure's message.
fn shown(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(100)];
    format!("{} bytes {:?}", bytes.len(), String::from_utf8_lossy(start))
}

/// A TCP connection to the server, which can send any bytes.
pub struct Raw {
    pub stream: TcpStream,
}

impl Raw {
    pub fn connect(port: u16) -> Raw {
        let stream = TcpStream::connect(("127.0.0.1", port))
            .unwrap_or_else(|error| panic!("cannot connect to port {port}: {error}"));
        stream.set_nodelay(true).expect("TCP has this option");
        // A server that does not read must not hang the test.
        stream.set_write_timeout(Some(DEADLINE)).expect("not zero");
        Raw { stream }
    }

    /// Connects and does the opening handshake.
    pub fn upgrade(port: u16) -> Raw {
        let mut raw = Raw::connect(port);
        raw.send(UPGRADE.as_bytes());
        raw.expect_upgraded();
        raw
    }

    /// The server must agree to the upgrade.
    pub fn expect_upgraded(&mut self) {
        let head = self.read_head();
        let response = Response { status: status(&head), head, body: Vec::new() };
        assert_eq!(response.status, 101, "{response:?}");
        assert_eq!(response.header("Sec-WebSocket-Accept"), ACCEPT, "{response:?}");
    }

    /// Connects and logs in, and reads the frame about its own login.
    pub fn login(port: u16, name: &str) -> Raw {
        let mut raw = Raw::upgrade(port);
        raw.send_text(&format!(r#"{{"type":"login","username":"{name}"}}"#));
        let answer = raw.read_frame("the answer to a login");
        assert_eq!(answer.opcode(), TEXT, "{answer:?}");
        raw
    }

    /// A second handle to the same connection: another thread can send while this one reads.
    pub fn second_handle(&self) -> Raw {
        let stream = self.stream.try_clone().expect("a descriptor is left");
        Raw { stream }
    }

    /// Sends a request on a new connection, and returns the answer.
    pub fn request(port: u16, request: &[u8]) -> Response {
        let mut raw = Raw::connect(port);
        raw.send(request);
        raw.read_response()
    }

    pub fn send(&mut self, bytes: &[u8]) {
        self.try_send(bytes).unwrap_or_else(|error| panic!("cannot send: {error}"));
    }

    /// Sends like `send`, but the server may have ended the connection.
    pub fn try_send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    pub fn send_frame(&mut self, frame: &Frame) {
        self.send(&frame.masked());
    }

    pub fn send_text(&mut self, text: &str) {
        self.send_frame(&Frame::new(TEXT, text));
    }

    /// Ends the sending half of the connection. Reading still works.
    pub fn stop_sending(&mut self) {
        self.stream.shutdown(Shutdown::Write).expect("the connection is open");
    }

    /// The next frame that is not a heartbeat. A failure says that it waited for `what`.
    pub fn read_frame(&mut self, what: &str) -> Frame {
        loop {
            let frame = self.try_read_frame(what);
            let frame = frame.unwrap_or_else(|error| panic!("waited for {what}: {error}"));
            if !frame.is_heartbeat() {
                return frame;
            }
        }
    }

    /// The next frame, which may be a heartbeat, or the error that ended the connection.
    pub fn try_read_frame(&mut self, what: &str) -> io::Result<Frame> {
        Frame::read_from(&mut self.within_deadline(what))
    }

    /// Returns the next `length` bytes, without heartbeats that come before them.
    pub fn read_bytes_after_heartbeats(&mut self, length: usize, what: &str) -> Vec<u8> {
        let mut bytes = self.read_bytes(2, what);
        while bytes[0] == FIN | PING {
            self.read_bytes(bytes[1].into(), what);
            bytes = self.read_bytes(2, what);
        }
        bytes.extend(self.read_bytes(length - bytes.len(), what));
        bytes
    }

    /// Returns the next `length` bytes.
    pub fn read_bytes(&mut self, length: usize, what: &str) -> Vec<u8> {
        let mut bytes = vec![0; length];
        let read = self.within_deadline(what).read_exact(&mut bytes);
        read.unwrap_or_else(|error| panic!("waited for {what}: {error}"));
        bytes
    }

    /// The next frame must be equal to this one.
    pub fn expect_frame(&mut self, expected: &Frame) {
        let frame = self.read_frame(&format!("{expected:?}"));
        assert_eq!(frame, *expected, "a different frame came");
    }

    /// Reads frames until this one has come.
    pub fn read_until(&mut self, wanted: &Frame) {
        let start = Instant::now();
        while self.read_frame(&format!("{wanted:?}")) != *wanted {
            assert!(start.elapsed() < DEADLINE, "waited {DEADLINE:?} for {wanted:?}");
        }
    }

    /// The server must close with this code and end the TCP connection.
    pub fn expect_close(&mut self, code: u16) {
        let frame = self.read_frame(&format!("a close with {code}"));
        assert_eq!(frame.close_code(), Some(code), "{frame:?}");
        assert_eq!(frame.first, FIN | CLOSE, "{frame:?}");
        self.expect_end();
    }

    /// The server must end the connection, in any way, without sending another byte.
    pub fn expect_end(&mut self) {
        let rest = self.read_to_end();
        assert!(rest.is_empty(), "bytes before the end: {:?}", String::from_utf8_lossy(&rest));
    }

    /// Reads a whole HTTP answer. The server ends the connection after it.
    pub fn read_response(&mut self) -> Response {
        let head = self.read_head();
        Response { status: status(&head), body: self.read_to_end(), head }
    }

    /// Reads everything up to the end of the connection.
    pub fn read_to_end(&mut self) -> Vec<u8> {
        let mut all = Vec::new();
        // A reset is also an end, and the bytes before it count.
        let _ = self.within_deadline("the end of the connection").read_to_end(&mut all);
        all
    }

    /// Reads an HTTP head, with the empty line that ends it.
    fn read_head(&mut self) -> String {
        let mut reader = self.within_deadline("the head of an HTTP response");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            // Byte by byte: the bytes after the head are for the next reader.
            match read_array::<1>(&mut reader) {
                Ok(byte) => head.extend(byte),
                Err(error) => panic!("waited for an HTTP head: {error} after {}", shown(&head)),
            }
        }
        String::from_utf8(head).expect("a head is ASCII")
    }

    fn within_deadline<'a>(&'a self, what: &'a str) -> WithinDeadline<'a> {
        WithinDeadline { stream: &self.stream, what, start: Instant::now() }
    }
}

/// Reads from the stream, and panics if `what` has not come before the deadline.
struct WithinDeadline<'a> {
    stream: &'a TcpStream,
    what: &'a str,
    start: Instant,
}

impl Read for WithinDeadline<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = DEADLINE.saturating_sub(self.start.elapsed()).max(SHORTEST);
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(bytes).inspect_err(|error| {
            let timeout = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
            assert!(!timeout, "waited {DEADLINE:?} for {}", self.what);
        })
    }
}

fn read_array<const N: usize>(reader: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn status(head: &str) -> u16 {
    let status = head.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
    status.unwrap_or_else(|| panic!("not an HTTP response: {head:?}"))
}
