//! A chat room over WebSockets on plain threads. This page is the map.
//!
//! | thread | file | what it does |
//! | --- | --- | --- |
//! | `main` | [`accept`] | waits for connections; starts one thread for each |
//! | `client N` | [`client`] | one connection: its request ([`http`]), then its messages, within its [`allowance`], and its [`heartbeat`] |
//! | `broadcaster` | [`broadcaster`] | the only owner of the [`room`] and of every client's [`outbox`] |
//! | `log` | [`logger`] | writes the log lines of all threads |
//!
//! Client threads never touch the room. What happens on a connection becomes an
//! [`Event`](broadcaster::Event), and all events go through ONE bounded channel to ONE broadcaster.
//! A channel is a queue between threads. A thread that takes from an empty one waits. If the channel
//! is bounded, a thread that adds to a full one waits too.
//!
//! ```text
//! client 1 ──┐                                      ┌──> socket of client 1
//! client 2 ──┼── events ──> broadcaster ── frames ──┼──> socket of client 2
//! client 3 ──┘              (room, outboxes)        └──> socket of client 3
//! ```
//!
//! So the room needs no lock, and every client sees everything in the same order.
//!
//! Some WebSocket words: the *handshake* is the HTTP request and answer that open a connection.
//! After it, both sides send *frames*: a text, or a *ping*, which the other side answers with a *pong*,
//! or a *Close*, which it answers with a Close.
//!
//! The same shape on one page, without the protections, is `src/bin/tiny.rs`: read that first.
//! Then read [`room`]: who is here and what a message does, without sockets and threads. Then
//! follow a message: [`client`] reads it, [`broadcaster`] takes it, [`room`] decides, [`outbox`]
//! writes. How a client's thread and the broadcaster share a socket is in [`tcp`].

pub mod accept;
pub mod allowance;
pub mod broadcaster;
pub mod client;
pub mod heartbeat;
pub mod http;
pub mod logger;
pub mod outbox;
pub mod room;
pub mod settings;
pub mod tcp;

pub use accept::run;
pub use settings::Settings;
