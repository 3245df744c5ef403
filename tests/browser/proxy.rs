//! A reverse proxy that offers a server in a folder of its own site: `/chat/`.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::support::process::Server;

/// The address of a site with the server in its folder `/chat/`, and the request line of each
/// connection, as the browser sent it.
pub fn start(server: &Server) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let site = format!("http://{}/chat/", listener.local_addr().expect("it is bound"));
    let (request_lines, received) = mpsc::channel();
    let address = server.address();
    thread::spawn(move || {
        for browser in listener.incoming().flatten() {
            let (request_lines, address) = (request_lines.clone(), address.clone());
            thread::spawn(move || {
                let line = read_line(&browser)?;
                // The test may have ended.
                let _ = request_lines.send(line.trim().to_string());
                let mut server = TcpStream::connect(address)?;
                server.write_all(line.replacen("/chat/", "/", 1).as_bytes())?;
                forward(browser, server)
            });
        }
    });
    (site, received)
}

fn read_line(mut stream: &TcpStream) -> io::Result<String> {
    let mut line = String::new();
    while !line.ends_with('\n') {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        line.push(byte[0].into());
    }
    Ok(line)
}

/// Passes on what comes from either side, until both have ended.
fn forward(browser: TcpStream, server: TcpStream) -> io::Result<()> {
    let (from_browser, to_server) = (browser.try_clone()?, server.try_clone()?);
    let requests = thread::spawn(move || pass_on(from_browser, to_server));
    let answers = pass_on(server, browser);
    requests.join().expect("passing on does not panic").and(answers)
}

fn pass_on(mut from: TcpStream, mut to: TcpStream) -> io::Result<()> {
    io::copy(&mut from, &mut to)?;
    to.shutdown(Shutdown::Write)
}
