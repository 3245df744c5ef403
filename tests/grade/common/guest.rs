//! A client of the student's server: it sends and pings, and it keeps the messages that come.

use std::{
    io::ErrorKind,
    net::{Shutdown, SocketAddr, TcpStream},
    time::Duration,
};

use tungstenite::{Error, HandshakeError, Message, WebSocket};

/// A server that sends without end must not fill the grader's memory.
const MOST_MESSAGES: usize = 5000;

/// How long the server may take to answer a connection, on a busy machine.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// A connection, known to the student by its name.
pub struct Guest {
    pub name: &'static str,
    /// Whether it should get the messages to everyone logged in.
    pub is_logged_in: bool,
    /// The text messages that came since they were last taken.
    pub inbox: Vec<String>,
    socket: WebSocket<TcpStream>,
}

/// The result of a short wait for a pong.
pub enum Waited {
    Answered,
    NotYet,
    /// The connection has ended; this says how.
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
        let (socket, _) = tungstenite::client(url, stream).map_err(|error| match error {
            HandshakeError::Interrupted(_) => format!("nothing came within {patience:?}"),
            HandshakeError::Failure(error) => error.to_string(),
        })?;
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

    /// Reads until the pong with this number has come, or until nothing comes for one `tick`.
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
        Waited::NotYet // this guest is flooded, and the caller has to look at the clock
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

    /// Closes the connection: with a closing handshake, as a closed tab does, or without, as a lost
    /// network does. The server then closes it too, after the room has heard of it.
    pub fn say_goodbye(&mut self, politely: bool) {
        // An error means that the server was faster.
        if politely {
            let _ = self.socket.close(None);
            let _ = self.socket.flush();
        } else {
            let _ = self.socket.get_ref().shutdown(Shutdown::Write);
        }
    }

    /// Keeps the server's thread for this connection busy for a second, whatever happens to the
    /// connection meanwhile. A client may send 256 KiB at once. After that the thread sleeps after
    /// each message, and counts even the smallest one as 50 bytes.
    pub fn keep_its_thread_busy(&mut self) {
        // Pongs that nobody asked for mean nothing to the room. The large ones use up the
        // allowance; the small ones have 6 bytes on the wire, and so they fit into the socket.
        let large = std::iter::repeat_n(vec![0; 125], 1_500);
        let small = std::iter::repeat_n(Vec::new(), 20_000);
        for payload in large.chain(small) {
            // An error means that the connection has ended. The next fence shows that.
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

    /// Breaks the connection so that the server's next write to it fails: since this side leaves
    /// bytes unread, the system answers with a reset.
    pub fn break_off(self) {
        let _ = self.socket.get_ref().shutdown(Shutdown::Both);
    }
}

fn is_timeout(error: &Error) -> bool {
    matches!(error, Error::Io(error)
        if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted))
}
