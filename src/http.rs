//! The HTTP part of a connection, on its client's thread: one request, one answer.
//!
//! In: a request head. Out: the handshake of a WebSocket (RFC 6455, section 4.2), or the page, or
//! a sentence that says what was wrong. So one port serves both the page and the chat.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, thread};

use log::{debug, info};
use tungstenite::error::ProtocolError;
use tungstenite::handshake::machine::TryParse;
use tungstenite::handshake::server::{Request, create_response, write_response};
use tungstenite::{Error, Result};

use crate::room::quote;

/// The longest request head, in bytes. A browser's has less than 2 KiB, cookies aside.
const MAX_HEAD: usize = 16 * 1024;

/// How much is read at once, in bytes: nearly every head in one go.
const CHUNK: usize = 1024;

/// What the page may do (CSP Level 3): load from this server alone, talk to any chat server.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; connect-src 'self' ws: wss:; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An answer that is not a handshake; the connection ends after it.
struct Answer {
    status: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
}

/// Answers a connection's request. Returns the bytes that came after the request if this is a
/// WebSocket now, and None if the client has got all that it gets.
///
/// # Errors
/// When the request has not come in whole `limit` after the call, or the connection fails.
pub fn welcome(
    mut stream: &TcpStream,
    is_full: bool,
    limit: Duration,
) -> io::Result<Option<Vec<u8>>> {
    stream.set_write_timeout(Some(limit))?;
    let mut bytes = Vec::new();
    let request = read_request(stream, &mut bytes, Instant::now() + limit);
    let is_head = bytes.starts_with(b"HEAD ");
    let answer = match request {
        Err(Error::Io(error)) => return Err(error),
        Err(error) => refuse(&error),
        Ok(_) if is_full => text("503 Service Unavailable", "The room is full. Try again later."),
        Ok((length, request)) if wants_websocket(&request) && !is_head => {
            match handshake(&request) {
                Ok(response) => {
                    stream.write_all(&response)?;
                    return Ok(Some(bytes.split_off(length)));
                }
                Err(error) => refuse(&error),
            }
        }
        Ok((_, request)) => page(request.uri().path()),
    };
    debug!("answered {}", answer.status);
    send(stream, &answer, is_head)?;
    Ok(None)
}

/// Reads into `bytes` until there is a request, and returns its length and what it says.
fn read_request(
    stream: &TcpStream,
    bytes: &mut Vec<u8>,
    deadline: Instant,
) -> Result<(usize, Request)> {
    while bytes.len() < MAX_HEAD {
        let filled = bytes.len();
        bytes.resize(MAX_HEAD.min(filled + CHUNK), 0);
        let length = read_before(deadline, stream, &mut bytes[filled..])?;
        bytes.truncate(filled + length);
        if length == 0 {
            return Err(io::Error::from(ErrorKind::UnexpectedEof).into());
        }
        if let Some(request) = parse(bytes)? {
            return Ok(request);
        }
    }
    Err(Error::AttackAttempt) // tungstenite's word for a head that is too long
}

fn handshake(request: &Request) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    write_response(&mut head, &create_response(request)?)?;
    Ok(head)
}

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
            // Nothing yet: Unix says `WouldBlock`, Windows `TimedOut`. `WouldBlock` is also what a
            // read meets while the broadcaster writes (see `outbox::write_without_waiting`), and
            // `Interrupted` one that was stopped with Ctrl+Z and goes on.
            Err(error) if matches!(error.kind(), WouldBlock | TimedOut | Interrupted) => {
                thread::yield_now();
            }
            read => return read,
        }
    }
}

/// Tungstenite knows GET only. HEAD asks for the same without the body, so it is read as a GET.
fn parse(bytes: &[u8]) -> Result<Option<(usize, Request)>> {
    match bytes.strip_prefix(b"HEAD ") {
        Some(rest) => Request::try_parse(&[b"GET ", rest].concat()),
        None => Request::try_parse(bytes),
    }
}

fn wants_websocket(request: &Request) -> bool {
    let upgrade = request.headers().get("Upgrade");
    upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// A file of the page, read from disk each time: an edit shows on reload. A path is looked up
/// here and nowhere else, so none that somebody thinks of can reach another file.
fn page(path: &str) -> Answer {
    let (file, content_type) = match path {
        "/" | "/index.html" => ("index.html", "text/html; charset=utf-8"),
        "/index.css" => ("index.css", "text/css; charset=utf-8"),
        "/client.js" => ("client.js", "text/javascript; charset=utf-8"),
        "/wire.js" => ("wire.js", "text/javascript; charset=utf-8"),
        _ => return text("404 Not Found", "There is nothing here. The page is at /"),
    };
    // In the sources' folder, or, for a program that was moved elsewhere, in the current one.
    let mut folders = [env!("CARGO_MANIFEST_DIR"), "."].into_iter();
    match folders.find_map(|folder| fs::read(Path::new(folder).join("client").join(file)).ok()) {
        Some(body) => Answer { status: "200 OK", content_type, body },
        None => text("500 Internal Server Error", &format!("client/{file} cannot be read.")),
    }
}

/// Says what was wrong with a request.
fn refuse(error: &Error) -> Answer {
    use ProtocolError::*;
    info!("refused a request: {}", quote(&error.to_string()));
    let (status, problem) = match error {
        Error::Protocol(WrongHttpMethod) => ("405 Method Not Allowed", "Use GET or HEAD."),
        Error::Protocol(MissingSecWebSocketVersionHeader) => {
            ("426 Upgrade Required", "This server speaks version 13 of WebSocket.")
        }
        Error::Protocol(WrongHttpVersion) => {
            ("505 HTTP Version Not Supported", "This server speaks HTTP/1.1.")
        }
        Error::AttackAttempt | Error::Capacity(_) => {
            ("431 Request Header Fields Too Large", "The request's head is too long.")
        }
        Error::Protocol(HttparseError(_)) => (
            "400 Bad Request",
            "This is no HTTP request. This server speaks http: and ws:, not https: or wss:.",
        ),
        other => {
            return text("400 Bad Request", &format!("This request cannot be answered: {other}."));
        }
    };
    text(status, problem)
}

fn text(status: &'static str, sentence: &str) -> Answer {
    let content_type = "text/plain; charset=utf-8";
    Answer { status, content_type, body: format!("{sentence}\n").into_bytes() }
}

/// Sends an answer. `Allow` and `Sec-WebSocket-Version` belong to a 405 and a 426; elsewhere they
/// are allowed too, and say what this server knows (RFC 9110, section 10.2.1).
fn send(mut stream: &TcpStream, answer: &Answer, is_head: bool) -> io::Result<()> {
    let Answer { status, content_type, body } = answer;
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nContent-Security-Policy: {CONTENT_SECURITY_POLICY}\r\n\
         X-Content-Type-Options: nosniff\r\nAllow: GET, HEAD\r\nSec-WebSocket-Version: 13\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    if is_head { Ok(()) } else { stream.write_all(body) }
}
