//! What is graded stays graded: one file for each submission, in the folder of the results.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::outcome::{Outcome, State};

/// Graded submissions by the hash of what was handed in.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    limit: u64,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// In seconds.
    limit: u64,
    outcome: Outcome,
}

impl Ledger {
    /// The ledger in a folder of results. `limit` is in seconds.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(out: &Path, limit: u64) -> Result<Ledger> {
        let folder = out.join(".graded");
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Ledger { folder, limit })
    }

    /// The outcome of an earlier run. More time than that run had is a reason to grade anew.
    pub fn find(&self, hash: &str) -> Option<Outcome> {
        let text = fs::read_to_string(self.place(hash)).ok()?;
        let entry: Entry = serde_json::from_str(&text).ok()?; // it may be of an older version
        let had_less_time = entry.limit < self.limit;
        (entry.outcome.state != State::OverTheLimit || !had_less_time).then_some(entry.outcome)
    }

    /// Keeps an outcome, unless the next run should try again.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, hash: &str, outcome: &Outcome) -> Result<()> {
        if outcome.state == State::NotGraded {
            return Ok(());
        }
        let entry = Entry { limit: self.limit, outcome: outcome.clone() };
        let text = serde_json::to_string_pretty(&entry)?;
        // Whole or not at all, even if the power fails in between.
        let new = self.place(&format!("{hash}.new"));
        fs::write(&new, text)
            .and_then(|()| fs::rename(&new, self.place(hash)))
            .with_context(|| format!("cannot write {}", new.display()))
    }

    fn place(&self, hash: &str) -> PathBuf {
        self.folder.join(format!("{hash}.json"))
    }
}
