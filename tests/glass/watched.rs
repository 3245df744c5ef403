//! A room that is watched: the glass room, and the server that it has started.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::process::Command;

use crate::support::DEADLINE;
use crate::support::browser::{Browser, Page, Trouble};
use crate::support::client::{Client, chat};
use crate::support::process::{Server, eventually, server_command};

/// The program `glass`, with free ports for both rooms.
pub fn glass() -> Command {
    let mut command = server_command(Path::new(env!("CARGO_BIN_EXE_glass")));
    command.env("GLASS_PORT", "0");
    command
}

/// The glass room as a child process. Its own port is the one of the page with the picture.
pub struct Watched {
    glass: Server,
    room: u16,
}

impl Watched {
    /// Starts the glass room, which starts a `chat-server`.
    pub fn start() -> Watched {
        Watched::launch(glass())
    }

    pub fn launch(glass: Command) -> Watched {
        let glass = Server::launch(glass).unwrap_or_else(|why| panic!("{why}"));
        let mut room = None;
        let is_open = eventually(DEADLINE, || {
            room = port_of_the_room(&glass.output());
            room.is_some()
        });
        assert!(is_open, "no chat room within {DEADLINE:?}: {}{}", glass.output(), glass.log());
        Watched { glass, room: room.expect("it is open") }
    }

    /// The port of the room that is watched.
    pub fn room(&self) -> u16 {
        self.room
    }

    /// Opens the page with the picture, and waits until it has heard what happened before.
    pub fn page<'b>(&self, browser: &'b Browser) -> Result<Page<'b>, Trouble> {
        let page = browser.open(&format!("http://127.0.0.1:{}/glass.html", self.port()))?;
        page.wait_until("isReady", "the page has heard what happened before")?;
        Ok(page)
    }
}

/// The client says something, and the page draws its whole journey to this many clients. Nothing is
/// on its way to the page after that.
pub fn draw_a_chat(page: &Page, speaker: &mut Client, clients: usize) -> Result<(), Trouble> {
    let before = page.eval("events.length")?;
    let text = chat(&speaker.name, &"z".repeat(50)).to_string();
    speaker.send(&text);
    speaker.expect_text(&text);
    let frame = text.len() + 2; // a short frame has 2 bytes more
    page.wait_until(
        &format!(
            "events.at(-1)?.text === 'wrote {frame} bytes to {clients} of {clients} clients'
                && events.length >= {before} + 4 && upTo === events.length"
        ),
        "the chat's journey is drawn",
    )
}

impl Deref for Watched {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.glass
    }
}

impl DerefMut for Watched {
    fn deref_mut(&mut self) -> &mut Server {
        &mut self.glass
    }
}

fn port_of_the_room(output: &str) -> Option<u16> {
    let (_, address) = output.split_once("The chat room is open: page http://localhost:")?;
    address.split_once('/')?.0.parse().ok()
}
