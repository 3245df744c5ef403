//! Keeps README.md correct: runs its examples, and checks that its files, names and commands exist.
//!
//! The words after a fence mark the examples: `json walter sends`, `json everyone gets`,
//! `text wscat`, `text log`. A name comes right after its file: `src/room.rs`, `relay`.

mod commands;
mod markdown;
mod scene;
#[path = "../support/mod.rs"]
mod support;

use std::{collections::BTreeSet, fs, net::TcpListener};

use chat_server::{Settings, outbox::MAX_BACKLOG, room::MAX_USERNAME};

use commands::{Project, classroom, commands};
use markdown::{
    anchor, blocks, defines, is_identifier, is_path, prose, read, readme, root, sources, spans,
    spans_with_what_stands_before, table,
};
use scene::{Scene, json};
use support::{
    client::{self, Client},
    process::{self, Server},
};

/// Files that README names, but that exist only after a test run.
const MADE_LATER: [&str; 1] = ["exercises/messages/target/grade.json"];

/// The port in all of README's examples.
const PORT: &str = "8081";

// ------------------------------------------------------------------------------ the messages

#[test]
fn the_conversation_goes_as_written() {
    let mut scene = Scene::begin();
    let mut played = 0;
    for block in blocks().iter().filter(|block| block.info.starts_with("json")) {
        let (who, verb) = block.info["json".len()..].rsplit_once(' ').unwrap_or_default();
        match verb {
            "sends" => scene.says(who.trim(), &block.text),
            "get" | "gets" => scene.hears(who.trim(), &block.text),
            _ => panic!("nobody sends or gets this: ```{}\n{}", block.info, block.text),
        }
        played += 1;
    }
    assert!(played > 0, "README has no conversation");
    for line in blocks()
        .iter()
        .filter(|block| block.info == "text log")
        .flat_map(|block| block.text.lines())
    {
        scene.server.wait_for_log(line);
    }
    scene.end();
}

#[test]
fn the_server_does_what_the_protocols_table_says() {
    let mut scene = Scene::begin();
    let rows = table("| a client sends |");
    assert!(rows.len() > 5, "the protocol's table has {} rows", rows.len());
    for [sent, answer] in rows {
        let Some(sent) = spans(sent).next() else {
            continue; // a closed tab sends no message
        };
        scene.says("walter", sent);
        let who = ["everyone logged in", "everyone left", "the sender alone", "nothing is sent"];
        let who = who.into_iter().find(|who| answer.contains(who));
        let comes = spans(answer).find(|span| span.starts_with('{'));
        match (who, comes) {
            (Some("nothing is sent"), None) => {}
            (Some("everyone logged in"), Some(message)) => scene.hears("everyone", message),
            (Some("everyone left"), Some(message)) => scene.hears("maria and laura", message),
            (Some("the sender alone"), Some(message)) => scene.hears("walter", message),
            _ => panic!("this row does not say who gets what: {answer}"),
        }
    }
    scene.end();
}

#[test]
fn messages_typed_by_hand_get_the_answers_in_the_transcript() {
    let transcripts: Vec<_> = blocks().into_iter().filter(|it| it.info == "text wscat").collect();
    assert!(!transcripts.is_empty(), "README has no transcript of messages typed by hand");
    for transcript in transcripts {
        let server = Server::start();
        let mut reader = Client::connect(server.port(), "the reader");
        for line in transcript.text.lines() {
            match line.split_once(' ') {
                Some((">", typed)) => reader.send(typed),
                Some(("<", comes)) => reader.expect(&json(comes)),
                _ => panic!("this line has no > or <: {line}"),
            }
        }
        client::fence([&mut reader]);
    }
}

#[test]
fn every_other_json_in_the_text_is_json() {
    for span in spans(prose()).filter(|span| span.starts_with('{')) {
        json(span);
    }
}

// ------------------------------------------------------------------------ the programs' output

#[test]
fn the_servers_first_lines_are_quoted_exactly() {
    let server = Server::start();
    let line = server.first_line().replace(&server.port().to_string(), PORT);
    assert!(blocks().iter().any(|block| block.text == line), "README lacks {line}");

    let settings = read("src/settings.rs");
    let invitation = "Others on the same network open http://";
    assert!(settings.contains(invitation), "the server never prints: {invitation}");
    let is_quoted = blocks().iter().any(|block| block.text.starts_with(invitation));
    assert!(is_quoted, "README lacks {invitation}");
}

#[test]
fn the_error_for_a_port_in_use_is_quoted_exactly() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("a bound port").port().to_string();
    let mut server = process::chat_server();
    server.env("PORT", &port);
    let said = process::run_to_its_end(server).log.replace(&port, PORT);
    let error = format!("PORT {PORT} is already in use");
    assert!(said.contains(&error), "the server said {said}");
    assert!(prose().contains(&format!("`{error}`")), "README does not explain `{error}`");
}

#[test]
fn the_numbers_are_the_same_as_in_the_sources() {
    let Settings { port, host, max_clients, heartbeat, silence, .. } = Settings::default();
    let level = Settings::default().log_level.to_string().to_lowercase();
    let [heartbeat, silence] = [heartbeat, silence].map(|time| time.as_secs());
    for phrase in [
        format!("| `PORT` | {port} |"),
        format!("| `HOST` | {host} |"),
        format!("| `RUST_LOG` | {level} |"),
        format!("| `MAX_CLIENTS` | {max_clients} |"),
        format!("silent for {heartbeat} s gets a ping"),
        format!("heartbeat every {heartbeat} s"),
        format!("silent for {silence} s"),
        format!("more than {} MiB", MAX_BACKLOG / 1024 / 1024),
        format!("1 to {MAX_USERNAME} characters"),
        format!("Rust](https://rustup.rs) {}", env!("CARGO_PKG_RUST_VERSION")),
    ] {
        assert!(prose().replace('\n', " ").contains(&phrase), "README does not say {phrase:?}");
    }
}

// ------------------------------------------------------------------------------- the commands

#[test]
fn every_command_exists() {
    let project = Project::read();
    let commands = commands();
    assert!(commands.len() > 20, "only {} commands found: {commands:?}", commands.len());
    for command in &commands {
        project.check(command);
    }
}

#[test]
fn every_command_with_settings_has_a_version_for_powershell() {
    let settable = [read("src/settings.rs"), sources("tests")].concat();
    for command in commands() {
        let mut words = command.split(' ').peekable();
        let mut powershell = String::new();
        while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
            let is_known = settable.contains(&format!("\"{name}\""));
            assert!(is_known, "{command}: no source reads the variable {name}");
            powershell += &format!("$env:{name} = \"{value}\"; ");
            words.next();
        }
        powershell += &words.collect::<Vec<_>>().join(" ");
        assert!(readme().contains(&powershell), "{command}: README lacks {powershell}");
    }
}

#[test]
fn the_teachers_tool_has_every_option_in_the_table() {
    let rows = table("| option |");
    assert!(rows.len() > 5, "only {} options", rows.len());
    for [option, _] in rows {
        let option = option.trim_matches('`').split(' ').next().unwrap_or_default();
        classroom(option, &["grade", option]);
    }
}

// --------------------------------------------------------------------- files, names and links

#[test]
fn every_file_exists() {
    let paths: BTreeSet<_> = spans(prose()).filter(|span| is_path(span)).collect();
    assert!(paths.len() > 10, "only these paths found: {paths:?}");
    for path in paths {
        let is_there = root().join(path).exists() || MADE_LATER.contains(&path);
        assert!(is_there, "README names {path}, which does not exist");
    }
}

#[test]
fn every_name_is_in_its_file() {
    let mut file = None;
    let mut found = 0;
    for (between, span) in spans_with_what_stands_before(prose()) {
        if is_path(span) {
            file = Some(span);
            continue;
        }
        // A list of names goes on as long as only these words and marks separate them.
        let goes_on = [",", "|", ", then", "then", "and", ", and"].contains(&between.trim());
        file = file.filter(|_| goes_on);
        if let Some(file) = file {
            assert!(defines(&read(file), span), "{file} does not define {span}");
            found += 1;
        }
    }
    assert!(found > 40, "only {found} names found");
}

#[test]
fn each_step_of_the_journey_names_its_file_and_function() {
    let (_, journey) = prose().split_once("## One message's journey").expect("the chapter");
    let (journey, _) = journey.split_once("\n## ").expect("the next chapter");
    let steps: Vec<&str> = journey.split(". **").flat_map(|step| step.split("\n\n")).collect();
    let mut found = 0;
    for step in steps {
        let mut file = None;
        for span in spans(step) {
            if is_path(span) {
                file = Some(span);
            } else if let (Some(file), true) = (file, is_identifier(span)) {
                assert!(defines(&read(file), span), "{file} does not define {span}");
                found += 1;
            }
        }
    }
    assert!(found > 20, "only {found} names found");
}

#[test]
fn every_name_without_a_file_is_in_the_sources() {
    let all = ["src", "client", "tests", "exercises"].map(sources).concat();
    // Names that belong to Cargo, Gradescope and Windows.
    let elsewhere = ["HTTPS_PROXY", "run_autograder", "STATUS_CONTROL_C_EXIT"];
    for span in spans(prose()) {
        let is_name = is_identifier(span) && span.contains('_');
        let is_id = span.starts_with('#');
        let wanted = if is_id { format!("id=\"{}\"", &span[1..]) } else { span.to_string() };
        let is_fine = all.contains(&wanted) || elsewhere.contains(&span);
        assert!(is_fine || !(is_name || is_id), "{span} is not in the sources");
    }
}

#[test]
fn every_exercise_is_where_the_table_says() {
    let rows = table("| | id |");
    assert_eq!(rows.len(), 12, "the number of exercises in README");
    for [number, id, file, _] in rows {
        let (id, file) = (id.trim().trim_matches('`'), file.trim().trim_matches('`'));
        let marker = format!("TODO {} · {id}", number.trim());
        assert!(read(file).contains(&marker), "{file} has no {marker}");
    }
}

#[test]
fn every_link_within_the_project_leads_somewhere() {
    let anchors: BTreeSet<String> =
        prose().lines().filter_map(|line| line.strip_prefix('#')).map(anchor).collect();
    let targets =
        prose().split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default());
    for target in targets.filter(|target| !target.starts_with("https://")) {
        match target.strip_prefix('#') {
            Some(heading) => assert!(anchors.contains(heading), "no heading for {target}"),
            None => assert!(root().join(target).exists(), "a link to a missing file: {target}"),
        }
    }
}

#[test]
fn the_screenshot_is_small() {
    let size = fs::metadata(root().join("client/screenshot.png")).expect("a screenshot").len();
    assert!(size <= 300_000, "the screenshot has {size} bytes");
}

// ------------------------------------------------------------------------------- the diagrams

#[test]
fn the_diagrams_are_well_formed() {
    let diagrams: Vec<_> = blocks().into_iter().filter(|block| block.info == "mermaid").collect();
    assert_eq!(diagrams.len(), 3, "the diagrams for HTTP, WebSocket and the threads");
    for diagram in diagrams {
        let mut lines = diagram.text.lines().map(str::trim);
        match lines.next() {
            Some("sequenceDiagram") => check_sequence(lines),
            Some("flowchart LR") => lines.for_each(check_flow),
            kind => panic!("unexpected kind of Mermaid diagram: {kind:?}"),
        }
    }
}

fn check_sequence<'a>(lines: impl Iterator<Item = &'a str>) {
    let mut participants = BTreeSet::new();
    for line in lines {
        if let Some(participant) = line.strip_prefix("participant ") {
            participants.insert(participant.split_once(" as ").expect(line).0);
            continue;
        }
        let (who, text) = line.split_once(": ").unwrap_or_else(|| panic!("no text: {line}"));
        let who: Vec<_> = match who.strip_prefix("Note over ") {
            Some(who) => who.split(',').collect(),
            None => who.split(|letter| "->".contains(letter)).filter(|it| !it.is_empty()).collect(),
        };
        assert!(who.iter().all(|who| participants.contains(who)), "{line}: unknown participant");
        assert!(!text.contains([';', '#']), "{line}: ; and # have a meaning in Mermaid");
    }
}

fn check_flow(line: &str) {
    assert!(line.contains("-->") || line.contains(".->"), "{line}: no arrow");
    assert!(line.matches('"').count().is_multiple_of(2), "{line}: a quotation mark is missing");
    for (open, close) in [('[', ']'), ('(', ')')] {
        let outside: String = line.split('"').step_by(2).collect();
        assert_eq!(outside.matches(open).count(), outside.matches(close).count(), "{line}");
    }
}
