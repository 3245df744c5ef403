//! Packs answers as students do: with Windows, with a Mac, and with bad intentions.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::answers::Files;

/// A zip with these files.
pub fn zip(files: &Files) -> Vec<u8> {
    Packer::new().files("", files).done()
}

/// A zip that grows file by file.
pub struct Packer(ZipWriter<Cursor<Vec<u8>>>);

impl Packer {
    pub fn new() -> Packer {
        Packer(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// All files, with something before their names.
    pub fn files(mut self, prefix: &str, files: &Files) -> Packer {
        for (name, bytes) in files {
            self = self.file(&format!("{prefix}{name}"), bytes);
        }
        self
    }

    pub fn file(mut self, name: &str, bytes: &[u8]) -> Packer {
        let options = SimpleFileOptions::default();
        self.0.start_file(name, options).expect("a name");
        self.0.write_all(bytes).expect("memory");
        self
    }

    /// Zeros, which pack to a thousandth.
    pub fn zeros(mut self, name: &str, mebibytes: usize) -> Packer {
        self.0.start_file(name, SimpleFileOptions::default()).expect("a name");
        let zeros = vec![0; 1 << 20];
        for _ in 0..mebibytes {
            self.0.write_all(&zeros).expect("memory");
        }
        self
    }

    pub fn link(mut self, name: &str, to: &str) -> Packer {
        self.0.add_symlink(name, to, SimpleFileOptions::default()).expect("a name");
        self
    }

    pub fn done(self) -> Vec<u8> {
        self.0.finish().expect("memory").into_inner()
    }
}
