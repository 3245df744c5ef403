//! A scripted server for the page: it serves the files of the client folder, and hands the page's
//! WebSocket to the exercise, which then plays the server. The student's server is not used.

use std::{
    fs,
    io::{self, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    sync::mpsc::{self, Receiver, Sender},
    thread,
    time::Duration,
};

use tungstenite::{WebSocket, handshake::derive_accept_key, protocol::Role};

use crate::Exercise;

/// How long a browser may take for anything; on a busy machine it takes a second or two.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The longest request head of a browser, in bytes.
const MAX_HEAD: usize = 16 * 1024;

/// The address of the page, and the WebSockets that it opens.
pub struct Stage {
    address: SocketAddr,
    visitors: Receiver<WebSocket<TcpStream>>,
}

impl Stage {
    /// Serves the files of this folder for as long as the grader runs, without the lines of some
    /// exercises.
    pub fn open(folder: PathBuf, left_out: &[Exercise]) -> io::Result<Stage> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let files = Files { folder, left_out: left_out.to_vec() };
        let address = listener.local_addr()?;
        let (arrivals, visitors) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (files, arrivals) = (files.clone(), arrivals.clone());
                // A browser also opens connections and says nothing on them: a thread for each.
                thread::spawn(move || answer(stream, files, arrivals));
            }
        });
        Ok(Stage { address, visitors })
    }

    /// Where the page is.
    pub fn page(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Waits for the page's WebSocket.
    pub fn wait_for_visitor(&self) -> Option<WebSocket<TcpStream>> {
        self.visitors.recv_timeout(PATIENCE).ok()
    }
}

/// The files of the page.
#[derive(Clone)]
struct Files {
    folder: PathBuf,
    left_out: Vec<Exercise>,
}

impl Files {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(name))?;
        for exercise in &self.left_out {
            if let (true, Some(hole)) = (exercise.facts().file.ends_with(name), exercise.hole()) {
                bytes = without(hole, *exercise, &bytes);
            }
        }
        Ok(bytes)
    }
}

/// The same file with empty lines in a hole, so that all other lines keep their numbers.
fn without((first, last): (usize, usize), exercise: Exercise, bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let line = |(index, line): (usize, &str)| match index + 1 {
        number if number == first && exercise == Exercise::Announce => SILENT_PLACES.to_string(),
        number if (first..=last).contains(&number) => "\n".to_string(),
        _ => line.to_string(),
    };
    text.split_inclusive('\n').enumerate().map(line).collect::<String>().into_bytes()
}

/// The elements that the page needs in any case, as they are before anybody solves exercise 7.
const SILENT_PLACES: &str = "<p id=\"ws-status\">Not connected</p><p id=\"notice\"></p>\
                             <p id=\"announcer\"></p><div id=\"chat\" tabindex=\"0\" hidden></div>\n";

/// One request, one answer. After an error the browser asks again by itself.
fn answer(
    mut stream: TcpStream,
    files: Files,
    arrivals: Sender<WebSocket<TcpStream>>,
) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let head = read_head(&mut stream)?;
    if let Some(key) = header(&head, "sec-websocket-key") {
        let accept = derive_accept_key(key.as_bytes());
        let upgrade = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {accept}\r\n\r\n"
        );
        stream.write_all(upgrade.as_bytes())?;
        // This fails only if the exercise is over.
        let _ = arrivals.send(WebSocket::from_raw_socket(stream, Role::Server, None));
        return Ok(());
    }
    let path = head.split(' ').nth(1).unwrap_or("/");
    let (name, content_type) = match path {
        "/" | "/index.html" => ("index.html", "text/html"),
        "/index.css" => ("index.css", "text/css"),
        script if script.ends_with(".js") && !script[1..].contains(['/', '\\']) => {
            (&script[1..], "text/javascript")
        }
        _ => ("", "text/plain"),
    };
    let (status, body) = match files.read(name) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}; charset=utf-8\r\n\
         Content-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

/// Reads to the empty line. A browser sends nothing after it before it has an answer.
fn read_head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    let mut chunk = [0; 2048];
    while !head.ends_with(b"\r\n\r\n") && head.len() < MAX_HEAD {
        match stream.read(&mut chunk)? {
            0 => break,
            length => head.extend_from_slice(&chunk[..length]),
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    let mut values = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    values.next().map(|(_, value)| value.trim())
}
