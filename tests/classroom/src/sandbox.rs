//! The sandbox: Bubblewrap (`bwrap`) around everything that touches a stranger's work.
//!
//! Three boxes. The compiler sees the system, the sources of this student and its target folder.
//! The grader runs with its browser in a network of its own, which has only a loopback, and sees
//! the disk read-only. The student's program runs inside the grader's network, so that the grader
//! reaches its port, and sees nothing but the system and itself. When a box ends, the system kills
//! all processes in it.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// What a program could do that runs without a sandbox, and how to get one.
pub const WITHOUT: &str = "\
A submission is a stranger's program. Without a sandbox it can read and write everything that you
can: your files, the other submissions, the grades. It can use the network, and leave a process
behind that goes on after the grading.
The sandbox is Bubblewrap, on Linux only: sudo apt install bubblewrap, or the same package of your
system. On Windows and macOS, run this tool in a virtual machine or a container with Linux.
If this machine holds nothing but the submissions, say --no-sandbox.";

/// In bytes, for all writable memory of the student's program. A full room has a tenth of it.
const PROGRAM_MEMORY: u64 = 1 << 30;

/// Threads count too: a class of thirty needs about seventy.
const PROGRAM_THREADS: u32 = 256;

/// In seconds of processor time: the longest exercise needs one.
const PROGRAM_CPU: u32 = 60;

/// In bytes: the room and the tiny room need a tenth of it.
const COMPILER_MEMORY: u64 = 3 << 30;

/// In bytes: a debug build of the room has 30 MB.
const COMPILER_FILE: u64 = 256 << 20;

/// A box and a server start in a moment.
const FIRST_LINE: Duration = Duration::from_secs(60);

/// Whether strangers' programs run in a box.
#[derive(Clone, Debug)]
pub enum Sandbox {
    Bubblewrap { bwrap: PathBuf, prlimit: PathBuf },
    None,
}

impl Sandbox {
    /// Finds Bubblewrap, and tries it out with a box in a box.
    ///
    /// # Errors
    /// Why there is no sandbox.
    pub fn find() -> Result<Sandbox> {
        if !cfg!(target_os = "linux") {
            bail!("the sandbox is Bubblewrap, which is for Linux");
        }
        let bwrap = on_path("bwrap").context("bwrap is not installed")?;
        let prlimit = on_path("prlimit").context("prlimit is not installed (util-linux)")?;
        let sandbox = Sandbox::Bubblewrap { bwrap, prlimit };
        sandbox.try_out().context("bwrap does not work here")?;
        Ok(sandbox)
    }

    pub fn is_there(&self) -> bool {
        matches!(self, Sandbox::Bubblewrap { .. })
    }

    fn try_out(&self) -> Result<()> {
        self.first_line(&on_path("true").context("there is no program called true")?)?;
        Ok(())
    }

    /// Runs a program just as a student's runs, in a box in a box, until it has written a line or
    /// has ended. If our own server is silent there, no student may lose points for it.
    ///
    /// # Errors
    /// It failed before it wrote a line.
    pub fn first_line(&self, program: &Path) -> Result<String> {
        let scratch = tempfile::tempdir()?;
        let (script, copy) = (scratch.path().join("script"), scratch.path().join("program"));
        fs::copy(program, &copy)?;
        let script = if self.is_there() {
            self.write_program_script(&script, &copy)?;
            script
        } else {
            copy
        };
        open_to_all(scratch.path())?;
        let folder = scratch.path().join("grader");
        fs::create_dir(&folder)?;
        let mut child = self
            .grader(&script, scratch.path(), &folder)
            .envs([("PORT", "0"), ("RUST_LOG", "debug")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (send, line) = mpsc::channel();
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                let mut line = String::new();
                let _ = BufReader::new(output).read_line(&mut line); // an error: no line
                let _ = send.send(line); // an error: it came too late
            });
        }
        let line = line.recv_timeout(FIRST_LINE);
        // A program that has ended by itself says why.
        if !line.as_ref().is_ok_and(String::is_empty) {
            let _ = child.kill(); // an error means that it has ended
        }
        let Ok(line) = line else { bail!("it wrote no line within {FIRST_LINE:?}") };
        let output = child.wait_with_output()?;
        if line.is_empty() && !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(line)
    }

    /// The command that runs the grader. It may write only into `folder`, which lies in `scratch`.
    pub fn grader(&self, grader: &Path, scratch: &Path, folder: &Path) -> Command {
        let Sandbox::Bubblewrap { bwrap, .. } = self else { return Command::new(grader) };
        let mut command = Command::new(bwrap);
        command
            .args(["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"])
            .arg("--ro-bind")
            .args([scratch, scratch])
            .arg("--bind")
            .args([folder, folder])
            .args(["--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent"])
            .arg("--ro-bind")
            .args([grader, grader])
            .arg("--chdir")
            .arg(folder)
            .arg("--")
            .arg(grader);
        command
    }

    /// Writes a script that runs the student's program in its own box. The grader takes the script
    /// for the program.
    ///
    /// # Errors
    /// The script cannot be written.
    pub fn write_program_script(&self, script: &Path, program: &Path) -> Result<()> {
        let Sandbox::Bubblewrap { bwrap, prlimit } = self else { bail!("there is no sandbox") };
        let text = format!(
            "#!/bin/sh\n\
             # Runs the student's program where it sees nothing but the system, and can write nowhere.\n\
             exec env -i PORT=\"${{PORT-}}\" ${{RUST_LOG+RUST_LOG=\"$RUST_LOG\"}} \\\n  \
             {bwrap} {system} --ro-bind {program} /program \\\n  \
             --remount-ro /dev --remount-ro / --chdir / \\\n  \
             --unshare-user --unshare-pid --unshare-ipc --unshare-uts --unshare-cgroup-try \\\n  \
             --cap-drop ALL --new-session --die-with-parent \\\n  \
             -- {prlimit} --data={PROGRAM_MEMORY} --nproc={PROGRAM_THREADS} --cpu={PROGRAM_CPU} \\\n  \
             --fsize=0 --core=0 -- /program\n",
            bwrap = quoted(bwrap),
            system = system(),
            program = quoted(program),
            prlimit = quoted(prlimit),
        );
        write_script(script, &text)
    }

    /// Writes a script for cargo's `RUSTC_WORKSPACE_WRAPPER`: it runs the compiler in a box with the
    /// sources and the target folder.
    ///
    /// # Errors
    /// The script cannot be written.
    pub fn write_compiler_script(
        &self,
        script: &Path,
        sysroot: &Path,
        sources: &Path,
        target: &Path,
    ) -> Result<()> {
        let Sandbox::Bubblewrap { bwrap, prlimit } = self else { bail!("there is no sandbox") };
        let text = format!(
            "#!/bin/sh\n\
             # Runs the compiler where it can read nothing but the system and this student's work.\n\
             exec {bwrap} {system} --proc /proc --tmpfs /tmp --ro-bind {sysroot} {sysroot} \\\n  \
             --ro-bind {sources} {sources} --bind {target} {target} --chdir \"$PWD\" \\\n  \
             --unsetenv HOME --unsetenv CARGO_HOME --unsetenv RUSTUP_HOME \\\n  \
             --unshare-user --unshare-pid --unshare-ipc --unshare-uts --unshare-cgroup-try \\\n  \
             --unshare-net --cap-drop ALL --new-session --die-with-parent \\\n  \
             -- {prlimit} --data={COMPILER_MEMORY} --fsize={COMPILER_FILE} --core=0 -- \"$@\"\n",
            bwrap = quoted(bwrap),
            system = system(),
            sysroot = quoted(sysroot),
            sources = quoted(sources),
            target = quoted(target),
            prlimit = quoted(prlimit),
        );
        write_script(script, &text)
    }
}

/// Bubblewrap's options for the parts of the system that programs need, all read-only.
fn system() -> String {
    let mut options = String::from("--ro-bind /usr /usr");
    for folder in ["/bin", "/sbin", "/lib", "/lib32", "/lib64"] {
        match fs::read_link(folder) {
            Ok(to) => options += &format!(" --symlink {} {folder}", quoted(&to)),
            Err(_) => options += &format!(" --ro-bind-try {folder} {folder}"),
        }
    }
    // The linker's names are links through /etc/alternatives on Debian.
    for path in ["/etc/alternatives", "/etc/ld.so.cache", "/nix/store", "/gnu/store"] {
        options += &format!(" --ro-bind-try {path} {path}");
    }
    options + " --dev /dev"
}

fn write_script(path: &Path, text: &str) -> Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    fs::write(path, text).with_context(cannot)?;
    open_to_all(path).with_context(cannot)
}

/// Lets everyone read, and go into folders or run: root runs the students' programs as nobody.
///
/// # Errors
/// It cannot be changed.
pub fn open_to_all(path: &Path) -> Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The path as one word for `sh`.
fn quoted(path: impl AsRef<OsStr>) -> String {
    format!("'{}'", path.as_ref().to_string_lossy().replace('\'', r"'\''"))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}
