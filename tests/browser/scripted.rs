//! A scripted server: the test reads each message from the page and sends each answer itself.

use std::net::{TcpListener, TcpStream};

use serde_json::Value;
use tungstenite::{Message, WebSocket};

use crate::support::DEADLINE;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::process::eventually;
use crate::visitor::{file_url, fill_in_server, is_shown};

pub struct ScriptedServer {
    listener: TcpListener,
}

impl ScriptedServer {
    pub fn start() -> ScriptedServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        // A blocking `accept` could not have a deadline.
        listener.set_nonblocking(true).expect("a listener can be non-blocking");
        ScriptedServer { listener }
    }

    pub fn url(&self) -> String {
        let address = self.listener.local_addr().expect("it is bound");
        format!("ws://{address}/")
    }

    /// Waits until a page connects.
    pub fn accept(&self) -> Conversation {
        let mut accepted = None;
        eventually(DEADLINE, || {
            accepted = self.listener.accept().ok();
            accepted.is_some()
        });
        let (stream, _) =
            accepted.unwrap_or_else(|| panic!("no page connected within {DEADLINE:?}"));
        stream
            .set_nonblocking(false)
            .and_then(|()| stream.set_read_timeout(Some(DEADLINE)))
            .expect("a socket can have a timeout");
        let socket = tungstenite::accept(stream)
            .unwrap_or_else(|error| panic!("the page's handshake failed: {error}"));
        Conversation { socket }
    }
}

/// The connection of one page.
pub struct Conversation {
    socket: WebSocket<TcpStream>,
}

impl Conversation {
    /// Returns the next message from the page.
    pub fn hear(&mut self) -> Value {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    return serde_json::from_str(&text).unwrap_or_else(|error| {
                        panic!("the page sent a text that is not JSON: {error}: {text:?}")
                    });
                }
                Ok(Message::Ping(_) | Message::Pong(_)) => (),
                other => panic!("waited for a message from the page, got {other:?}"),
            }
        }
    }

    pub fn say(&mut self, text: &str) {
        self.socket
            .send(Message::text(text))
            .unwrap_or_else(|error| panic!("cannot send to the page: {error}"));
    }
}

/// Opens the page as a file and connects it to the scripted server.
pub fn connect_to<'b>(
    browser: &'b Browser,
    server: &ScriptedServer,
) -> Result<(Page<'b>, Conversation), Trouble> {
    let page = browser.open(&file_url("client/index.html"))?;
    fill_in_server(&page, &server.url())?;
    page.press_key("Enter")?;
    let conversation = server.accept();
    page.wait_until(&is_shown("#name"), "the page asks for the name")?;
    Ok((page, conversation))
}
