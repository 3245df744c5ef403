//! The HTTP part of a connection, on its client's thread: one request, one answer.
//!
//! In: a request head. Out: the handshake for a WebSocket (RFC 6455, section 4.2), or the page, or
//! a short text that says what was wrong. So one port serves both the page and the chat.

use std::{
    fs,
    io::{self, ErrorKind, Read, Write},
    net::TcpStream,
    path::Path,
    time::{Duration, Instant},
};

use log::{debug, info};
use tungstenite::{
    Error,
    error::ProtocolError,
    handshake::{
        machine::TryParse,
        server::{Request, create_response, write_response},
    },
};

use crate::room::quote;

/// The longest request head, in bytes. A browser's has less than 2 KiB, cookies aside.
const MAX_HEAD: usize = 16 * 1024;

/// What a page may do (CSP Level 3): load from this server alone, talk to any chat server.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; connect-src 'self' ws: wss:; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page, all of it. What a request asks for is looked up here and nowhere else, so that no
/// path that somebody thinks of can reach another file.
const FILES: [(&str, &str, &str); 5] = [
    ("/", "index.html", "text/html; charset=utf-8"),
    ("/index.html", "index.html", "text/html; charset=utf-8"),
    ("/index.css", "index.css", "text/css; charset=utf-8"),
    ("/client.js", "client.js", "text/javascript; charset=utf-8"),
    ("/wire.js", "wire.js", "text/javascript; charset=utf-8"),
];

/// An answer that is not a handshake. The connection ends after it.
struct Answer {
    status: &'static str,
    headers: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
}

/// Answers a connection's request. Returns the bytes that came after the head if the connection
/// is a WebSocket now, and None if it has got all that it gets.
///
/// # Errors
/// When the request has not come `deadline` after the call, and when the connection fails.
pub fn welcome(
    mut stream: &TcpStream,
    is_full: bool,
    deadline: Duration,
) -> io::Result<Option<Vec<u8>>> {
    stream.set_write_timeout(Some(deadline))?;
    let mut bytes = Vec::new();
    let request = read_request(stream, &mut bytes, Instant::now() + deadline)?;
    let is_head = bytes.starts_with(b"HEAD ");
    let answer = match request {
        Ok(_) if is_full => text(
            "503 Service Unavailable",
            "The room is full. Try again later.",
        ),
        Ok(request) if wants_websocket(&request) => match create_response(&request) {
            Ok(response) => {
                let mut head = Vec::new();
                write_response(&mut head, &response).map_err(io::Error::other)?;
                stream.write_all(&head)?;
                return Ok(Some(bytes));
            }
            Err(error) => refuse(&error),
        },
        Ok(request) => page(request.uri().path()),
        Err(error) => refuse(&error),
    };
    debug!("answered {}", answer.status);
    send(stream, &answer, is_head)?;
    Ok(None)
}

/// Reads until the request head is complete; `bytes` keeps what came after it. The outer error
/// is the connection's, the inner one the request's.
fn read_request(
    mut stream: &TcpStream,
    bytes: &mut Vec<u8>,
    deadline: Instant,
) -> io::Result<tungstenite::Result<Request>> {
    let mut chunk = [0; 1024];
    loop {
        // The rest of the time for all reads together: a byte every 9 seconds gains nothing.
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(
                ErrorKind::TimedOut,
                "the request did not come in time",
            ));
        }
        stream.set_read_timeout(Some(left))?;
        let length = match stream.read(&mut chunk) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => length,
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
            Err(error) => return Err(error),
        };
        bytes.extend_from_slice(&chunk[..length]);
        match parse(bytes) {
            Ok(Some((length, request))) => {
                bytes.drain(..length);
                return Ok(Ok(request));
            }
            Ok(None) if bytes.len() > MAX_HEAD => return Ok(Err(Error::AttackAttempt)),
            Ok(None) => {}
            Err(error) => return Ok(Err(error)),
        }
    }
}

/// Tungstenite knows GET only. HEAD asks for the same without the body, so it is read as a GET.
fn parse(bytes: &[u8]) -> tungstenite::Result<Option<(usize, Request)>> {
    match bytes.strip_prefix(b"HEAD ") {
        Some(rest) => {
            let parsed = Request::try_parse(&[b"GET ", rest].concat())?;
            Ok(parsed.map(|(length, request)| (length + 1, request)))
        }
        None => Request::try_parse(bytes),
    }
}

fn wants_websocket(request: &Request) -> bool {
    let upgrade = request
        .headers()
        .get("Upgrade")
        .map(|value| value.as_bytes());
    upgrade.is_some_and(|value| value.eq_ignore_ascii_case(b"websocket"))
}

/// A file of the page, read from disk each time: an edit shows on reload.
fn page(path: &str) -> Answer {
    let Some((_, file, content_type)) = FILES.iter().find(|(known, ..)| *known == path) else {
        return text(
            "404 Not Found",
            "There is nothing here. The chat room's page is at /",
        );
    };
    // The sources' folder, and for a program that was installed elsewhere the current one.
    let folders = [Path::new(env!("CARGO_MANIFEST_DIR")), Path::new(".")];
    let contents = folders
        .iter()
        .find_map(|root| fs::read(root.join("client").join(file)).ok());
    match contents {
        Some(body) => Answer {
            status: "200 OK",
            headers: "",
            content_type,
            body,
        },
        None => text(
            "404 Not Found",
            &format!("The file client/{file} is missing."),
        ),
    }
}

/// Says what was wrong with a request.
fn refuse(error: &Error) -> Answer {
    info!("refused a request: {}", quote(&error.to_string()));
    match error {
        Error::Protocol(ProtocolError::WrongHttpMethod) => Answer {
            headers: "Allow: GET, HEAD\r\n",
            ..text(
                "405 Method Not Allowed",
                "This server answers GET and HEAD only.",
            )
        },
        Error::Protocol(ProtocolError::MissingSecWebSocketVersionHeader) => Answer {
            headers: "Sec-WebSocket-Version: 13\r\n",
            ..text(
                "426 Upgrade Required",
                "This server speaks version 13 of WebSocket.",
            )
        },
        Error::Protocol(ProtocolError::WrongHttpVersion) => text(
            "505 HTTP Version Not Supported",
            "This server speaks HTTP/1.1.",
        ),
        Error::AttackAttempt | Error::Capacity(_) => text(
            "431 Request Header Fields Too Large",
            &format!("A request head may have {MAX_HEAD} bytes."),
        ),
        Error::Protocol(ProtocolError::HttparseError(_)) => text(
            "400 Bad Request",
            "This is not an HTTP request. Does the address begin with https: or wss:? \
             This server speaks http: and ws:, without TLS.",
        ),
        other => text(
            "400 Bad Request",
            &format!("This request cannot be answered: {other}."),
        ),
    }
}

fn text(status: &'static str, body: &str) -> Answer {
    let body = format!("{body}\n").into_bytes();
    Answer {
        status,
        headers: "",
        content_type: "text/plain; charset=utf-8",
        body,
    }
}

fn send(mut stream: &TcpStream, answer: &Answer, is_head: bool) -> io::Result<()> {
    let Answer {
        status,
        headers,
        content_type,
        body,
    } = answer;
    let length = body.len();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Type: {content_type}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nContent-Security-Policy: {CONTENT_SECURITY_POLICY}\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    .into_bytes();
    if !is_head {
        bytes.extend_from_slice(body);
    }
    stream.write_all(&bytes)
}
