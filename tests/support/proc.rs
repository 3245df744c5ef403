//! What Linux tells of a process in `/proc`. On other systems there is nothing to read.

// Each program that includes this uses only some of it.
#![allow(dead_code)]

use std::fs;

/// Its memory, in KiB.
pub fn resident(id: u32) -> Option<usize> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    resident.trim().trim_end_matches(" kB").parse().ok()
}

/// The processor time that it has used, in ticks: hundredths of a second.
pub fn ticks(id: u32) -> Option<u64> {
    let stat = stat(id)?;
    // Fields 14 and 15 (user and system): see proc_pid_stat(5).
    stat.split(' ').skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>().ok()
}

/// A process and everything that it has started.
pub fn family(id: u32) -> Vec<u32> {
    let with_parent = |id: u32| Some((id, stat(id)?.split(' ').nth(1)?.parse::<u32>().ok()?));
    let parents: Vec<(u32, u32)> = all().filter_map(with_parent).collect();
    let mut family = vec![id];
    let mut looked_at = 0;
    while let Some(&parent) = family.get(looked_at) {
        family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(id, _)| id));
        looked_at += 1;
    }
    family
}

/// The processes that have this in their command lines.
pub fn called_with(words: &str) -> Vec<u32> {
    let command_line = |id: u32| fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    all().filter(|id| String::from_utf8_lossy(&command_line(*id)).contains(words)).collect()
}

fn all() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// The fields of `stat` from the third one on: the second is the program's name, which may have
/// spaces.
fn stat(id: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    Some(stat.rsplit_once(") ")?.1.to_string())
}
