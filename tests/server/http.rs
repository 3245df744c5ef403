//! HTTP on the same port: each request gets the right answer, and no request reaches a file outside
//! the page.

use std::path::Path;
use std::time::Instant;

use crate::support::DEADLINE;
use crate::support::client::{fence, room};
use crate::support::frames::{Raw, Response, UPGRADE};
use crate::{Room, in_process};

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; connect-src 'self' ws: wss:; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[test]
fn the_page_is_served_as_it_is_on_disk() {
    let server = Room::open();
    let files = [
        ("/", "index.html", "text/html"),
        ("/index.html", "index.html", "text/html"),
        ("/index.css", "index.css", "text/css"),
        ("/client.js", "client.js", "text/javascript"),
        ("/wire.js", "wire.js", "text/javascript"),
        ("/glass.html", "glass.html", "text/html"),
        ("/glass.css", "glass.css", "text/css"),
        ("/glass.js", "glass.js", "text/javascript"),
    ];
    for (path, file, content_type) in files {
        let response = get(&server, path);
        assert_eq!(response.status, 200, "{path}: {response:?}");
        assert!(response.body == client_file(file), "{path} must be the same as client/{file}");
        check_fields(&response, content_type);
    }
}

#[test]
fn the_query_is_ignored() {
    let server = Room::open();
    for path in ["/?", "/?name=walter", "/index.css?v=2", "/client.js?../../Cargo.toml"] {
        assert_eq!(get(&server, path).status, 200, "{path}");
    }
}

#[test]
fn head_gets_the_same_as_get_without_the_body() {
    let server = Room::open();
    for path in ["/", "/index.css", "/client.js", "/nothing"] {
        let (get, head) = (get(&server, path), request(&server, &format!("HEAD {path}")));
        assert_eq!(head.head, get.head, "{path}");
        assert!(head.body.is_empty(), "{path}: {head:?}");
    }
}

#[test]
fn head_with_an_upgrade_does_not_open_a_websocket() {
    let server = Room::open();
    let response = Raw::request(server.port(), UPGRADE.replace("GET", "HEAD").as_bytes());
    assert_eq!(response.status, 200, "only a GET opens a WebSocket: {response:?}");
    assert!(response.body.is_empty(), "{response:?}");
}

#[test]
fn other_paths_are_not_found() {
    let server = Room::open();
    let paths = [
        "/nothing",
        "/client/index.html",
        "/index.html/",
        "/INDEX.HTML",
        "/index",
        "/favicon.ico",
        "/src/main.rs",
        "/Cargo.toml",
        "/.git/config",
    ];
    for path in paths {
        let response = get(&server, path);
        assert_eq!(response.status, 404, "{path}: {response:?}");
        check_error(&response);
    }
}

#[test]
fn no_path_reaches_a_file_outside_the_page() {
    let server = Room::open();
    let paths = [
        "/../Cargo.toml",
        "/../../../../../../etc/passwd",
        "/..",
        "/.",
        "/./Cargo.toml",
        "/client.js/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%2E%2E%2FCargo.toml",
        "/..%2fCargo.toml",
        "/..%5cCargo.toml",
        "/..\\Cargo.toml",
        "/%252e%252e/Cargo.toml",
        "/%c0%ae%c0%ae/Cargo.toml",
        "/....//Cargo.toml",
        "//etc/passwd",
        "///etc/passwd",
        "/client.js%00.html",
        "/%00",
        "/C:/Windows/win.ini",
        "/client.js::$DATA",
        "http://localhost/../Cargo.toml",
        "http://localhost//etc/passwd",
        "file:///etc/passwd",
        "../Cargo.toml",
        "Cargo.toml",
        "*",
    ];
    for path in paths {
        let response = get(&server, path);
        assert!(matches!(response.status, 400 | 404), "{path}: {response:?}");
        check_error(&response);
        let text = response.text();
        let leaks = ["[package]", "root:", "[fonts]"].iter().any(|part| text.contains(part));
        assert!(!leaks, "{path} shows a file outside the page: {text}");
    }
}

#[test]
fn an_absolute_url_as_proxies_send_it_gets_the_same_file() {
    let server = Room::open();
    let response = get(&server, "http://localhost/index.css");
    assert_eq!(response.status, 200, "{response:?}");
    assert!(response.body == client_file("index.css"));
}

#[test]
fn other_methods_are_not_allowed() {
    let server = Room::open();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "HEADS"]
    {
        let response = request(&server, &format!("{method} /"));
        assert_eq!(response.status, 405, "{method}: {response:?}");
        let mut allowed: Vec<&str> = response.header("Allow").split(", ").collect();
        allowed.sort();
        assert_eq!(allowed, ["GET", "HEAD"], "{method}: {response:?}");
        check_error(&response);
    }
}

/// HTTP/2 forbids `Upgrade`: a proxy that speaks HTTP/2 to the browser would drop the whole answer.
#[test]
fn answers_have_allow_and_upgrade_only_where_they_are_needed() {
    let server = Room::open();
    for path in ["/", "/client.js", "/nothing", "/%00"] {
        for method in ["GET", "HEAD"] {
            let response = request(&server, &format!("{method} {path}"));
            for field in ["Upgrade", "Allow", "Sec-WebSocket-Version"] {
                assert_eq!(response.header(field), "", "{method} {path}, {field}: {response:?}");
            }
            assert_eq!(response.header("Connection"), "close", "{method} {path}: {response:?}");
        }
    }
}

#[test]
fn http_1_0_gets_the_page_too() {
    let server = Room::open();
    for host in ["", "Host: localhost\r\n"] {
        let get =
            |line: &str| Raw::request(server.port(), format!("{line}\r\n{host}\r\n").as_bytes());
        let page = get("GET / HTTP/1.0");
        assert_eq!(page.status, 200, "{page:?}");
        assert!(page.body == client_file("index.html"), "{page:?}");
        check_fields(&page, "text/html");
        let head = get("HEAD / HTTP/1.0");
        assert_eq!((head.status, &head.head), (200, &page.head));
        assert!(head.body.is_empty(), "{head:?}");
        assert_eq!(get("GET /nothing HTTP/1.0").status, 404);
        assert_eq!(get("POST / HTTP/1.0").status, 405);
    }
}

#[test]
fn a_websocket_needs_http_1_1() {
    let server = Room::open();
    let request = UPGRADE.replace("HTTP/1.1", "HTTP/1.0");
    let response = Raw::request(server.port(), request.as_bytes());
    assert_eq!(response.status, 505, "{response:?}");
    check_error(&response);
}

#[test]
fn a_post_with_a_body_still_gets_its_answer() {
    let server = Room::open();
    let body = "x".repeat(100_000);
    let post = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{body}");
    assert_eq!(Raw::request(server.port(), post.as_bytes()).status, 405);
}

#[test]
fn an_upgrade_works_on_any_path_and_in_any_spelling() {
    let server = Room::open();
    let spellings = [
        UPGRADE.to_string(),
        UPGRADE.replace("GET / ", "GET /chat?room=1 "),
        UPGRADE.replace("GET / ", "GET /client.js "),
        UPGRADE.replace("Upgrade: websocket", "upgrade: WebSocket"),
        UPGRADE.replace("Connection: Upgrade", "connection: keep-alive, Upgrade"),
        UPGRADE.replace("Sec-WebSocket-Version: 13", "sec-websocket-version:13"),
        UPGRADE.replace("Host: localhost", "Host: localhost\r\nOrigin: null"),
        UPGRADE.replace(
            "Host: localhost",
            "Host: localhost\r\nSec-WebSocket-Extensions: permessage-deflate",
        ),
    ];
    for spelling in spellings {
        let mut raw = Raw::connect(server.port());
        raw.send(spelling.as_bytes());
        raw.expect_upgraded();
    }
}

#[test]
fn an_upgrade_with_another_version_gets_a_426_with_the_right_one() {
    let server = Room::open();
    let field = "Sec-WebSocket-Version: 13";
    let others = ["Sec-WebSocket-Version: 8", "Sec-WebSocket-Version: 14", "X-Nothing: here"];
    for other in others {
        let response = Raw::request(server.port(), UPGRADE.replace(field, other).as_bytes());
        assert_eq!(response.status, 426, "{other}: {response:?}");
        assert_eq!(response.header("Sec-WebSocket-Version"), "13", "{other}: {response:?}");
        // RFC 9110, section 15.5.22, requires this field.
        assert_eq!(response.header("Upgrade"), "websocket", "{other}: {response:?}");
        check_error(&response);
    }
}

#[test]
fn an_upgrade_without_a_usable_key_is_a_bad_request() {
    let server = Room::open();
    let field = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    let others = [
        "X-Nothing: here",
        "Sec-WebSocket-Key:",
        "Sec-WebSocket-Key: short",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSBsb25nZXI=", // not 16 bytes
        "Sec-WebSocket-Key: ########################",
    ];
    for other in others {
        let response = Raw::request(server.port(), UPGRADE.replace(field, other).as_bytes());
        assert_eq!(response.status, 400, "{other}: {response:?}");
        check_error(&response);
    }
}

#[test]
fn an_upgrade_without_upgrade_in_its_connection_field_is_a_bad_request() {
    let server = Room::open();
    for other in ["Connection: close", "X-Nothing: here"] {
        let request = UPGRADE.replace("Connection: Upgrade", other);
        let response = Raw::request(server.port(), request.as_bytes());
        assert_eq!(response.status, 400, "{other}: {response:?}");
    }
}

#[test]
fn a_head_of_almost_16_kib_is_accepted_and_a_larger_one_is_refused() {
    let server = Room::open();
    // Just below the limit: cookies can make a head this long.
    assert_eq!(Raw::request(server.port(), &head_of_length(16_000)).status, 200);
    for length in [17_000, 18_000, 100_000] {
        let response = Raw::request(server.port(), &head_of_length(length));
        assert_eq!(response.status, 431, "{length} bytes: {response:?}");
        check_error(&response);
    }
}

#[test]
fn a_large_head_without_an_end_is_refused_too() {
    let server = Room::open();
    let mut raw = Raw::connect(server.port());
    raw.send(&[b"GET /", "x".repeat(17_000).as_bytes()].concat());
    let response = raw.read_response();
    assert_eq!(response.status, 431, "{response:?}");
}

#[test]
fn a_head_with_a_thousand_fields_is_refused() {
    let server = Room::open();
    let fields = "X: y\r\n".repeat(1000);
    let request = format!("GET / HTTP/1.1\r\n{fields}\r\n");
    let response = Raw::request(server.port(), request.as_bytes());
    assert_eq!(response.status, 431, "{response:?}");
}

#[test]
fn garbage_is_a_bad_request() {
    let server = Room::open();
    let garbage: [&[u8]; 7] = [
        b"hello?\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"\xFF\xFE\xFD\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"GET / FTP/1.1\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    ];
    for bytes in garbage {
        let response = Raw::request(server.port(), bytes);
        let text = String::from_utf8_lossy(bytes);
        assert!(matches!(response.status, 400 | 405), "{text:?}: {response:?}");
        check_error(&response);
    }
}

#[test]
fn a_browser_that_tries_https_gets_an_answer_at_once() {
    let server = Room::open();
    let start = Instant::now();
    let response = Raw::request(server.port(), CLIENT_HELLO);
    assert_eq!(response.status, 400, "{response:?}");
    assert!(response.text().contains("https"), "{response:?}");
    // A TLS client sends no more until it gets an answer, so the server must not wait for more.
    assert!(start.elapsed() < DEADLINE / 2, "it took {:?}", start.elapsed());
}

#[test]
fn half_a_request_does_not_disturb_the_room() {
    let server = Room::open();
    let halves = [&b""[..], b"G", b"GET / HTTP/1.1\r\n", &UPGRADE.as_bytes()[..UPGRADE.len() - 2]];
    let _waiting = halves.map(|half| {
        let mut raw = Raw::connect(server.port());
        raw.send(half);
        raw
    });
    let [mut walter, mut maria] = room(server.port(), ["walter", "maria"]);
    fence([&mut walter, &mut maria]);
}

#[test]
fn a_connection_that_ends_in_the_middle_of_a_request_gets_no_answer() {
    let server = Room::open();
    for half in [&b""[..], b"GET / HTTP/1.1\r\nHost: a\r\n"] {
        let mut raw = Raw::connect(server.port());
        raw.send(half);
        raw.stop_sending();
        raw.expect_end();
    }
}

#[test]
fn a_request_that_comes_byte_by_byte_still_ends_at_its_deadline() {
    let settings = in_process::Settings { head_deadline: in_process::SHORT, ..Default::default() };
    let server = in_process::Room::open(2, settings);
    let mut silent = Raw::connect(server.port());
    let mut slow = Raw::connect(server.port());
    let start = Instant::now();
    // Each byte comes well before the deadline, but the whole request takes 37 times as long.
    let bytes = UPGRADE.bytes().chain(std::iter::repeat(b'x'));
    let has_ended = bytes.take(1000).any(|byte| {
        std::thread::sleep(in_process::SHORT / 4);
        slow.try_send(&[byte]).is_err()
    });
    assert!(has_ended, "the server still reads after 1000 bytes and {:?}", start.elapsed());
    silent.expect_end();
}

/// The first bytes that a browser sends to https://localhost:8081/.
const CLIENT_HELLO: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x8f\x1d\x52\x7c\
    \x31\xa0\x14\xe7\x09\x2b\x6d\xc8\xd1\xf5\x43\x90\x77\x66\x5a\x1e\x02\xb9\xc4\x3f\x84\xaa\
    \x71\x20\x0e\x20\x5b\x00\x13\x01\x13\x02\x13\x03\xc0\x2b\xc0\x2f\x00\x00\x00\x0e\x00\x0c";

pub fn get(server: &Room, path: &str) -> Response {
    request(server, &format!("GET {path}"))
}

fn request(server: &Room, method_and_path: &str) -> Response {
    let request = format!("{method_and_path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    Raw::request(server.port(), request.as_bytes())
}

fn head_of_length(length: usize) -> Vec<u8> {
    let head = "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ";
    let end = "\r\n\r\n";
    let cookie = "c".repeat(length - head.len() - end.len());
    format!("{head}{cookie}{end}").into_bytes()
}

/// An error is a short text that a person can read.
#[track_caller]
fn check_error(response: &Response) {
    check_fields(response, "text/plain");
    let text = response.text();
    let readable = (10..300).contains(&text.len()) && text.is_ascii();
    assert!(readable, "the body must be a short ASCII text: {text:?}");
}

#[track_caller]
fn check_fields(response: &Response, content_type: &str) {
    let length = response.body.len().to_string();
    assert_eq!(response.header("Content-Type"), format!("{content_type}; charset=utf-8"));
    assert_eq!(response.header("Content-Length"), length, "{response:?}");
    assert_eq!(response.header("Cache-Control"), "no-store", "{response:?}");
    assert_eq!(response.header("Content-Security-Policy"), CONTENT_SECURITY_POLICY);
}

fn client_file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("client").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("cannot read {path:?}: {error}"))
}
