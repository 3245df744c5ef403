//! The teacher's tool: `classroom handout` makes the zip for the students, `classroom grade` grades
//! what comes back.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use classroom::arguments::{Arguments, Command, Grade, Handout};
use classroom::class::{self, Ended};
use classroom::{handout, limited, results};

/// As a shell has it for a program that Ctrl+C has ended.
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Handout(arguments) => make_handout(&arguments),
        Command::Grade(arguments) => grade(&arguments),
    };
    done.unwrap_or_else(|error| {
        if limited::is_interrupted() {
            return ExitCode::from(INTERRUPTED); // nothing was graded yet
        }
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn make_handout(Handout { part, out, anyway }: &Handout) -> Result<ExitCode> {
    let part = part.part();
    let out = out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.zip", part.name)));
    let files = handout::write(part, &out, *anyway)?;
    println!("{}: {files} files for the students.", out.display());
    Ok(ExitCode::SUCCESS)
}

fn grade(arguments: &Grade) -> Result<ExitCode> {
    ctrlc::set_handler(|| {
        if limited::is_interrupted() {
            std::process::exit(i32::from(INTERRUPTED)); // they press it again: at once, then
        }
        limited::interrupt();
    })?;
    match class::grade(arguments)? {
        Ended::Done(outcomes) => {
            println!("\n{}", results::table(&outcomes));
            let (out, worksheet) = (arguments.out(), arguments.worksheet.as_deref());
            for remark in results::remarks(&out, &outcomes, worksheet)? {
                println!("{remark}");
            }
            println!("The results are in {}", out.display());
            Ok(ExitCode::SUCCESS)
        }
        Ended::Interrupted(graded, all) => {
            println!(
                "Interrupted: {graded} of {all} are graded. The same command goes on with the rest."
            );
            Ok(ExitCode::from(INTERRUPTED))
        }
    }
}
