//! Looks into one submission, a zip or some files, without writing anything to the disk.
//!
//! In: what the student handed in. Out: a list of names, and the bytes of the files that somebody
//! asks for. Nothing is read that nobody asks for, so a huge file in a zip costs nothing.

use std::fs::{self, File};
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::outcome::State;

/// In bytes: a zip may be this big. Moodle's own limit is usually lower.
const MOST_OF_A_ZIP: u64 = 256 << 20;

/// More names than a whole project has with its `target`.
const MOST_NAMES: usize = 50_000;

/// Why a submission gets no grade. The sentence is for the teacher and for the student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub state: State,
    pub why: String,
}

impl Refusal {
    pub fn new(state: State, why: impl Into<String>) -> Refusal {
        Refusal { state, why: why.into() }
    }
}

/// A file of a submission.
#[derive(Clone, Debug)]
pub struct Found {
    /// With `/` between the folders, on every system.
    pub name: String,
    /// In bytes, as the archive tells. It may lie.
    pub size: u64,
    pub is_link: bool,
    place: Place,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub enum Place {
    Disk(PathBuf),
    /// The zip, and the number of the file in it.
    Zip(PathBuf, usize),
    /// The same for a zip that lies in another zip, and was read into memory.
    Memory(std::sync::Arc<Vec<u8>>, usize),
}

impl Found {
    pub fn on_disk(name: String, path: PathBuf) -> Found {
        let about = fs::symlink_metadata(&path);
        let size = about.as_ref().map_or(0, fs::Metadata::len);
        let is_link = about.is_ok_and(|about| about.file_type().is_symlink());
        Found { name, size, is_link, place: Place::Disk(path) }
    }

    /// The name without the folders.
    pub fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// The path on the disk, if it is not in an archive.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Disk(path) => Some(path),
            _ => None,
        }
    }

    /// The bytes.
    ///
    /// # Errors
    /// It holds more than `most` bytes, or it cannot be read.
    pub fn read(&self, most: u64) -> Result<Vec<u8>, Refusal> {
        match &self.place {
            Place::Disk(path) => {
                let file = File::open(path).map_err(|error| self.unreadable(&error))?;
                self.read_from(file, most)
            }
            Place::Zip(path, number) => {
                let file = File::open(path).map_err(|error| self.unreadable(&error))?;
                self.read_entry(file, *number, most)
            }
            Place::Memory(bytes, number) => {
                self.read_entry(Cursor::new(bytes.as_slice()), *number, most)
            }
        }
    }

    fn read_entry(
        &self,
        zip: impl Read + Seek,
        number: usize,
        most: u64,
    ) -> Result<Vec<u8>, Refusal> {
        let mut zip = ZipArchive::new(zip).map_err(|error| broken(&error))?;
        let entry = zip.by_index(number).map_err(|error| broken(&error))?;
        self.read_from(entry, most)
    }

    /// Counts what really comes: the size in the archive may be a lie.
    fn read_from(&self, from: impl Read, most: u64) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        from.take(most + 1).read_to_end(&mut bytes).map_err(|error| {
            Refusal::new(State::NotAZip, format!("The zip is damaged: {error}."))
        })?;
        if bytes.len() as u64 > most {
            let why =
                format!("{:?} is bigger than the {} that are allowed.", self.name, size(most));
            return Err(Refusal::new(State::Refused, why));
        }
        Ok(bytes)
    }

    fn unreadable(&self, error: &std::io::Error) -> Refusal {
        Refusal::new(State::NotGraded, format!("{:?} cannot be read: {error}.", self.name))
    }

    /// The files in it, if it is a zip; `None` if it is something else.
    ///
    /// # Errors
    /// The zip is damaged, or too big.
    pub fn look_inside(&self) -> Result<Option<Vec<Found>>, Refusal> {
        if !self.starts_like_a_zip() {
            return Ok(None);
        }
        if self.size > MOST_OF_A_ZIP {
            let most = size(MOST_OF_A_ZIP);
            let why = format!("{:?} is bigger than the {most} that are allowed.", self.name);
            return Err(Refusal::new(State::Refused, why));
        }
        match &self.place {
            Place::Disk(path) => {
                let file = File::open(path).map_err(|error| self.unreadable(&error))?;
                list(file, |number| Place::Zip(path.clone(), number)).map(Some)
            }
            _ => {
                let bytes = std::sync::Arc::new(self.read(MOST_OF_A_ZIP)?);
                let place = |number| Place::Memory(bytes.clone(), number);
                list(Cursor::new(bytes.as_slice()), place).map(Some)
            }
        }
    }

    fn starts_like_a_zip(&self) -> bool {
        let start = self.start();
        start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
    }

    /// The first bytes; none if it cannot be read.
    fn start(&self) -> Vec<u8> {
        let read = |from: &mut dyn Read| {
            let mut start = Vec::new();
            let _ = from.take(512).read_to_end(&mut start); // less is enough too
            start
        };
        match &self.place {
            _ if self.is_link => Vec::new(),
            Place::Disk(path) => File::open(path).map_or(Vec::new(), |mut file| read(&mut file)),
            Place::Zip(path, number) => {
                let zip = File::open(path).ok().and_then(|file| ZipArchive::new(file).ok());
                let mut zip = zip;
                let entry = zip.as_mut().and_then(|zip| zip.by_index(*number).ok());
                entry.map_or(Vec::new(), |mut entry| read(&mut entry))
            }
            Place::Memory(bytes, number) => {
                let mut zip = ZipArchive::new(Cursor::new(bytes.as_slice())).ok();
                let entry = zip.as_mut().and_then(|zip| zip.by_index(*number).ok());
                entry.map_or(Vec::new(), |mut entry| read(&mut entry))
            }
        }
    }

    /// What the file really is, whatever its name says: `a rar archive`.
    pub fn real_type(&self) -> &'static str {
        let start = self.start();
        let kinds: [(&[u8], &str); 12] = [
            (b"PK", "a zip archive"),
            (b"Rar!", "a rar archive"),
            (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
            (b"\x1f\x8b", "a gzip archive (.gz or .tar.gz)"),
            (b"BZh", "a bzip2 archive"),
            (b"\xfd7zXZ\0", "an xz archive"),
            (b"\x28\xb5\x2f\xfd", "a zstd archive"),
            (b"%PDF", "a PDF document"),
            (b"\x89PNG", "a picture"),
            (b"\xff\xd8\xff", "a picture"),
            (b"\xd0\xcf\x11\xe0", "an old Office document"),
            (b"\x7fELF", "a program"),
        ];
        let found = kinds.iter().find(|(magic, _)| start.starts_with(magic));
        match found {
            Some((_, kind)) => kind,
            None if start.is_empty() => "an empty file",
            None if start.get(257..262) == Some(b"ustar") => "a tar archive",
            None if std::str::from_utf8(&start[..start.len().min(400)]).is_ok() => "a text",
            None => "a file of an unknown kind",
        }
    }
}

/// The files in a zip.
fn list(zip: impl Read + Seek, place: impl Fn(usize) -> Place) -> Result<Vec<Found>, Refusal> {
    let mut zip = ZipArchive::new(zip).map_err(|error| broken(&error))?;
    if zip.len() > MOST_NAMES {
        let why = format!("The zip has {} names, more than {MOST_NAMES}.", zip.len());
        return Err(Refusal::new(State::Refused, why));
    }
    let mut files = Vec::new();
    for number in 0..zip.len() {
        // Raw: this reads the names, and unpacks nothing.
        let entry = zip.by_index_raw(number).map_err(|error| broken(&error))?;
        // Some programs on Windows write `\`.
        let name = entry.name().replace('\\', "/");
        if entry.is_dir() || name.ends_with('/') {
            continue;
        }
        let is_locked = entry.encrypted();
        if is_locked {
            return Err(Refusal::new(State::NotAZip, "The zip is locked with a password."));
        }
        let (size, is_link) = (entry.size(), entry.is_symlink());
        files.push(Found { name, size, is_link, place: place(number) });
    }
    Ok(files)
}

fn broken(error: &ZipError) -> Refusal {
    let why = match error {
        ZipError::UnsupportedArchive(why) => format!("The zip is packed in an unusual way: {why}."),
        other => format!("The zip is damaged: {other}."),
    };
    Refusal::new(State::NotAZip, why)
}

/// `5 MiB`.
pub fn size(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}
