//! The command lines in README, and what they may name: packages, programs, tests, options.

use std::process::Command;

use serde_json::Value;

use crate::{
    markdown::{blocks, prose, root, spans, table},
    scene::json,
    support::process,
};

/// Programs in README that no test can run, and why.
const NOT_RUN: [(&str, &str); 12] = [
    ("git", "needs a network, or a checkout without changes"),
    ("cd", "the shell's own"),
    ("rm", "takes something away"),
    ("zip", "is not on every system"),
    ("unzip", "is not on every system"),
    ("npx", "needs Node.js and a network"),
    ("websocat", "is a program of somebody else's"),
    ("python", "needs a package of somebody else's"),
    ("ngrok", "needs an account and a network"),
    ("Remove-Item", "is on Windows only"),
    ("tar", "packs what a student hands in"),
    ("Expand-Archive", "is on Windows only"),
];

/// All command lines for a terminal: whole blocks, and what begins with cargo elsewhere.
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

/// What of Cargo README uses.
const SUBCOMMANDS: [&str; 5] = ["build", "clean", "doc", "run", "test"];

/// What Cargo knows of this project, and of itself.
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

    /// Whether there is all that a command names.
    pub fn check(&self, command: &str) {
        let last = command.rsplit("; ").next().unwrap_or(command); // after PowerShell's settings
        let words: Vec<&str> = last.split(' ').filter(|word| !word.contains('=')).collect();
        match words[..] {
            [] => {}
            ["cargo", "install", ..] => {}   // needs a network
            ["cargo", "--version", ..] => {} // that is how this test came to be
            ["cargo", subcommand, ref rest @ ..] => self.check_cargo(command, subcommand, rest),
            [program, ..] => {
                let is_known = NOT_RUN.iter().any(|(name, _)| *name == program);
                assert!(is_known || program.starts_with("$env:"), "what is this? {command}");
            }
        }
    }

    fn check_cargo(&self, command: &str, subcommand: &str, words: &[&str]) {
        let place = SUBCOMMANDS.iter().position(|known| *known == subcommand);
        let help = &self.helps[place.unwrap_or_else(|| panic!("{command}: not among SUBCOMMANDS"))];
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut value = || words.next().copied().unwrap_or_default();
            match word {
                "2>" => return,
                "--" => return crowd(command, words.as_slice()),
                "-p" => assert!(self.has_package(value()), "{command}: no such package"),
                "--bin" => assert!(self.has_target("bin", value()), "{command}: no such program"),
                "--test" => assert!(self.has_target("test", value()), "{command}: no such test"),
                _ if word.starts_with('-') => {
                    let has_option = help.split([' ', ',', '\n']).any(|option| option == word);
                    assert!(has_option, "{command}: no such option");
                }
                id => assert!(is_exercise(id), "{command}: {id} is no exercise"),
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

/// Really runs the crowd with these arguments, but towards a room that is not there: then it
/// ends with 1 at once, and with 2 if it does not know an argument.
fn crowd(command: &str, arguments: &[&str]) {
    assert!(command.contains("--bin crowd "), "{command}: only the crowd takes arguments");
    let mut crowd = Command::new(env!("CARGO_BIN_EXE_crowd"));
    crowd.args(arguments.iter().filter(|argument| !argument.starts_with("ws://")));
    crowd.arg(format!("127.0.0.1:{}", process::free_port()));
    let ended = process::run_to_its_end(crowd);
    let expected = if arguments == ["--help"] { 0 } else { 1 };
    assert_eq!(ended.code, Some(expected), "{command} says {}{}", ended.output, ended.log);
}
