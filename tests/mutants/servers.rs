//! Builds one server that has the rooms of all mutants, since building hundreds of servers would
//! take most of the time. Each mutant has a link to that program: its name says which room runs.
//!
//! Each room is a module with the mutant's own file. If a file does not compile, its room is left
//! out, and the others are tried again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::builds::{PROFILE, Package, cargo, manifest};
use crate::holes::{Part, files_in, read, write};

const ROOM: &str = "src/room.rs";

/// Builds the rooms of these packages, all of one part. `folder` is the workspace with the
/// solutions. Gives the programs of the rooms that compile, by the packages' names.
///
/// # Errors
/// Something else does not compile.
pub fn build_rooms(
    folder: &Path,
    part: &'static Part,
    packages: &[&Package],
) -> Result<BTreeMap<String, PathBuf>, String> {
    let workspace = folder.join("rooms");
    let place = write_package(folder, &workspace, part)?;
    let mut left: BTreeMap<String, &Package> =
        packages.iter().map(|package| (module_of(package), *package)).collect();
    for (module, package) in &left {
        write(&place.join(file_of(module)), &package.files[ROOM]);
    }
    while !left.is_empty() {
        write(&place.join(ROOM), &switch(&left));
        let messages = cargo(&workspace, &folder.join("target"), &["build", "--bins"])?;
        let messages: Vec<Value> =
            messages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        if let Some(program) = messages.iter().find_map(|message| message["executable"].as_str()) {
            return linked(&workspace.join("programs"), Path::new(program), &left);
        }
        let (broken, errors) = errors(&messages);
        let all = left.len();
        left.retain(|module, _| !broken.iter().any(|file| file.ends_with(file_of(module))));
        if left.len() == all {
            return Err(format!("the rooms do not compile:\n{errors}"));
        }
    }
    Ok(BTreeMap::new())
}

/// Writes the workspace, and gives the folder of its only package.
fn write_package(folder: &Path, workspace: &Path, part: &Part) -> Result<PathBuf, String> {
    let name = format!("{}-rooms", part.name);
    let place = workspace.join("answers").join(&name);
    let members = "members = [\"answers/*\"]";
    let text = format!("[workspace]\nresolver = \"3\"\n{members}\n\n{PROFILE}");
    write(&workspace.join("Cargo.toml"), &text);
    for file in files_in(&folder.join("src")) {
        write(&workspace.join("src").join(&file), &read(&folder.join("src").join(&file)));
    }
    fs::copy(folder.join("Cargo.lock"), workspace.join("Cargo.lock"))
        .map_err(|error| format!("cannot copy Cargo.lock: {error}"))?;
    write(&place.join("Cargo.toml"), &manifest(part, &name));
    let library = read(&part.folder().join("src/lib.rs"));
    write(&place.join("src/lib.rs"), &format!("#![allow(warnings)]\n{library}"));
    Ok(place)
}

/// The files with errors, and the text of all errors.
fn errors(messages: &[Value]) -> (BTreeSet<PathBuf>, String) {
    let (mut files, mut text) = (BTreeSet::new(), String::new());
    for error in messages.iter().map(|message| &message["message"]) {
        if error["level"] != "error" {
            continue;
        }
        let spans = error["spans"].as_array().into_iter().flatten();
        files.extend(spans.filter_map(|span| span["file_name"].as_str()).map(PathBuf::from));
        text += error["rendered"].as_str().unwrap_or_default();
    }
    (files, text)
}

/// `messages-login-delete-3` has the module `messages_login_delete_3`.
fn module_of(package: &Package) -> String {
    package.name.replace('-', "_")
}

fn file_of(module: &str) -> String {
    format!("src/room/{module}.rs")
}

/// Gives each room a program with its own name.
fn linked(
    folder: &Path,
    program: &Path,
    rooms: &BTreeMap<String, &Package>,
) -> Result<BTreeMap<String, PathBuf>, String> {
    fs::create_dir_all(folder).map_err(|error| format!("cannot make {folder:?}: {error}"))?;
    let mut programs = BTreeMap::new();
    for (module, package) in rooms {
        let link = folder.join(format!("{module}{}", std::env::consts::EXE_SUFFIX));
        let _ = fs::remove_file(&link); // of an earlier run, if there was one
        fs::hard_link(program, &link).map_err(|error| format!("cannot link {link:?}: {error}"))?;
        programs.insert(package.name.clone(), link);
    }
    Ok(programs)
}

/// The module `room`: it hands everything to the room that the program's name asks for.
fn switch(rooms: &BTreeMap<String, &Package>) -> String {
    let mut text = SWITCH.to_string();
    let mut arms = String::new();
    for module in rooms.keys() {
        let _ = writeln!(text, "pub mod {module};\nroom!({module});");
        let _ = writeln!(arms, "        {module:?} => Box::new({module}::Room::default()),");
    }
    let first = rooms.keys().next().expect("some room compiles");
    text + &format!(
        "pub use {first}::{{ClientId, Encoded, MAX_USERNAME, Outgoing, quote}};\n\n\
         fn room(name: &str) -> Box<dyn AnyRoom> {{\n    match name {{\n{arms}        \
         _ => panic!(\"there is no room {{name:?}}\"),\n    }}\n}}\n"
    )
}

const SWITCH: &str = r#"
use std::{env, panic, path::Path, thread};

use serde_json::Value;

trait AnyRoom {
    fn respond_to_message(&mut self, from: usize, text: &str, data: &Value, out: Out);
    fn disconnect(&mut self, id: usize, out: Out);
    fn reply_error(&self, to: usize, error: &str, details: &str, out: Out);
}

/// The clients' outboxes, for a room that has types of its own.
struct Out<'a>(&'a mut dyn Outgoing);

pub struct Room(Box<dyn AnyRoom>);

impl Default for Room {
    fn default() -> Self {
        panic::set_hook(Box::new(say_as_if_there_were_one_room));
        let program = env::args().next().unwrap_or_default();
        Room(room(Path::new(&program).file_stem().unwrap_or_default().to_str().unwrap_or_default()))
    }
}

/// Prints a panic as usual, but its place is src/room.rs, as in the student's own program.
fn say_as_if_there_were_one_room(panic: &panic::PanicHookInfo) {
    let payload = panic.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or(payload.downcast_ref::<String>().map(String::as_str)).unwrap_or_default();
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let place = match place.split_once("/src/room/").and_then(|(_, rest)| rest.split_once(".rs")) {
        Some((_, rest)) => format!("src/room.rs{rest}"),
        None => place,
    };
    let thread = thread::current();
    let thread = thread.name().unwrap_or("<unnamed>");
    eprintln!("\nthread '{thread}' panicked at {place}:\n{text}");
}

impl Room {
    pub fn respond_to_message(
        &mut self,
        from: ClientId,
        text: &str,
        data: &Value,
        out: &mut impl Outgoing,
    ) {
        self.0.respond_to_message(from.0, text, data, Out(out));
    }

    pub fn disconnect(&mut self, id: ClientId, out: &mut impl Outgoing) {
        self.0.disconnect(id.0, Out(out));
    }

    pub fn reply_error(&self, to: ClientId, error: &str, details: &str, out: &mut impl Outgoing) {
        self.0.reply_error(to.0, error, details, Out(out));
    }
}

macro_rules! room {
    ($name:ident) => {
        impl AnyRoom for $name::Room {
            fn respond_to_message(&mut self, from: usize, text: &str, data: &Value, mut out: Out) {
                $name::Room::respond_to_message(self, $name::ClientId(from), text, data, &mut out);
            }

            fn disconnect(&mut self, id: usize, mut out: Out) {
                $name::Room::disconnect(self, $name::ClientId(id), &mut out);
            }

            fn reply_error(&self, to: usize, error: &str, details: &str, mut out: Out) {
                $name::Room::reply_error(self, $name::ClientId(to), error, details, &mut out);
            }
        }

        impl $name::Outgoing for Out<'_> {
            fn encode(&mut self, text: &str) -> $name::Encoded {
                let Encoded { start, end } = self.0.encode(text);
                $name::Encoded { start, end }
            }

            fn send(&mut self, to: $name::ClientId, message: $name::Encoded) -> bool {
                let $name::Encoded { start, end } = message;
                self.0.send(ClientId(to.0), Encoded { start, end })
            }
        }
    };
}

"#;
