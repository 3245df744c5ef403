//! Builds the servers of all cases, and the grader of each part, in one workspace with one target
//! folder.
//!
//! A case's package lies in `answers/NAME`, and the root's `src` beside `answers`: so the packages
//! find that folder by the same paths as the real ones in `exercises/NAME` do.

// Each test includes all of this and may use only some of it.
#![allow(dead_code)]

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::holes::{PARTS, Part, files_in, id, read, root, write};

/// A student's folder.
pub struct Package {
    pub name: String,
    pub part: &'static Part,
    /// The text of each file.
    pub files: BTreeMap<String, String>,
    /// Otherwise its page is graded with the solution's server.
    pub has_own_server: bool,
    /// Its server is built here. Otherwise another one brings it.
    pub is_built_here: bool,
}

impl Package {
    /// The files of a case. `fillings` are the texts in the holes, by the exercises' ids. The other
    /// holes stay as they are.
    pub fn new(part: &'static Part, case: &str, fillings: &BTreeMap<String, String>) -> Package {
        let fill = |file: &str| {
            part.starter(file).fill(|title, hole| {
                fillings.get(id(title)).cloned().unwrap_or_else(|| hole.to_string())
            })
        };
        let mut files: BTreeMap<String, String> =
            part.files().into_keys().map(|file| (file.clone(), fill(&file))).collect();
        let is_solved = part.files().iter().all(|(file, solution)| {
            !file.starts_with("src/") || files[file] == read(&root().join(solution))
        });
        for file in part.own {
            files.insert(file.to_string(), read(&part.folder().join(file)));
        }
        let name = name_of_package(case);
        let has_own_server = name == solution_of(part) || !is_solved;
        Package { name, part, files, has_own_server, is_built_here: true }
    }
}

/// A package's name has no slash.
pub fn name_of_package(case: &str) -> String {
    case.replace('/', "-")
}

/// The package with the solution of a part. It also has the part's grader, as a test.
pub fn solution_of(part: &Part) -> String {
    format!("{}-solution", part.name)
}

pub struct Built {
    /// The workspace, with `answers/` and a folder for each package in that.
    pub folder: PathBuf,
    /// By the part's name.
    pub graders: HashMap<String, PathBuf>,
    /// By the package's name.
    pub programs: HashMap<String, PathBuf>,
    /// The compiler's messages about a package, warnings included.
    pub complaints: HashMap<String, String>,
}

/// Debug information and caches for the next build would take most of the time.
pub const PROFILE: &str = "[profile.dev]\ndebug = false\nincremental = false\n";

/// Writes all packages below the target folder and builds them in one run, so that all cores have
/// work until the end. If the solution of a part is among them, the part's grader is built too.
pub fn build(name: &str, packages: &[Package]) -> Result<Built, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut members = Vec::new();
    for package in packages {
        let place = folder.join("answers").join(&package.name);
        for (file, text) in &package.files {
            write(&place.join(file), text);
        }
        if package.has_own_server && package.is_built_here {
            write(&place.join("Cargo.toml"), &manifest(package.part, &package.name));
            members.push(format!("\"answers/{}\"", package.name));
        }
    }
    let members = members.join(", ");
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n{PROFILE}");
    write(&folder.join("Cargo.toml"), &workspace);
    for file in files_in(&root().join("src")) {
        write(&folder.join("src").join(&file), &read(&root().join("src").join(&file)));
    }
    // The versions of this project; cargo adds the names of the packages.
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .map_err(|error| format!("cannot copy Cargo.lock: {error}"))?;

    let mut built = Built {
        graders: HashMap::new(),
        programs: HashMap::new(),
        complaints: HashMap::new(),
        folder: folder.clone(),
    };
    let target = folder.join("target");
    let programs = ["build", "--workspace", "--bins", "--keep-going"];
    built.read(&cargo(&folder, &target, &programs)?);
    for part in PARTS {
        let package = solution_of(part);
        if !packages.iter().any(|one| one.name == package) {
            continue;
        }
        let grader = ["test", "--no-run", "--package", &package, "--test", "grade"];
        built.read(&cargo(&folder, &target, &grader)?);
        if !built.graders.contains_key(part.name) {
            let complaints = &built.complaints;
            return Err(format!("the grader of {} was not built:\n{complaints:?}", part.name));
        }
    }
    Ok(built)
}

/// The part's manifest with another name. Only one package of a part has the grader.
pub fn manifest(part: &Part, package: &str) -> String {
    let [own, new] = [part.name, package].map(|name| format!("name = \"{name}\""));
    let manifest = read(&part.folder().join("Cargo.toml")).replace(&own, &new);
    if package != solution_of(part) {
        let (needed, _) = manifest.split_once("[dev-dependencies]").expect("a part has tests");
        return needed.to_string();
    }
    let grader = format!("tests/grade/{}/main.rs", part.name);
    let from_the_part = format!("\"../../{grader}\"");
    assert!(manifest.contains(&from_the_part), "{}/Cargo.toml lacks {from_the_part}", part.name);
    // A JSON string is a TOML string too. The path may have a quote, a backslash or an accent in it.
    manifest.replace(&from_the_part, &json!(root().join(grader)).to_string())
}

/// Runs cargo in a workspace; gives its messages, one JSON a line.
pub fn cargo(folder: &Path, target: &Path, arguments: &[&str]) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(arguments)
        .args(["--offline", "--quiet", "--message-format=json", "--target-dir"])
        .arg(target)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    // If a program was not built, its own case fails.
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Built {
    /// The server that a package is graded with; `None` if it does not compile.
    pub fn program(&self, package: &Package) -> Option<&PathBuf> {
        match package.has_own_server {
            true => self.programs.get(&package.name),
            false => self.programs.get(&solution_of(package.part)),
        }
    }

    fn read(&mut self, messages: &str) {
        for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok())
        {
            let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
            let package = manifest.parent().and_then(Path::file_name).unwrap_or_default();
            let is_grader = message["target"]["kind"][0] == "test";
            let package = package.to_string_lossy().into_owned();
            if let Some(text) = message["message"]["rendered"].as_str() {
                *self.complaints.entry(package).or_default() += text;
            } else if let Some(program) = message["executable"].as_str() {
                let graded = PARTS.iter().find(|part| is_grader && solution_of(part) == package);
                if let Some(part) = graded {
                    self.graders.insert(part.name.to_string(), program.into());
                } else {
                    self.programs.insert(package, program.into());
                }
            }
        }
    }
}
