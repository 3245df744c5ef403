//! The chat room of this part. `room.rs` is yours; everything else is the finished server.
//!
//! The `#[path]` lines take the other files from the folder `src` at the top, where `src/lib.rs`
//! is the map of them all. An old rust-analyzer may mark these lines; Cargo finds the files.

#![cfg(feature = "server")] // without it, only the page is graded

#[path = "../../../src/accept.rs"]
pub mod accept;
#[path = "../../../src/allowance.rs"]
pub mod allowance;
#[path = "../../../src/broadcaster.rs"]
pub mod broadcaster;
#[path = "../../../src/client.rs"]
pub mod client;
#[path = "../../../src/heartbeat.rs"]
pub mod heartbeat;
#[path = "../../../src/http.rs"]
pub mod http;
#[path = "../../../src/logger.rs"]
pub mod logger;
#[path = "../../../src/outbox.rs"]
pub mod outbox;
pub mod room;
#[path = "../../../src/settings.rs"]
pub mod settings;
#[path = "../../../src/tcp.rs"]
pub mod tcp;

pub use accept::run;
pub use settings::Settings;
