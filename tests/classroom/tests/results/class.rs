//! A made class: 40 outcomes with every state, and students who try things with their names.

use classroom::outcome::{Exercise, Outcome, State, Student};

/// The exercises, each with causes as the grader names them.
const EXERCISES: [(&str, [&str; 3]); 7] = [
    (
        "1 relay",
        [
            "the message came back only to its sender",
            "one broken client keeps the message from others",
            "the text was changed on its way",
        ],
    ),
    (
        "2 login",
        [
            "the newcomer is not on the list",
            "a second login adds the client again",
            "nobody was told",
        ],
    ),
    (
        "3 disconnect",
        [
            "a leave was announced, but nobody left",
            "maria, who left, got the message too",
            "walter, who left as the last one, is still on the roster",
        ],
    ),
    (
        "4 chat",
        [
            "a chat message was logged as unknown",
            "the sender got nothing",
            "an unknown message was passed on",
        ],
    ),
    (
        "5 roster",
        [
            "the list grows with each message",
            "a name became HTML",
            "#users-list is not on the page any more",
        ],
    ),
    (
        "6 messages",
        [
            "everything is on the left",
            "a message became HTML",
            "a message that is not chat changes #chat",
        ],
    ),
    ("7 announce", ["#chat is not a log", "#chat has no name", "a message is spoken twice"]),
];

const NAMES: [&str; 40] = [
    "Ada Lovelace",
    "Grace Hopper",
    "Lovelace, Ada",
    "Jean \"Betty\" Jennings",
    "Margaret\nHamilton",
    "=HYPERLINK(\"http://evil.example\",\"grades\")",
    "<script>document.title='owned'</script>",
    "José Núñez y Müller",
    "Под Оля",
    "李小龍",
    "snake_case_name",
    "../../etc/passwd",
    "-2+3",
    "@SUM(A1)",
    "\u{1b}[2Jcleared",
    "\u{202e}drowssap",
    "Alan Turing",
    "Barbara Liskov",
    "Donald Knuth",
    "Edsger Dijkstra",
    "Frances Allen",
    "John Backus",
    "Ken Thompson",
    "Dennis Ritchie",
    "Niklaus Wirth",
    "Radia Perlman",
    "Tony Hoare",
    "Leslie Lamport",
    "Shafi Goldwasser",
    "Silvio Micali",
    "Robin Milner",
    "Dana Scott",
    "Michael Rabin",
    "Stephen Cook",
    "Richard Karp",
    "Whitfield Diffie",
    "Martin Hellman",
    "Adele Goldberg",
    "Karen Spärck Jones",
    "Hedy Lamarr",
];

/// The number in Moodle's identifier of the first student.
pub const FIRST_ID: usize = 100_001;

/// Always the same class.
pub fn class() -> Vec<Outcome> {
    (0..NAMES.len()).map(outcome).collect()
}

fn outcome(number: usize) -> Outcome {
    let state = match number {
        6 | 21 | 33 => State::DoesNotCompile,
        24 => State::OverTheLimit,
        27 => State::OneHalf,
        28 => State::TwoCandidates,
        29 => State::Empty,
        30 => State::NotAZip,
        31 => State::Refused,
        35 | 36 => State::NothingHandedIn,
        37 => State::NotGraded,
        _ => State::Graded,
    };
    let has_grade = matches!(
        state,
        State::Graded | State::DoesNotCompile | State::OverTheLimit | State::OneHalf
    );
    let exercises = if has_grade { exercises(number, state) } else { Vec::new() };
    let note = match state {
        State::NotAZip => "It is a RAR archive.",
        State::TwoCandidates => "src/room.rs and old/src/room.rs",
        State::OneHalf => "There is no folder client.",
        State::NotGraded => "The browser did not start.",
        _ if number == 12 => "=1+1 was not used.",
        _ => "",
    };
    Outcome {
        student: Student { id: (FIRST_ID + number).to_string(), name: NAMES[number].to_string() },
        file: match state {
            State::NothingHandedIn => String::new(),
            _ => format!("my-answers-{number}.zip"),
        },
        state,
        seconds: 5.0 + number as f64 / 10.0,
        note: note.to_string(),
        feedback: if state.has_result() { feedback(state, &exercises) } else { String::new() },
        exercises,
    }
}

fn exercises(number: usize, state: State) -> Vec<Exercise> {
    let exercise = |(at, (name, causes)): (usize, &(&str, [&str; 3]))| {
        let luck = (number * 7 + at * 5) % 11;
        let (word, summary) = match (state, luck) {
            (State::DoesNotCompile, _) if at < 4 => ("NOT RUN", "no server: it does not compile"),
            (State::OneHalf, _) if at >= 4 => ("NOT RUN", "there is no page"),
            (State::OverTheLimit, _) if at > 1 => ("NOT RUN", "the time was over"),
            (_, 8) if at > 0 => ("BLOCKED", "by 1 relay: nobody hears anything"),
            (_, 0..=1) => ("FAIL", causes[0]),
            (_, 2) => ("FAIL", causes[1]),
            (_, 3) if number.is_multiple_of(2) => ("FAIL", causes[2]),
            _ if number == 1 || at < 6 => ("PASS", ""),
            (_, 5..=6) => ("PASS", ""),
            _ => ("FAIL", causes[0]),
        };
        let output = match word {
            "FAIL" => format!(
                "FAIL\nDone:      maria, laura and walter log in\n           walter sends \
                 {{\"type\": \"chat\", \"text\": \"say \\\"hi\\\" <b>\", \"username\": \"walter\"}}\n\
                 Expected:  everyone gets it, byte for byte\nCame:      {summary}\n\
                 Look at:   src/room.rs, TODO {name}\n"
            ),
            _ => word.to_string(),
        };
        Exercise {
            name: name.to_string(),
            score: u32::from(word == "PASS"),
            is_extra: at == 6,
            word: word.to_string(),
            summary: summary.to_string(),
            kind: summary.to_string(),
            cause: String::new(),
            output,
        }
    };
    EXERCISES.iter().enumerate().map(exercise).collect()
}

fn feedback(state: State, exercises: &[Exercise]) -> String {
    let mut text = String::new();
    for exercise in exercises.iter().filter(|exercise| exercise.word == "FAIL") {
        text += &exercise.output;
        text += "\n";
    }
    if state == State::DoesNotCompile {
        text +=
            "error[E0308]: mismatched types\n  --> src/room.rs:57:13\n   |\n57 |     \"</pre>\"\n";
    }
    if exercises.is_empty() {
        return text + state.sentence() + "\n";
    }
    for exercise in exercises {
        text += &format!("{:14}{:9}{}\n", exercise.name, exercise.word, exercise.summary);
    }
    text + "\nTotal: see above\n"
}
