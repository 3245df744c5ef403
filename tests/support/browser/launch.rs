//! Finds the browser and starts it without a window and with its own profile.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, process};

/// For the first start on a busy machine. Later starts take half a second.
const START_DEADLINE: Duration = Duration::from_secs(30);

/// The pause between two attempts to remove a folder.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The usual options for browsers under test: no questions, no downloads, no paused tabs.
const OPTIONS: [&str; 20] = [
    "--headless=new",
    "--remote-debugging-port=0", // any free port, which the browser prints on standard error
    "--no-first-run",
    "--no-default-browser-check",
    "--allow-pre-commit-input", // accept clicks before the page is drawn for the first time
    "--no-proxy-server",        // all pages are local
    "--disable-background-networking",
    "--disable-background-timer-throttling", // timers run normally in background tabs
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage", // containers have little of it
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--edge-skip-compat-layer-relaunch", // otherwise Edge restarts itself as another process
    "--mute-audio",
    "--password-store=basic", // a keyring would ask for its password
    "--use-mock-keychain",
];

/// The browser's main process. Dropping it kills the process and removes its profile.
pub struct BrowserProcess {
    child: Mutex<Child>,
    profile: Folder,
}

impl BrowserProcess {
    /// Starts a browser, and returns it with the address of its DevTools.
    pub fn start() -> Result<(BrowserProcess, String), String> {
        let program = find_program()?;
        let started = match BrowserProcess::start_with(&program, &[]) {
            // As root, and in many containers, Linux does not allow the sandbox, and the browser
            // ends at once. It can run without a sandbox, since it loads only this project's pages.
            Err(_) if cfg!(target_os = "linux") => {
                BrowserProcess::start_with(&program, &["--no-sandbox"])
            }
            started => started,
        };
        started.map_err(|why| format!("{} does not start: {why}", program.display()))
    }

    /// Kills the process and removes its profile, for a program that ends without dropping this.
    pub fn end(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        // An error means that it has already ended. Its child processes end with it.
        let _ = child.kill();
        let _ = child.wait();
        self.profile.remove();
    }

    fn start_with(program: &Path, options: &[&str]) -> Result<(BrowserProcess, String), String> {
        let profile = Folder::new("browser")?;
        let mut folder = OsString::from("--user-data-dir=");
        folder.push(&profile.0);
        let mut child = Command::new(program)
            .args(OPTIONS)
            .args(options)
            .arg(folder)
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let log = child.stderr.take().expect("stderr is piped");
        // From here on, dropping this value kills the process, also on an early return.
        let process = BrowserProcess { child: Mutex::new(child), profile };
        let url = wait_for_devtools(log)?;
        Ok((process, url))
    }
}

impl Drop for BrowserProcess {
    fn drop(&mut self) {
        self.end();
    }
}

/// An empty folder that only one program uses. Dropping this value removes the folder.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Result<Folder, String> {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let name = format!("chat-{name}-{}-{}", process::id(), now.as_nanos());
        let folder = env::temp_dir().join(name);
        match fs::create_dir_all(&folder) {
            Ok(()) => Ok(Folder(folder)),
            Err(error) => Err(format!("cannot make the folder {folder:?}: {error}")),
        }
    }

    pub fn remove(&self) {
        // Windows cannot remove an open file, and the browser's child processes, which end a moment
        // after it, may write once more: then the folder is there again.
        for _ in 0..100 {
            let _ = fs::remove_dir_all(&self.0);
            thread::sleep(POLL_INTERVAL);
            if !self.0.exists() {
                return;
            }
        }
        eprintln!("could not remove the folder {:?}", self.0);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Waits for the line on standard error that has the address of the DevTools. A thread then reads
/// on to the end, so that the browser never waits for a reader.
fn wait_for_devtools(log: impl Read + Send + 'static) -> Result<String, String> {
    let (lines, said) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(log).split(b'\n').map_while(Result::ok) {
            // After that line, the receiver is gone.
            let _ = lines.send(String::from_utf8_lossy(&line).trim().to_string());
        }
    });
    let deadline = Instant::now() + START_DEADLINE;
    let mut last = "it wrote nothing".to_string();
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let line = said.recv_timeout(left).map_err(|error| match error {
            RecvTimeoutError::Timeout => format!("no DevTools within {START_DEADLINE:?}; {last}"),
            RecvTimeoutError::Disconnected => format!("it ended at once; {last}"),
        })?;
        match line.strip_prefix("DevTools listening on ") {
            Some(url) => return Ok(url.to_string()),
            None if line.is_empty() => (),
            None => last = format!("its last line: {line}"),
        }
    }
}

fn find_program() -> Result<PathBuf, String> {
    if let Some(chosen) = env::var_os("CHROME").map(PathBuf::from) {
        let there = [chosen.clone()].into_iter().chain(on_path(&chosen));
        let found = there.into_iter().find(|path| path.is_file());
        return found.ok_or_else(|| format!("no browser at {chosen:?}, which CHROME names"));
    }
    usual_places().into_iter().find(|path| path.is_file()).ok_or_else(|| {
        "found no Chrome, Chromium or Edge; set CHROME=path/to/program if you have one".into()
    })
}

fn usual_places() -> Vec<PathBuf> {
    if cfg!(windows) {
        let folders = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];
        let programs = [
            "Google/Chrome/Application/chrome.exe",
            "Chromium/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe",
        ];
        let folders = folders.into_iter().filter_map(env::var_os);
        return combine(folders.map(PathBuf::from), &programs);
    }
    if cfg!(target_os = "macos") {
        let home = env::var_os("HOME").map(|home| Path::new(&home).join("Applications"));
        let programs = [
            "Google Chrome.app/Contents/MacOS/Google Chrome",
            "Chromium.app/Contents/MacOS/Chromium",
            "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        ];
        let folders = [PathBuf::from("/Applications")].into_iter().chain(home);
        return combine(folders, &programs);
    }
    let programs = [
        "google-chrome",
        "google-chrome-stable",
        "chromium",
        "chromium-browser",
        "microsoft-edge",
        "microsoft-edge-stable",
    ];
    let usual = programs.iter().flat_map(|name| on_path(Path::new(name)));
    usual.collect()
}

fn combine(folders: impl Iterator<Item = PathBuf>, programs: &[&str]) -> Vec<PathBuf> {
    folders.flat_map(|folder| programs.iter().map(move |program| folder.join(program))).collect()
}

/// The paths where `PATH` may have a program with this name.
pub fn on_path(name: &Path) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(name)).collect()
}
