//! The connection that says each line of the log in the second room, on the thread `main`.
//!
//! In: lines, and news that somebody has come to watch. Out: chat messages. A newcomer has missed
//! what was said before, so the most important lines are said again.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, TcpStream};
use std::thread;

use crossbeam_channel::{Receiver, Sender};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::News;

/// How many bytes of lines one message may have. The room takes 64 KiB, but quotation marks in the
/// lines become longer in JSON.
const LONGEST_TEXT: usize = 16 * 1024;

/// How many lines are kept for newcomers: who came and who left in a long lesson.
const HISTORY: usize = 10_000;

pub struct Speaker {
    socket: WebSocket<TcpStream>,
    history: VecDeque<String>,
    /// Nothing more will happen: the page plays the history from its beginning.
    is_recording: bool,
}

impl Speaker {
    /// Connects to the room on this port. It does not log in, so it hears nothing, and need not read.
    pub fn join(port: u16) -> Result<Speaker, String> {
        Ok(Speaker { socket: connect(port)?, history: VecDeque::new(), is_recording: false })
    }

    /// Says everything in the recording to each newcomer.
    pub fn remember(&mut self, recording: &str) {
        self.history = recording.lines().map(str::to_string).collect();
        self.is_recording = true;
    }

    /// Says all lines, as long as the program runs.
    pub fn speak(&mut self, news: &Receiver<News>) -> Result<(), String> {
        let mut lines = Vec::new();
        for first in news {
            // A line that waits already goes into the same message: during a flood, that saves work.
            for one in [first].into_iter().chain(news.try_iter()) {
                match one {
                    News::Line(line) => lines.push(line),
                    News::Newcomer => {
                        self.say(&lines)?;
                        lines.clear();
                        self.say_history()?;
                    }
                }
            }
            self.say(&lines)?;
            lines.clear();
        }
        Ok(())
    }

    /// Says new lines, and keeps those that a newcomer must know.
    fn say(&mut self, lines: &[String]) -> Result<(), String> {
        for text in texts(lines.iter()) {
            self.send(&json!({ "type": "chat", "text": text, "username": "glass" }))?;
        }
        // Debug lines are many, and soon out of date.
        let kept = lines.iter().filter(|line| !line.contains(" DEBUG ["));
        self.history.extend(kept.cloned());
        let too_many = self.history.len().saturating_sub(HISTORY);
        self.history.drain(..too_many);
        Ok(())
    }

    /// Says again what happened before. Everyone hears it, but only a newcomer needs it: that one
    /// begins with part 1.
    fn say_history(&mut self) -> Result<(), String> {
        let mut texts = texts(self.history.iter());
        if texts.is_empty() {
            texts.push(String::new()); // the newcomer waits for it
        }
        for (index, text) in texts.iter().enumerate() {
            self.send(&json!({
                "type": "chat",
                "text": text,
                "username": "glass",
                "part": index + 1,
                "of": texts.len(),
                "recording": self.is_recording,
            }))?;
        }
        Ok(())
    }

    fn send(&mut self, chat: &Value) -> Result<(), String> {
        self.socket.send(Message::text(chat.to_string())).map_err(|why| why.to_string())
    }
}

/// Puts lines together, as many as fit into one message each.
fn texts<'a>(lines: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in lines {
        match texts.last_mut() {
            Some(text) if text.len() + line.len() < LONGEST_TEXT => {
                text.push('\n');
                text.push_str(line);
            }
            _ => texts.push(line.clone()),
        }
    }
    texts
}

/// Logs in as another client, whose thread `ears` hears the logins of newcomers.
pub fn listen(port: u16, news: Sender<News>) -> Result<(), String> {
    let mut socket = connect(port)?;
    let login = json!({ "type": "login", "username": "glass" });
    socket.send(Message::text(login.to_string())).map_err(|why| why.to_string())?;
    let thread = thread::Builder::new().name("ears".to_string());
    let spawned = thread.spawn(move || {
        while let Ok(message) = socket.read() {
            let is_login = |text: &str| text.starts_with(r#"{"type":"login""#);
            if message.to_text().is_ok_and(is_login) {
                let _ = news.send(News::Newcomer); // fails when the program ends
            }
        }
    });
    spawned.map(|_| ()).map_err(|why| why.to_string())
}

fn connect(port: u16) -> Result<WebSocket<TcpStream>, String> {
    let joined = || {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nodelay(true)?;
        tungstenite::client(format!("ws://127.0.0.1:{port}/"), stream).map_err(io::Error::other)
    };
    joined().map(|(socket, _)| socket).map_err(|why| format!("cannot join the glass room: {why}"))
}
