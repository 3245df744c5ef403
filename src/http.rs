//! The HTTP part of a connection, on its client's thread: one request, one answer.
//!
//! In: a request head. Out: the handshake of a WebSocket (RFC 6455, section 4.2), the page, or a
//! sentence about what was wrong. So one port serves both the page and the chat.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use log::{debug, info};
use tungstenite::error::ProtocolError;
use tungstenite::handshake::machine::TryParse;
use tungstenite::handshake::server::{Request, create_response_with_body, write_response};
use tungstenite::http::{Response, StatusCode};
use tungstenite::{Error, Result};

use crate::room::quote;
use crate::tcp::Connection;

/// The longest request head, in bytes. A browser's has less than 2 KiB, cookies aside.
const MAX_HEAD: usize = 16 * 1024;

/// How much is read at once, in bytes: one read gets nearly every head.
const CHUNK: usize = 1024;

const HEAD: &[u8] = b"HEAD ";
const HTTP_1_0: &[u8] = b" HTTP/1.0";

/// The files in `client` that a browser may have.
const FILES: [&str; 15] = [
    "announce.js",
    "box.js",
    "client.js",
    "follow.js",
    "glass.css",
    "glass.html",
    "glass.js",
    "index.css",
    "index.html",
    "memory.js",
    "more.js",
    "people.js",
    "reconnect.js",
    "talk.js",
    "wire.js",
];

/// What the page may do (CSP Level 3): load from this server alone, talk to any chat server.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; connect-src 'self' ws: wss:; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The answer to a request: the handshake, the page, or a sentence.
type Answer = Response<Vec<u8>>;

/// Answers a connection's request. Returns the bytes that came after the request if this is a
/// WebSocket now, and `None` if the whole answer has been sent.
///
/// # Errors
/// When the whole request has not come within `limit`, or the connection fails.
pub fn welcome(
    connection: &Connection,
    is_full: bool,
    limit: Duration,
) -> io::Result<Option<Vec<u8>>> {
    connection.stream.set_nodelay(true)?;
    connection.stream.set_write_timeout(Some(limit))?;
    let mut bytes = Vec::new();
    let request = read_request(connection, &mut bytes, Instant::now() + limit);
    let is_head = request_line(&bytes).starts_with(HEAD);
    let (length, answer) = match request {
        Err(Error::Io(error)) => return Err(error),
        Err(error) => (0, refuse(&error)),
        Ok((_, request)) if is_full && wants_in(&request) => {
            (0, text(503, "The room is full. Try again later."))
        }
        Ok((length, request)) => (length, respond(&request, request_line(&bytes))),
    };
    debug!("answered {}", answer.status());
    (&connection.stream).write_all(&encode(&answer, is_head)?)?;
    let is_websocket = answer.status() == StatusCode::SWITCHING_PROTOCOLS;
    Ok(is_websocket.then(|| bytes.split_off(length)))
}

/// The handshake for a client that wants a WebSocket, a file of the page for any other.
fn respond(request: &Request, request_line: &[u8]) -> Answer {
    if request_line.starts_with(HEAD) || !wants_websocket(request) {
        return page(request.uri().path());
    }
    if request_line.ends_with(HTTP_1_0) {
        return text(505, "A WebSocket needs HTTP/1.1.");
    }
    create_response_with_body(request, Vec::new).unwrap_or_else(|error| refuse(&error))
}

/// Reads into `bytes` until there is a whole request. Returns its length, and the request.
fn read_request(
    connection: &Connection,
    bytes: &mut Vec<u8>,
    deadline: Instant,
) -> Result<(usize, Request)> {
    while bytes.len() < MAX_HEAD {
        let filled = bytes.len();
        bytes.resize(MAX_HEAD.min(filled + CHUNK), 0);
        let length = connection.read_before(deadline, &mut bytes[filled..])?;
        bytes.truncate(filled + length);
        if length == 0 {
            return Err(io::Error::from(ErrorKind::UnexpectedEof).into());
        }
        if let Some(request) = Request::try_parse(&as_get_in_1_1(bytes))? {
            return Ok(request);
        }
    }
    Err(Error::AttackAttempt) // tungstenite's name for a head that is too long
}

/// Tungstenite reads GET and HTTP/1.1 only. For a page, HEAD will do too, which asks for the same
/// without the body, and so will HTTP/1.0, which many proxies speak.
fn as_get_in_1_1(head: &[u8]) -> Cow<'_, [u8]> {
    let line = request_line(head);
    let mut head = Cow::from(head);
    if line.ends_with(HTTP_1_0) {
        head.to_mut()[line.len() - 1] = b'1';
    }
    if line.starts_with(HEAD) {
        head.to_mut().splice(..HEAD.len(), *b"GET ");
    }
    head
}

/// The first line without its end, if it has come in whole.
fn request_line(head: &[u8]) -> &[u8] {
    let end = head.iter().position(|byte| b"\r\n".contains(byte));
    &head[..end.unwrap_or(0)]
}

/// A full room refuses a WebSocket, and the page. It still gives out the page's other files: a browser
/// asks for them on further connections, and without them, the page that it has got is dead.
fn wants_in(request: &Request) -> bool {
    wants_websocket(request) || ["/", "/index.html"].contains(&request.uri().path())
}

fn wants_websocket(request: &Request) -> bool {
    let upgrade = request.headers().get("Upgrade");
    upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// A file of the page, read from disk each time, so a reload shows an edit. Only these paths exist,
/// so no path can reach another file.
fn page(path: &str) -> Answer {
    let path = if path == "/" { "/index.html" } else { path };
    let Some(file) = FILES.into_iter().find(|file| path.strip_prefix('/') == Some(file)) else {
        return text(404, "There is nothing here. The page is at /");
    };
    let content_type = match Path::new(file).extension().and_then(OsStr::to_str) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    };
    // In the sources' folder, or, for a program that was moved elsewhere, in the current one.
    let mut folders = [env!("CARGO_MANIFEST_DIR"), "."].into_iter();
    match folders.find_map(|folder| fs::read(Path::new(folder).join("client").join(file)).ok()) {
        Some(body) => answer(200, content_type, body),
        None => text(500, &format!("client/{file} cannot be read.")),
    }
}

/// Tells the client what was wrong with its request.
fn refuse(error: &Error) -> Answer {
    use ProtocolError::*;
    info!("refused a request: {}", quote(&error.to_string()));
    match error {
        Error::Protocol(WrongHttpMethod) => text(405, "Use GET or HEAD."),
        Error::Protocol(MissingSecWebSocketVersionHeader) => {
            text(426, "This server speaks version 13 of WebSocket.")
        }
        Error::Protocol(WrongHttpVersion) => text(505, "This server speaks HTTP/1.0 and 1.1."),
        Error::AttackAttempt | Error::Capacity(_) => text(431, "The request's head is too long."),
        Error::Protocol(HttparseError(_)) => text(
            400,
            "This is not an HTTP request. This server speaks http: and ws:, not https: or wss:.",
        ),
        other => text(400, &format!("This request cannot be answered: {other}.")),
    }
}

fn text(status: u16, sentence: &str) -> Answer {
    answer(status, "text/plain; charset=utf-8", format!("{sentence}\n").into_bytes())
}

/// An answer other than the handshake. A 405 names the methods that work, and a 426 the protocol
/// (RFC 9110, sections 15.5.6 and 15.5.22). Elsewhere these fields would be wrong: HTTP/2 forbids
/// `Upgrade`, and a proxy in front of this server may speak that.
fn answer(status: u16, content_type: &str, body: Vec<u8>) -> Answer {
    let answer = Response::builder()
        .status(status)
        .header("Content-Type", content_type)
        .header("Content-Length", body.len())
        .header("Cache-Control", "no-store")
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff");
    let answer = match status {
        405 => answer.header("Allow", "GET, HEAD").header("Connection", "close"),
        426 => answer
            .header("Sec-WebSocket-Version", "13")
            .header("Upgrade", "websocket")
            .header("Connection", "close, Upgrade"),
        _ => answer.header("Connection", "close"),
    };
    answer.body(body).expect("these names and values are well-formed")
}

/// The bytes of an answer. The answer to a HEAD has no body.
fn encode(answer: &Answer, is_head: bool) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_response(&mut bytes, answer).map_err(io::Error::other)?;
    if !is_head {
        bytes.extend_from_slice(answer.body());
    }
    Ok(bytes)
}
