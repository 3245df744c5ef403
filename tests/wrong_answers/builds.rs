//! Builds the servers of all cases and the grader, in one workspace with one target folder.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::holes::{read, root, write};

/// A student's folder.
pub struct Package {
    pub name: String,
    /// The text of each file.
    pub files: BTreeMap<String, String>,
    /// Otherwise its page is graded with the solution's server.
    pub has_own_server: bool,
}

pub struct Built {
    /// The workspace, with `answers/` and a folder for each package in that.
    pub folder: PathBuf,
    pub grader: PathBuf,
    /// By the package's name.
    pub programs: HashMap<String, PathBuf>,
    /// What the compiler said of a package, warnings included.
    pub complaints: HashMap<String, String>,
}

/// The grader is a test of this package.
const GRADERS_PACKAGE: &str = "untouched";

/// Neither debug information nor caches for a next build: they take most of the time.
const PROFILE: &str = "[profile.dev]\ndebug = false\nincremental = false\n";

/// Writes all packages and builds them; both cores have work until the end.
pub fn build(packages: &[Package]) -> Result<Built, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong_answers");
    let mut members = Vec::new();
    for package in packages {
        let place = folder.join("answers").join(&package.name);
        for (file, text) in &package.files {
            write(&place.join(file), text);
        }
        if package.has_own_server {
            write(&place.join("Cargo.toml"), &manifest(&package.name));
            members.push(format!("\"answers/{}\"", package.name));
        }
    }
    let members = members.join(", ");
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n{PROFILE}");
    write(&folder.join("Cargo.toml"), &workspace);
    // The versions of this project; cargo adds the names of the packages.
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .map_err(|error| format!("cannot copy Cargo.lock: {error}"))?;

    let mut built = Built {
        grader: PathBuf::new(),
        programs: HashMap::new(),
        complaints: HashMap::new(),
        folder: folder.clone(),
    };
    let programs = ["build", "--workspace", "--bins", "--keep-going"];
    built.read(&cargo(&folder, &programs)?);
    let grader = ["test", "--no-run", "--package", GRADERS_PACKAGE, "--test", "grade"];
    built.read(&cargo(&folder, &grader)?);
    if built.grader.as_os_str().is_empty() {
        return Err(format!("the grader was not built:\n{:?}", built.complaints));
    }
    Ok(built)
}

/// The starter's manifest with another name. Only one package has the grader.
fn manifest(name: &str) -> String {
    let manifest = read(&root().join("exercises/Cargo.toml"));
    let manifest = manifest.replace("name = \"exercises\"", &format!("name = \"{name}\""));
    if name != GRADERS_PACKAGE {
        let (needed, _) = manifest.split_once("[dev-dependencies]").expect("the starter has tests");
        return needed.to_string();
    }
    // A TOML string in single quotes takes the backslashes of Windows as they are.
    let grader = root().join("tests/grade/main.rs");
    manifest.replace("\"../tests/grade/main.rs\"", &format!("'{}'", grader.display()))
}

/// Runs cargo in the workspace; gives its messages, one JSON a line.
fn cargo(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(arguments)
        .args(["--offline", "--quiet", "--message-format=json", "--target-dir", "target"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    // A program that was not built fails its own case.
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Built {
    fn read(&mut self, messages: &str) {
        for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok())
        {
            let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
            let package = manifest.parent().and_then(Path::file_name).unwrap_or_default();
            let is_grader = message["target"]["kind"][0] == "test";
            let package = if is_grader { "grade".into() } else { package.to_string_lossy() };
            let package = package.into_owned();
            if let Some(text) = message["message"]["rendered"].as_str() {
                *self.complaints.entry(package).or_default() += text;
            } else if let Some(program) = message["executable"].as_str() {
                if is_grader {
                    self.grader = program.into();
                } else {
                    self.programs.insert(package, program.into());
                }
            }
        }
    }
}
