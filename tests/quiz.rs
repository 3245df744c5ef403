//! The quiz in `exercises/messages/quiz.txt` is true: what happens in its right rooms happens in the
//! finished room too, and what happens in its wrong rooms happens in the wrong answers that they
//! are made from, and not in the finished room.
//!
//! The finished room is a server with real clients. The wrong ones are `src/room.rs` with a wrong
//! answer in it: all of them are built into one program, below the target folder.

#[path = "wrong_answers/holes.rs"]
mod holes;
#[path = "grade/quiz/key.rs"]
mod key;
#[path = "grade/quiz/sheet.rs"]
mod sheet;
mod support;
#[path = "grade/common/wrap.rs"]
mod wrap;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use holes::{MESSAGES, Starter, id, read, root, write};
use key::KEY;
use sheet::{Answer, answers, report};
use support::client::Client;
use support::process::Server;

/// A room of the sheet.
struct Transcript {
    /// Who is logged in at the beginning, with their usernames.
    members: Vec<(String, String)>,
    steps: Vec<Step>,
}

/// Some people do something, and then some get something.
#[derive(Default)]
struct Step {
    actions: Vec<(String, Action)>,
    got: Got,
    /// A line has told who got something: the next action begins another step.
    is_told: bool,
}

enum Action {
    Sends(String),
    ClosesTheTab,
}

/// The texts that came to each person. Nobody else got anything.
type Got = BTreeMap<String, Vec<String>>;

#[test]
fn right_rooms_do_what_the_finished_room_does_and_wrong_ones_do_not() {
    for (number, transcript) in (1..).zip(transcripts()) {
        let finished = played_in_the_finished_room(&transcript);
        let is_right = finished == transcript.told();
        let expected = KEY[number - 1].broken.is_none();
        assert_eq!(is_right, expected, "room {number}: the finished room does\n{finished:#?}");
    }
}

#[test]
fn wrong_rooms_do_what_the_wrong_answers_do_that_they_are_made_from() {
    let program = build_the_wrong_rooms();
    for (number, transcript) in (1..).zip(transcripts()) {
        let Some(source) = KEY[number - 1].made_from.filter(|source| is_a_room(source)) else {
            continue;
        };
        let wrong = played_in_a_wrong_room(&program, source, &transcript);
        assert_eq!(wrong, transcript.told(), "room {number}: what {source} does, and what is told");
    }
}

/// Where threads overtake each other, no room tells the order in advance.
#[test]
fn a_room_that_mixes_the_order_differs_in_nothing_else() {
    let mixed = (1..).zip(transcripts()).filter(|(number, _)| {
        let source = KEY[number - 1].made_from;
        source.is_some_and(|source| !is_a_room(source))
    });
    let mut count = 0;
    for (number, transcript) in mixed {
        let source = KEY[number - 1].made_from.expect("it is made from a wrong answer");
        assert!(answer_file(source).is_file(), "there is no wrong answer {source}");
        assert_eq!(KEY[number - 1].broken, Some('B'), "room {number}");
        let sorted = |mut steps: Vec<Got>| {
            steps.iter_mut().flat_map(|got| got.values_mut()).for_each(|texts| texts.sort());
            steps
        };
        let finished = sorted(played_in_the_finished_room(&transcript));
        assert_eq!(sorted(transcript.told()), finished, "room {number}");
        count += 1;
    }
    assert_eq!(count, 1);
}

#[test]
fn the_sheet_is_handed_out_without_answers_and_fits_on_a_screen() {
    assert_eq!(answers(&sheet()), Ok(vec![Answer::Open; KEY.len()]));
    let longest = sheet().lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(100), "a line of {longest:?} characters");
    let rules: Vec<char> = sheet().lines().filter_map(rule).collect();
    assert_eq!(rules, sheet::RULES.collect::<Vec<_>>(), "the rules at the top");
}

#[test]
fn correct_answers_are_explained_and_others_get_a_place_to_look_at() {
    let correct: Vec<Answer> =
        KEY.iter().map(|room| room.broken.map_or(Answer::Right, Answer::Breaks)).collect();
    assert!(report(&correct).contains("All 12 are correct."));
    for room in 0..KEY.len() {
        let mut answers = vec![Answer::Open; KEY.len()];
        for guess in sheet::RULES.map(Answer::Breaks).chain([Answer::Right]) {
            answers[room] = guess.clone();
            let text = words(&report(&answers));
            let is_correct = guess == correct[room];
            assert_eq!(text.contains(&words(KEY[room].why)), is_correct, "{guess:?}: {text}");
            assert_eq!(text.contains(&words(KEY[room].look)), !is_correct, "{guess:?}: {text}");
            let is_told = |other: &usize| text.contains(&format!("Room {}:", other + 1));
            assert_eq!((0..KEY.len()).filter(is_told).collect::<Vec<_>>(), [room], "{text}");
        }
    }
}

#[test]
fn an_answer_may_be_written_in_several_ways() {
    for (written, answer) in [
        ("", Answer::Open),
        ("right", Answer::Right),
        ("  Right.", Answer::Right),
        ("c", Answer::Breaks('C')),
        (" wrong, rule C", Answer::Breaks('C')),
        ("C)", Answer::Breaks('C')),
        ("wrong", Answer::Unclear("wrong".to_string())),
        ("A or B", Answer::Unclear("A or B".to_string())),
        ("J", Answer::Unclear("J".to_string())),
        ("?", Answer::Unclear("?".to_string())),
    ] {
        let filled = sheet().replace("\nanswer:", &format!("\nanswer:{written}"));
        assert_eq!(answers(&filled), Ok(vec![answer; KEY.len()]), "{written:?}");
    }
    let cut_off = sheet().replace("ROOM 7 ", "room seven");
    assert!(answers(&cut_off).is_err_and(|problem| problem.contains("no line for room 7")));
}

// ---------------------------------------------------------------------------- reading the sheet

fn sheet() -> String {
    read(&MESSAGES.folder().join("quiz.txt"))
}

/// The letter of a line such as `  A  Everyone …`.
fn rule(line: &str) -> Option<char> {
    let (letter, _) = line.strip_prefix("  ")?.split_once("  ")?;
    letter.parse().ok().filter(char::is_ascii_uppercase)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn transcripts() -> Vec<Transcript> {
    let sheet = sheet();
    let rooms: Vec<Transcript> = sheet.split("\nROOM ").skip(1).map(Transcript::read).collect();
    assert_eq!(rooms.len(), KEY.len(), "the rooms in quiz.txt");
    rooms
}

impl Transcript {
    fn read(text: &str) -> Transcript {
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default();
        let (_, members) = head.split_once("logged in: ").expect(head);
        let mut transcript =
            Transcript { members: members.split(", ").map(member).collect(), steps: Vec::new() };
        let mut now: Option<String> = None;
        for line in lines.take_while(|line| !line.starts_with("answer:")) {
            if let Some(text) = line.strip_prefix("      ") {
                transcript.add(now.as_deref().expect("a text belongs to a line"), text);
            } else if let Some(what) = line.strip_prefix("  ") {
                now = Some(what.to_string());
                transcript.begin(what);
            } else {
                assert_eq!(line, "", "a line of {head}");
            }
        }
        transcript
    }

    /// A line without a text, or the one before its texts.
    fn begin(&mut self, what: &str) {
        if let Some(who) = what.strip_suffix(" closes the tab") {
            self.act(who, Action::ClosesTheTab);
        } else if what == "nobody gets anything" {
            self.step().is_told = true;
        } else {
            assert!(split(what).is_some(), "this line is of no known kind: {what}");
        }
    }

    /// A text below a line such as `maria sends` or `maria and laura get`.
    fn add(&mut self, what: &str, text: &str) {
        match split(what).expect("a line with a text says who sends or gets it") {
            (who, "sends") => self.act(&who[0], Action::Sends(text.to_string())),
            (who, _) => {
                let step = self.step();
                step.is_told = true;
                for name in who {
                    step.got.entry(name).or_default().push(text.to_string());
                }
            }
        }
    }

    fn act(&mut self, who: &str, action: Action) {
        if self.steps.last().is_none_or(|step| step.is_told) {
            self.steps.push(Step::default());
        }
        self.step().actions.push((who.to_string(), action));
    }

    fn step(&mut self) -> &mut Step {
        self.steps.last_mut().expect("somebody has done something")
    }

    fn told(&self) -> Vec<Got> {
        self.steps.iter().map(|step| step.got.clone()).collect()
    }
}

/// `walter`, or `somebody else (who is called walter too)`, and the username.
fn member(text: &str) -> (String, String) {
    match text.split_once(" (who is called ") {
        Some((name, username)) => {
            let username = username.strip_suffix(" too)").expect(text);
            (name.to_string(), username.to_string())
        }
        None => (text.to_string(), text.to_string()),
    }
}

/// The people in `maria and laura get`, and the verb.
fn split(what: &str) -> Option<(Vec<String>, &str)> {
    let (who, verb) = what.rsplit_once(' ')?;
    let who = who.strip_suffix(", who is not logged in,").unwrap_or(who);
    let names = who.split(", ").flat_map(|who| who.split(" and ")).map(str::to_string);
    ["sends", "get", "gets"].contains(&verb).then(|| (names.collect(), verb))
}

// ----------------------------------------------------------------------------- the finished room

/// A login without a name brings an answer to its sender alone: when it comes, everything before
/// it has come too.
const FENCE: &str = r#"{"type":"login"}"#;

fn played_in_the_finished_room(transcript: &Transcript) -> Vec<Got> {
    let server = Server::start();
    let mut people: BTreeMap<String, Client> = BTreeMap::new();
    for (name, username) in &transcript.members {
        let mut client = Client::connect(server.port(), name);
        client.send_login(username);
        take_all(&mut client);
        people.insert(name.clone(), client);
    }
    people.values_mut().for_each(|client| drop(take_all(client)));
    let play = |step: &Step| {
        let mut got = Got::new();
        for (who, action) in &step.actions {
            if !people.contains_key(who) {
                people.insert(who.clone(), Client::connect(server.port(), who));
            }
            match action {
                Action::Sends(text) => {
                    let client = people.get_mut(who).expect("just inserted");
                    client.send(text);
                    got.entry(who.clone()).or_default().extend(take_all(client));
                }
                Action::ClosesTheTab => people.remove(who).expect("just inserted").close(),
            }
        }
        for (name, client) in &mut people {
            got.entry(name.clone()).or_default().extend(take_all(client));
        }
        got.retain(|_, texts| !texts.is_empty());
        got
    };
    transcript.steps.iter().map(play).collect()
}

/// Everything that has come to this client.
fn take_all(client: &mut Client) -> Vec<String> {
    client.send(FENCE);
    let mut texts = Vec::new();
    loop {
        let text = client.receive_text("the answer to a login without a name");
        let is_fence = serde_json::from_str::<Value>(&text)
            .is_ok_and(|message| message["error"] == "unusable username");
        if is_fence {
            return texts;
        }
        texts.push(text);
    }
}

// ------------------------------------------------------------------------------- the wrong rooms

/// Whether a wrong answer is one to `src/room.rs`.
fn is_a_room(source: &str) -> bool {
    source.starts_with("messages/")
}

fn answer_file(source: &str) -> PathBuf {
    root().join("tests/wrong_answers").join(format!("{source}.rs"))
}

/// The file `room.rs` with a wrong answer, and the solution in its other holes.
fn wrong_room(source: &str) -> String {
    let answer = Starter::cut(&read(&answer_file(source))).expect("an answer has whole holes");
    let solution = MESSAGES.solution();
    MESSAGES.starter("src/room.rs").fill(|title, _| {
        let own = answer.holes.iter().find(|(hole, _)| hole == title);
        own.map_or_else(|| solution[id(title)].clone(), |(_, filled)| filled.clone())
    })
}

/// Plays what comes on standard input, in the room that its argument names.
const PLAYER: &str = r#"
#![allow(dead_code)]

use serde_json::{Value, json};

macro_rules! play {
    ($room:ident, $script:expr) => {{
        use $room::{ClientId, Encoded, Outgoing, Room};

        #[derive(Default)]
        struct Notes {
            texts: Vec<String>,
            sent: Vec<Value>,
        }

        impl Outgoing for Notes {
            fn encode(&mut self, text: &str) -> Encoded {
                self.texts.push(text.to_string());
                Encoded { start: self.texts.len() - 1, end: self.texts.len() }
            }

            fn send(&mut self, to: ClientId, message: Encoded) -> bool {
                self.sent.push(json!([to.0, self.texts[message.start]]));
                true
            }
        }

        let (mut room, mut out, mut played) = (Room::default(), Notes::default(), Vec::new());
        for step in $script.as_array().unwrap() {
            for action in step.as_array().unwrap() {
                let id = ClientId(action[0].as_u64().unwrap() as usize);
                match action[1].as_str() {
                    Some(text) => match serde_json::from_str(text) {
                        Ok(data) => room.respond_to_message(id, text, &data, &mut out),
                        Err(error) => room.reply_error(id, "not JSON", &error.to_string(), &mut out),
                    },
                    None => room.disconnect(id, &mut out),
                }
            }
            played.push(std::mem::take(&mut out.sent));
        }
        println!("{}", json!(played));
    }};
}
"#;

/// Builds one program of all wrong rooms.
fn build_the_wrong_rooms() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("quiz");
    let (mut modules, mut arms) = (String::new(), String::new());
    for source in KEY.iter().filter_map(|room| room.made_from).filter(|source| is_a_room(source)) {
        let module = source.replace('/', "_");
        write(&folder.join(format!("src/{module}.rs")), &wrong_room(source));
        if !modules.contains(&format!("mod {module};")) {
            modules += &format!("mod {module};\n");
            arms += &format!("        Some({source:?}) => play!({module}, script),\n");
        }
    }
    let main = format!(
        "{PLAYER}\n{modules}\nfn main() {{\n    let script: Value = \
         serde_json::from_reader(std::io::stdin()).unwrap();\n    match \
         std::env::args().nth(1).as_deref() {{\n{arms}        other => panic!(\"no room \
         {{other:?}}\"),\n    }}\n}}\n"
    );
    write(&folder.join("src/main.rs"), &main);
    write(&folder.join("Cargo.toml"), &manifest());
    // The versions of this project; cargo takes out what is not needed.
    write(&folder.join("Cargo.lock"), &read(&root().join("Cargo.lock")));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--offline", "--quiet", "--target-dir", "target"]).current_dir(&folder);
    let built = build.output().expect("cargo starts");
    let complaint = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "the wrong rooms cannot be built:\n{complaint}");
    folder.join("target/debug").join(format!("rooms{}", std::env::consts::EXE_SUFFIX))
}

/// A package with the two crates that a room needs, as the part names them.
fn manifest() -> String {
    let manifest = read(&MESSAGES.folder().join("Cargo.toml"));
    let needed = manifest
        .lines()
        .filter(|line| ["log ", "serde_json "].iter().any(|name| line.starts_with(name)));
    let needed: Vec<&str> = needed.collect();
    format!(
        "[package]\nname = \"rooms\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{}\n",
        needed.join("\n")
    )
}

fn played_in_a_wrong_room(program: &Path, source: &str, transcript: &Transcript) -> Vec<Got> {
    let mut names: Vec<&str> = transcript.members.iter().map(|(name, _)| name.as_str()).collect();
    let (mut script, mut closed) = (vec![Vec::new()], Vec::new());
    for (place, (_, username)) in transcript.members.iter().enumerate() {
        let login = json!({ "type": "login", "username": username });
        script[0].push(json!([place, login.to_string()]));
    }
    for step in &transcript.steps {
        let mut actions = Vec::new();
        for (who, action) in &step.actions {
            let place = names.iter().position(|name| name == who).unwrap_or_else(|| {
                names.push(who);
                names.len() - 1
            });
            actions.push(match action {
                Action::Sends(text) => json!([place, text]),
                Action::ClosesTheTab => json!([place, null]),
            });
        }
        script.push(actions);
    }
    let played = run(program, source, &json!(script));
    let mut steps = played.as_array().expect("a list of steps").iter();
    steps.next(); // the logins of those who are in the room at the beginning
    let mut played = Vec::new();
    for (step, sent) in transcript.steps.iter().zip(steps) {
        for (who, action) in &step.actions {
            if let Action::ClosesTheTab = action {
                closed.push(who);
            }
        }
        let mut got = got(sent, &names);
        got.retain(|name, _| !closed.contains(&name)); // a room may still send to it
        played.push(got);
    }
    played
}

/// What one step of a wrong room has sent: pairs of a person's place and a text.
fn got(sent: &Value, names: &[&str]) -> Got {
    let mut got = Got::new();
    for pair in sent.as_array().into_iter().flatten() {
        let place = pair[0].as_u64().expect("a place") as usize;
        let text = pair[1].as_str().expect("a text").to_string();
        got.entry(names[place].to_string()).or_default().push(text);
    }
    got
}

fn run(program: &Path, source: &str, script: &Value) -> Value {
    let mut child = Command::new(program)
        .arg(source)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program of the wrong rooms starts");
    let mut input = child.stdin.take().expect("stdin is piped");
    input.write_all(script.to_string().as_bytes()).expect("it reads its script");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{source} fails");
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}
