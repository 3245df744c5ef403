//! A client of the student's server: it sends, pings, and keeps what came.

use std::{
    io::ErrorKind,
    net::{Shutdown, SocketAddr, TcpStream},
    time::Duration,
};

use tungstenite::{Error, Message, WebSocket};

/// A server that sends without end must not fill the memory of its grader.
const MOST_MESSAGES: usize = 5000;

/// How long a connection may take to be answered, on a busy machine.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// A connection, known to the student by its name.
pub struct Guest {
    pub name: &'static str,
    /// Whether it should get what everyone logged in gets.
    pub is_logged_in: bool,
    /// Text messages that came since they were last taken.
    pub inbox: Vec<String>,
    socket: WebSocket<TcpStream>,
}

/// What a short wait for a pong brought.
pub enum Waited {
    Answered,
    NotYet,
    /// The connection has ended; a word on how.
    Closed(String),
}

impl Guest {
    pub fn connect(port: u16, name: &'static str) -> Result<Guest, String> {
        Guest::connect_within(port, name, HANDSHAKE)
    }

    pub fn connect_within(
        port: u16,
        name: &'static str,
        patience: Duration,
    ) -> Result<Guest, String> {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let connect = || {
            let stream = TcpStream::connect_timeout(&address, patience)?;
            stream.set_read_timeout(Some(patience))?;
            stream.set_write_timeout(Some(patience))?;
            stream.set_nodelay(true)?;
            Ok(stream)
        };
        let stream = connect().map_err(|error: std::io::Error| error.to_string())?;
        let url = format!("ws://127.0.0.1:{port}/");
        let (socket, _) = tungstenite::client(url, stream).map_err(|error| error.to_string())?;
        Ok(Guest { name, is_logged_in: false, inbox: Vec::new(), socket })
    }

    /// The texts that came since this was last called.
    pub fn take_inbox(&mut self) -> Vec<String> {
        std::mem::take(&mut self.inbox)
    }

    pub fn send(&mut self, text: &str) -> Result<(), Error> {
        self.socket.send(Message::text(text))
    }

    pub fn ping(&mut self, number: u64) -> Result<(), Error> {
        self.socket.send(Message::Ping(number.to_be_bytes().to_vec().into()))
    }

    /// Reads until the pong with this number has come, or nothing comes for the time of a `tick`.
    pub fn wait_for_pong(&mut self, number: u64, tick: Duration) -> Waited {
        if let Err(error) = self.socket.get_ref().set_read_timeout(Some(tick)) {
            return Waited::Closed(error.to_string());
        }
        for _ in 0..MOST_MESSAGES {
            match self.socket.read() {
                Ok(Message::Pong(payload)) if payload[..] == number.to_be_bytes() => {
                    return Waited::Answered;
                }
                Ok(Message::Text(text)) if self.inbox.len() < MOST_MESSAGES => {
                    self.inbox.push(text.to_string());
                }
                Ok(_) => {}
                Err(error) if is_timeout(&error) => return Waited::NotYet,
                Err(error) => return Waited::Closed(error.to_string()),
            }
        }
        Waited::NotYet // it is flooded: whoever waits looks at the clock
    }

    /// Reads until a text has come, or nothing comes for the time of a `tick`.
    pub fn wait_for_text(&mut self, tick: Duration) -> Waited {
        if let Err(error) = self.socket.get_ref().set_read_timeout(Some(tick)) {
            return Waited::Closed(error.to_string());
        }
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    self.inbox.push(text.to_string());
                    return Waited::Answered;
                }
                Ok(_) => {}
                Err(error) if is_timeout(&error) => return Waited::NotYet,
                Err(error) => return Waited::Closed(error.to_string()),
            }
        }
    }

    /// The connection below the WebSocket, for bytes that no decent client sends.
    pub fn stream(&self) -> &TcpStream {
        self.socket.get_ref()
    }

    pub fn socket(&mut self) -> &mut WebSocket<TcpStream> {
        &mut self.socket
    }

    /// Closes the tab: with a closing handshake, or without, as a lost network does. The server
    /// has then to end the connection too, and does so when the room has heard of it.
    pub fn say_goodbye(&mut self, politely: bool) {
        // An error means that the server was faster.
        if politely {
            let _ = self.socket.close(None);
            let _ = self.socket.flush();
        } else {
            let _ = self.socket.get_ref().shutdown(Shutdown::Write);
        }
    }

    /// Makes the server's thread for this connection read on for a second, whatever happens
    /// to the connection meanwhile. It lets nobody send more than 256 KiB at once; after that it
    /// sleeps after each message, as if the smallest had 50 bytes.
    pub fn keep_its_thread_busy(&mut self) {
        // Pongs that nobody asked for mean nothing to the room. The large ones use up
        // what may come at once; the small ones are 6 bytes on the wire, and fit into the socket.
        let large = std::iter::repeat_n(vec![0; 125], 1_500);
        let small = std::iter::repeat_n(Vec::new(), 20_000);
        for payload in large.chain(small) {
            // An error means that the connection has ended, and then the next fence shows it.
            let _ = self.socket.write(Message::Pong(payload.into()));
        }
        let _ = self.socket.flush();
    }

    /// Ends the connection with a reset: the system sends one when an answer was never read.
    pub fn reset(mut self, patience: Duration) {
        let _ = self.ping(0);
        let _ = self.stream().set_read_timeout(Some(patience));
        let _ = self.stream().peek(&mut [0]);
    }

    /// Breaks the connection so that the server's next write to it fails: bytes that were never
    /// read make the system answer with a reset.
    pub fn break_off(self) {
        let _ = self.socket.get_ref().shutdown(Shutdown::Both);
    }
}

fn is_timeout(error: &Error) -> bool {
    matches!(error, Error::Io(error)
        if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}
