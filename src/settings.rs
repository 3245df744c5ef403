//! The settings, on the main thread, before any other thread starts.
//!
//! In: environment variables. Out: the settings and a bound listener. A value that makes no sense
//! stops the start with a sentence that names the variable. To start with a guess would be worse.

use std::env;
use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::num::NonZero;
use std::str::FromStr;
use std::time::Duration;

use log::LevelFilter;

/// The port from the tutorial that this room is based on.
const DEFAULT_PORT: u16 = 8081;

/// Linux has 65,530 memory maps for a program (`vm.max_map_count`), and each thread takes 4. A thread
/// that finds none left when it starts aborts the program.
const DEFAULT_MAX_CLIENTS: NonZero<usize> = NonZero::new(15_000).expect("it is not zero");

/// How long another server on this computer may take to answer. If there is none, Windows would
/// take two seconds to tell.
const PROBE: Duration = Duration::from_millis(100);

/// How a room runs. Variables set the first four; tests shorten the others.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `HOST`: the address to listen on. `0.0.0.0` lets other computers in.
    pub host: String,
    /// `PORT`, else `WS_PORT`. 0 picks a free port.
    pub port: u16,
    /// `RUST_LOG`: how much is logged.
    pub log_level: LevelFilter,
    /// `MAX_CLIENTS`: how many connections there may be. One more gets a 503.
    pub max_clients: usize,
    /// A client that was silent for this long gets a ping. Hosting platforms cut connections that
    /// were idle for 55 s.
    pub heartbeat: Duration,
    /// A client that was silent for this long, without a pong either, has left: two heartbeats.
    pub silence: Duration,
    /// How long a connection may take, in all, to send its whole request.
    pub head_deadline: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_string(),
            port: DEFAULT_PORT,
            log_level: LevelFilter::Info,
            max_clients: DEFAULT_MAX_CLIENTS.get(),
            heartbeat: Duration::from_secs(20),
            silence: Duration::from_secs(40),
            head_deadline: Duration::from_secs(10),
        }
    }
}

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    /// A sentence that names the variable and tells what it should be.
    pub fn from_env() -> Result<Self, String> {
        let defaults = Self::default();
        let port = if env::var_os("PORT").is_some() { "PORT" } else { "WS_PORT" };
        let levels = "one of off, error, warn, info, debug, trace";
        let number = "a number of connections, 1 or more";
        Ok(Self {
            host: setting("HOST", "an address such as 127.0.0.1", defaults.host)?,
            port: setting(port, "a number from 0 to 65535", defaults.port)?,
            log_level: setting("RUST_LOG", levels, defaults.log_level)?,
            max_clients: setting("MAX_CLIENTS", number, DEFAULT_MAX_CLIENTS)?.get(),
            ..defaults
        })
    }

    /// Binds the address.
    ///
    /// # Errors
    /// A sentence about why it did not work and what to do.
    pub fn bind(&self) -> Result<TcpListener, String> {
        let Self { host, port, .. } = self;
        let bound = match self.is_taken() {
            true => Err(ErrorKind::AddrInUse.into()),
            false => TcpListener::bind((host.as_str(), *port)),
        };
        bound.map_err(|error: io::Error| match error.kind() {
            ErrorKind::AddrInUse => format!(
                "PORT {port} is already in use. Is the server running in another window? \
                 Stop that one, or set PORT to another number, such as {}.",
                port.saturating_sub(2) // the port next to this one may be the glass room's
            ),
            // Below 1024 on Unix. On Windows also when another program has reserved a range.
            ErrorKind::PermissionDenied => format!(
                "PORT {port} is not allowed ({error}). Set PORT to another number above 1023."
            ),
            _ => format!(
                "HOST {host:?} is not an address of this computer ({error}). \
                 Use 127.0.0.1, or 0.0.0.0 to let others in."
            ),
        })
    }

    /// Whether another program answers at this computer's own address. If that program has 127.0.0.1
    /// and we ask for 0.0.0.0, or the other way round, Windows and macOS would still give us the
    /// port. Then the browsers here would find one room, and all others another.
    fn is_taken(&self) -> bool {
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let is_ours = ["127.0.0.1", "0.0.0.0", "localhost"].contains(&self.host.as_str());
        is_ours && self.port != 0 && TcpStream::connect_timeout(&here, PROBE).is_ok()
    }

    /// Prints to standard output where the room is, and how others get there.
    pub fn announce(&self, listener: &TcpListener) {
        let Ok(address) = listener.local_addr() else { return };
        let (ip, port) = (address.ip(), address.port());
        let is_here = ip.is_unspecified() || ip == Ipv4Addr::LOCALHOST;
        let at = if is_here { format!("localhost:{port}") } else { address.to_string() };
        let room = format!("page http://{at}/, WebSocket ws://{at}/");
        let mut out = io::stdout().lock();
        // Perhaps nobody reads this. The room opens all the same.
        let _ = writeln!(out, "The chat room is open: {room}");
        if ip.is_unspecified() {
            let ip =
                own_address().map_or("ADDRESS-OF-THIS-COMPUTER".to_string(), |ip| ip.to_string());
            let _ = writeln!(out, "Others on the same network open http://{ip}:{port}/");
        }
    }
}

/// Reads one environment variable. If it is not set, this is `default`.
fn setting<T: FromStr>(name: &str, expected: &str, default: T) -> Result<T, String> {
    let Some(value) = env::var_os(name) else { return Ok(default) };
    let parsed = value.to_str().filter(|text| !text.is_empty()).and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| {
        format!("{name} is {value:?}, but it must be {expected}. Change or unset it.")
    })
}

/// This computer's address on its network. To connect a UDP socket sends nothing: it only asks the
/// system which address it would send from. The target is reserved for documentation.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}
