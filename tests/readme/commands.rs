//! Checks the command lines in README: the packages, programs, tests and options that they name.

use std::process::Command;

use serde_json::Value;

use crate::{
    markdown::{blocks, prose, root, sources, spans, table},
    scene::json,
    support::process,
};

/// Programs in README that the test does not run, each with the reason.
const NOT_RUN: [(&str, &str); 9] = [
    ("git", "needs a network, or a checkout without changes"),
    ("cd", "is built into the shell"),
    ("zip", "is not on every system"),
    ("npx", "needs Node.js and a network"),
    ("websocat", "is not part of this project"),
    ("python", "needs another project's package"),
    ("ngrok", "needs an account and a network"),
    ("Remove-Item", "is on Windows only"),
    ("tar", "needs a student's answers"),
];

/// All command lines for a terminal: the lines of shell blocks, and cargo commands elsewhere.
pub fn commands() -> Vec<String> {
    let mut commands = Vec::new();
    for block in blocks() {
        let is_shell = ["sh", "powershell"].contains(&block.info.as_str());
        for line in block.text.lines().filter(|line| is_shell || line.contains("&& cargo ")) {
            let line = line.rsplit(" && ").next().unwrap_or(line);
            commands.push(line.split("  #").next().unwrap_or(line).trim().to_string());
        }
    }
    let inline = spans(prose()).filter(|span| format!(" {span}").contains(" cargo "));
    commands.extend(inline.map(str::to_string));
    commands.retain(|command| !command.is_empty());
    commands
}

/// The subcommands of Cargo that README uses.
const SUBCOMMANDS: [&str; 5] = ["build", "clean", "doc", "run", "test"];

/// Cargo's description of this project, and its help texts.
pub struct Project {
    packages: Vec<Value>,
    helps: [String; SUBCOMMANDS.len()],
}

impl Project {
    pub fn read() -> Project {
        let about = cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]);
        let packages = json(&about)["packages"].as_array().expect("packages").clone();
        let helps = SUBCOMMANDS.map(|subcommand| cargo(&[subcommand, "--help"]));
        Project { packages, helps }
    }

    /// Checks that everything that a command names exists.
    pub fn check(&self, command: &str) {
        let last = command.rsplit("; ").next().unwrap_or(command); // without PowerShell's settings
        let words: Vec<&str> = last.split(' ').filter(|word| !word.contains('=')).collect();
        match words[..] {
            [] => {}
            ["cargo", "install", ..] => {}   // needs a network
            ["cargo", "--version", ..] => {} // this test itself needs cargo
            ["cargo", subcommand, ref rest @ ..] => self.check_cargo(command, subcommand, rest),
            [program, ..] => {
                let is_known = NOT_RUN.iter().any(|(name, _)| *name == program);
                let is_setting = program.starts_with("$env:");
                assert!(is_known || is_setting, "{command}: not cargo, and not in NOT_RUN");
            }
        }
    }

    fn check_cargo(&self, command: &str, subcommand: &str, words: &[&str]) {
        let place = SUBCOMMANDS.iter().position(|known| *known == subcommand);
        let help = &self.helps[place.unwrap_or_else(|| panic!("{command}: not in SUBCOMMANDS"))];
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().copied().unwrap_or_default();
            match word {
                "2>" => return,
                "--" if command.contains(" -p classroom ") => {
                    return classroom(command, words.as_slice());
                }
                "--" if command.contains("--bin glass ") => return glass(words.as_slice()),
                "--" => return crowd(command, words.as_slice()),
                "-p" => assert!(self.has_package(value()), "{command}: no such package"),
                "--bin" => assert!(self.has_target("bin", value()), "{command}: no such program"),
                "--test" => assert!(self.has_target("test", value()), "{command}: no such test"),
                _ if word.starts_with('-') => {
                    let has_option = help.split([' ', ',', '\n']).any(|option| option == word);
                    assert!(has_option, "{command}: no such option");
                }
                id => assert!(is_exercise(id), "{command}: {id} is not an exercise"),
            }
        }
    }

    fn has_package(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package["name"] == name)
    }

    fn has_target(&self, kind: &str, name: &str) -> bool {
        let targets = self.packages.iter().filter_map(|package| package["targets"].as_array());
        targets.flatten().any(|target| target["name"] == name && target["kind"][0] == kind)
    }
}

fn is_exercise(id: &str) -> bool {
    table("| | id |").iter().any(|[_, name, _, _]| name.trim_matches('`') == id)
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(root());
    let ended = process::run_to_its_end(command);
    assert_eq!(ended.code, Some(0), "cargo {arguments:?} says {}", ended.log);
    ended.output
}

/// Checks the teacher's tool against its sources: building it here would take a minute.
pub fn classroom(command: &str, arguments: &[&str]) {
    let sources = sources("tests/classroom/src");
    let [subcommand, rest @ ..] = arguments else { panic!("{command}: nothing to do") };
    for word in rest.iter().filter_map(|word| word.strip_prefix("--")).chain([*subcommand]) {
        let name = word.replace('-', "_");
        let is_there = sources.to_lowercase().contains(&name);
        assert!(is_there, "{command}: the tool does not know {word}");
    }
}

/// Checks the glass room's options against its help text.
fn glass(arguments: &[&str]) {
    let mut glass = Command::new(env!("CARGO_BIN_EXE_glass"));
    glass.arg("--help");
    let help = process::run_to_its_end(glass).output;
    let [option, _value] = arguments else { panic!("glass takes one option: {arguments:?}") };
    assert!(help.contains(&format!("  {option} ")), "glass does not know {option}: {help}");
}

/// Runs the crowd with these arguments, but on a port without a room. Then it exits with 1 at once,
/// and with 2 if it does not know an argument.
fn crowd(command: &str, arguments: &[&str]) {
    assert!(command.contains("--bin crowd "), "{command}: only the crowd takes arguments");
    let mut crowd = Command::new(env!("CARGO_BIN_EXE_crowd"));
    crowd.args(arguments.iter().filter(|argument| !argument.starts_with("ws://")));
    crowd.arg(format!("127.0.0.1:{}", process::free_port()));
    let ended = process::run_to_its_end(crowd);
    let expected = if arguments == ["--help"] { 0 } else { 1 };
    assert_eq!(ended.code, Some(expected), "{command} says {}{}", ended.output, ended.log);
}
