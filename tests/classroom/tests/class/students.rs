//! The class: forty students who hand in right and wrong answers, things that are no answers, and
//! attacks. Each has the outcome that the work deserves.

use std::collections::BTreeSet;

use classroom::holes::{MESSAGES, files_in, root};
use classroom::outcome::State;

use super::answers::{Work, server_that_does, solved, untouched, wrong_answer};
use super::packed::{Packer, zip};

/// Between Moodle's name of the student and the file.
pub const MOODLE: &str = "assignsubmission_file";

/// A process with this argument was left behind by an attack.
pub const LEFT_BEHIND: &str = "98765.4321";

/// A student, and what the submission is worth.
pub struct Made {
    pub id: usize,
    pub name: String,
    pub file: String,
    pub bytes: Vec<u8>,
    pub state: State,
    /// The ids of the solved exercises; `None` if there is no grade.
    pub solves: Option<BTreeSet<String>>,
    /// A phrase in the note or in the feedback.
    pub says: &'static str,
}

/// Collects the class.
#[derive(Default)]
struct Class(Vec<Made>);

impl Class {
    fn add(&mut self, name: &str, file: &str, bytes: Vec<u8>, state: State) -> &mut Made {
        let (id, name) = (4000 + self.0.len(), name.to_string());
        let file = file.to_string();
        self.0.push(Made { id, name, file, bytes, state, solves: None, says: "" });
        self.0.last_mut().expect("it was added")
    }

    fn work(&mut self, name: &str, work: &Work, state: State) -> &mut Made {
        let made = self.add(name, "answers.zip", zip(&work.files), state);
        made.solves = Some(work.solves.clone());
        made
    }

    /// The files of this work, packed in another way.
    fn packed(&mut self, name: &str, work: &Work, bytes: Vec<u8>) -> &mut Made {
        let made = self.add(name, "answers.zip", bytes, State::Graded);
        made.solves = Some(work.solves.clone());
        made
    }
}

/// Everyone. `place` is a folder that attacks try to write into.
pub fn class(place: &str) -> Vec<Made> {
    let mut class = Class::default();
    honest_answers(&mut class);
    unusual_packing(&mut class);
    bad_kinds(&mut class);
    attacks_by_archives(&mut class);
    attacks_by_the_build(&mut class);
    attacks_by_programs(&mut class, place);
    class.0
}

fn honest_answers(class: &mut Class) {
    class.work("Ada Lovelace", &solved(&MESSAGES), State::Graded);
    class.work("Zoë Ünt Õuched", &untouched(&MESSAGES), State::Graded).says = "Total: 0 of 6";
    for answer in [
        "relay/to_nobody.rs",
        "login/newest_first.rs",
        "login/another_key.rs",
        "disconnect/not_announced.rs",
        "chat/misspelt.rs",
        "roster/appended.js",
        "messages/both_sides.js",
        "announce/lost_id.html",
        "right/own_words.rs",
    ] {
        class.work(answer, &wrong_answer(&format!("messages/{answer}")), State::Graded);
    }
}

fn unusual_packing(class: &mut Class) {
    let work = solved(&MESSAGES);
    let deep = Packer::new().files("my answers/chat-room/", &work.files).done();
    class.packed("A folder too deep", &work, deep);
    let backslashes = work
        .files
        .iter()
        .fold(Packer::new(), |packer, (name, bytes)| packer.file(&name.replace('/', "\\"), bytes));
    class.packed("Back Slash", &work, backslashes.done());
    let mac = Packer::new().files("answers/", &work.files);
    let mac = mac.file("__MACOSX/answers/src/._room.rs", b"\0\x05\x16\x07").file(".DS_Store", b"1");
    class.packed("Mac, the \"Knife\"", &work, mac.done());
    let page = work.files.iter().filter(|(name, _)| name.starts_with("client"));
    let flat = page.fold(Packer::new(), |packer, (name, bytes)| {
        packer.file(name.trim_start_matches("client/"), bytes)
    });
    let flat = flat.file("room.rs", &work.files["src/room.rs"]);
    class.packed("Flat", &work, flat.done());
    let mut whole = Packer::new().files("chat-room/exercises/messages/", &work.files);
    for file in files_in(&root().join("src")) {
        if !file.starts_with("bin/") && file != "room.rs" {
            let bytes = std::fs::read(root().join("src").join(&file)).expect("our own file");
            whole = whole.file(&format!("chat-room/src/{file}"), &bytes);
        }
    }
    let whole =
        whole.file("chat-room/exercises/messages/target/debug/deps/big.rlib", &[7; 100_000]);
    class.packed("The whole project\nwith target", &work, whole.done());
    let inner = Packer::new().file("answers.zip", &zip(&work.files)).done();
    class.packed("=HYPERLINK(\"http://example.org\",\"A zip in a zip\")", &work, inner);
    let extra = Packer::new().files("", &work.files).file("notes.txt", b"I had fun").done();
    class.packed("Extra files", &work, extra).says = "Not used: \"notes.txt\"";
}

fn bad_kinds(class: &mut Class) {
    let broken = solved(&MESSAGES).solves_only(&["roster", "messages", "announce"]);
    let broken = broken.with("src/room.rs", "pub struct Room; fn {");
    class.work("Does Not-Compile", &broken, State::DoesNotCompile).says = ", in src/room.rs:1:";
    let two = solved(&MESSAGES).files;
    let two = Packer::new().files("new/", &two).files("old/", &two).done();
    class.add("Two Candidates", "a.zip", two, State::TwoCandidates).says =
        "the folders src and client from exercises/messages";
    class.work("Only Rust", &solved(&MESSAGES).half("src"), State::OneHalf).says = "folder client";
    class.work("Only Page", &solved(&MESSAGES).half("client"), State::OneHalf).says = "folder src";
    class.add("Empty", "a.zip", Packer::new().done(), State::Empty).says = "no file in it";
    let rar = b"Rar!\x1a\x07\x01\0 and so on".to_vec();
    class.add("Rar", "answers.rar", rar, State::NotAZip).says = "a rar archive";
    class.add("Text", "a.zip", b"I forgot".to_vec(), State::NotAZip).says = "a text";
    let mut torn = zip(&solved(&MESSAGES).files);
    torn.truncate(torn.len() / 2);
    class.add("Torn", "a.zip", torn, State::NotAZip).says = "damaged";
    let sleeps = "std::thread::sleep(std::time::Duration::from_secs(3));";
    let slow = solved(&MESSAGES).half("src");
    let room = slow.text("src/room.rs");
    let begins = "        match data[\"type\"].as_str() {";
    assert!(room.contains(begins), "the room reads messages in another way");
    let room = room.replace(begins, &format!("        {sleeps}\n{begins}"));
    let slow = slow.with("src/room.rs", room);
    class.work("Sleeps", &slow, State::OverTheLimit).says = "did not come to an end";
}

fn attacks_by_archives(class: &mut Class) {
    let work = solved(&MESSAGES);
    let evil = b"pub fn evil() {}";
    let leaves = Packer::new().files("", &work.files).file("../../src/evil.rs", evil).done();
    class.add("Dots", "a.zip", leaves, State::Refused).says = "leaves the folder";
    let page = work.clone().half("client").files;
    let link = Packer::new().files("", &page).link("src/room.rs", "/etc/passwd").done();
    class.add("Link", "a.zip", link, State::Refused).says = "is a link";
    // What comes behind the first 5 MiB is never unpacked, so 10 GB would cost the same.
    let bomb = Packer::new().files("", &page).zeros("src/room.rs", 64).done();
    class.add("Bomb", "a.zip", bomb, State::Refused).says = "bigger than 5 MiB";
    let runner = "[target.'cfg(all())']\nrunner = ['sh', '-c', 'exit 0']\n";
    let nothing = untouched(&MESSAGES);
    let runner =
        Packer::new().files("", &nothing.files).file(".cargo/config.toml", runner.as_bytes());
    class.packed("Runner", &nothing, runner.done()).says = "Total: 0 of 6";
}

fn attacks_by_the_build(class: &mut Class) {
    let nothing = untouched(&MESSAGES);
    let edits =
        "fn main() { std::fs::write(\"../../tests/grade/messages/relay.rs\", \"\").unwrap(); }";
    let manifest = "[package]\nname = \"messages\"\nbuild = \"build.rs\"\n";
    let script = Packer::new().files("", &nothing.files);
    let script = script.file("build.rs", edits.as_bytes()).file("src/build.rs", edits.as_bytes());
    let script = script.file("Cargo.toml", manifest.as_bytes()).done();
    class.packed("Build script", &nothing, script).says = "build.rs";

    let page = ["roster", "messages", "announce"];
    let reads = solved(&MESSAGES).solves_only(&page);
    let room = reads.text("src/room.rs");
    let passwords = format!("{room}\npub const STOLEN: &str = include_str!(\"/etc/passwd\");\n");
    class.work("Passwords", &reads.clone().with("src/room.rs", passwords), State::DoesNotCompile);
    let includes = "include!(\"../../../src/room.rs\");";
    class.work("Solution", &reads.clone().with("src/room.rs", includes), State::DoesNotCompile);
    let endless = "#![allow(long_running_const_eval)]\nmod endless;\n";
    let library = reads.text("src/lib.rs");
    let counts = "pub const N: u64 = { let mut n = 0u64; while n < 1 << 40 { n += 1 } n };\n\
                  pub static USED: u64 = N;\n";
    let endless =
        reads.with("src/lib.rs", format!("{endless}{library}")).with("src/endless.rs", counts);
    class.work("Endless const", &endless, State::OverTheLimit);
}

fn attacks_by_programs(class: &mut Class, place: &str) {
    let snoops = format!(
        r#"for path in ["/", "/tmp", "/root", "/home", "{place}", "{root}"] {{
            let names = std::fs::read_dir(path).into_iter().flatten().flatten();
            for name in names {{ log::warn!("FOUND {{path}} {{:?}}", name.path()); }}
        }}
        let _ = std::fs::write("{root}/tests/grade/messages/relay.rs", "");
        for _ in 0..20 {{
            let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
            for process in all {{
                let _ = std::fs::write(process.path().join("cwd/grade.json"), "{{}}");
                let _ = std::fs::write(process.path().join("root/{place}/grade.json"), "{{}}");
            }}
        }}"#,
        root = root().display(),
    );
    let stays = format!(
        "for shell in [\"/bin/sh\", \"/usr/bin/sh\"] {{
            let wait = \"(setsid sleep {LEFT_BEHIND}; echo 7 > {place}/grade.json) &\";
            let _ = std::process::Command::new(shell).args([\"-c\", wait]).spawn();
        }}"
    );
    let forks = "for _ in 0..4 {
            let bomb = \"bomb() { bomb | bomb & }; bomb; sleep 1\";
            let _ = std::process::Command::new(\"/bin/bash\").args([\"-c\", bomb]).spawn();
        }";
    let fills = format!(
        "for path in [\"/tmp/full\", \"/dev/shm/full\", \"/var/tmp/full\", \"{place}/full\", \"full\"] {{
            use std::io::Write;
            let Ok(mut file) = std::fs::File::create(path) else {{ continue }};
            while file.write_all(&[1; 1 << 16]).is_ok() {{}}
        }}
        let mut memory = Vec::new();
        for _ in 0..64 {{ memory.push(vec![1u8; 64 << 20]); }}
        std::mem::forget(memory);"
    );
    let kills = "for id in [\"$PPID\", \"1\", \"-1\"] {
            let kill = format!(\"kill -KILL {id}\");
            let _ = std::process::Command::new(\"/bin/sh\").args([\"-c\", &kill]).status();
        }";
    let writes = format!(
        "let mut waiting = vec![std::path::PathBuf::from(\"/\"), \"{place}\".into()];
        while let Some(folder) = waiting.pop() {{
            let _ = std::fs::write(folder.join(\"grade.json\"), \"7\");
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {{
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder && waiting.len() < 5000 {{ waiting.push(entry.path()); }}
                else {{ let _ = std::fs::OpenOptions::new().append(true).open(entry.path()); }}
            }}
        }}"
    );
    let in_background = |code: &str| format!("std::thread::spawn(|| {{ {code} }});");
    class.work("Snoops", &server_that_does(&snoops), State::Graded);
    class.work("Stays", &server_that_does(&stays), State::Graded);
    class.work("Forks", &server_that_does(forks), State::Graded);
    class.work("Fills", &server_that_does(&in_background(&fills)), State::Graded);
    class.work("Kills", &server_that_does(kills), State::Graded);
    class.work("Writes", &server_that_does(&in_background(&writes)), State::Graded);
}
