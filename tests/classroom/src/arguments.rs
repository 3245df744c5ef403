//! The command line.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use crate::holes::{MESSAGES, Part, THREADS};

#[derive(Debug, Parser)]
#[command(name = "classroom", about, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the zip that the students get
    Handout(Handout),
    /// Grade one submission, or a whole class
    Grade(Grade),
}

#[derive(Debug, clap::Args)]
pub struct Handout {
    pub part: PartName,
    /// Where to write it [default: PART.zip]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Take the files as they are now, even if some changes are not committed
    #[arg(long)]
    pub anyway: bool,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Grade {
    /// Moodle's "download all submissions" (the zip, or its folder), a folder with a zip or a folder
    /// for each student, or a single zip
    pub submissions: PathBuf,
    /// Moodle's grading worksheet, to be filled in
    #[arg(long, value_name = "CSV")]
    pub worksheet: Option<PathBuf>,
    /// The folder for the results [default: grades, beside SUBMISSIONS]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which part they did [default: what each submission looks like]
    #[arg(long)]
    pub part: Option<PartName>,
    /// How many submissions to grade at the same time [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// How long one submission may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: u64,
    /// Grade only students whose name or id contains this
    #[arg(long)]
    pub only: Option<String>,
    /// Grade anew what an earlier run has graded
    #[arg(long)]
    pub again: bool,
    /// Run the students' programs with your own rights, and without a sandbox
    #[arg(long)]
    pub no_sandbox: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PartName {
    Messages,
    Threads,
}

impl PartName {
    pub fn part(self) -> &'static Part {
        match self {
            PartName::Messages => &MESSAGES,
            PartName::Threads => &THREADS,
        }
    }
}

impl Grade {
    /// Everything at its default.
    pub fn new(submissions: PathBuf) -> Grade {
        Grade {
            submissions,
            worksheet: None,
            out: None,
            part: None,
            jobs: None,
            limit: 120,
            only: None,
            again: false,
            no_sandbox: false,
        }
    }

    /// The folder for the results.
    pub fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| self.submissions.with_file_name("grades"))
    }

    pub fn jobs(&self) -> usize {
        let cores = || thread::available_parallelism().map_or(2, usize::from);
        self.jobs.map_or_else(cores, usize::from)
    }

    pub fn limit(&self) -> Duration {
        Duration::from_secs(self.limit)
    }
}
