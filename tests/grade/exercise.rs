//! The exercises: what they are called, where they are, and what a hint says about each.

use std::{env, fmt, fs, path::PathBuf};

/// In the order in which they are best solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exercise {
    Relay,
    Login,
    Disconnect,
    Chat,
    Roster,
    Messages,
    Announce,
}

use Exercise::{Announce, Chat, Disconnect, Login, Messages, Relay, Roster};

impl Exercise {
    pub const ALL: [Exercise; 7] = [Relay, Login, Disconnect, Chat, Roster, Messages, Announce];

    /// The number that the TODO, the README and the scoreboard show.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The name that the TODO, the README and `cargo test NAME` use.
    pub fn id(self) -> &'static str {
        match self {
            Relay => "relay",
            Login => "login",
            Disconnect => "disconnect",
            Chat => "chat",
            Roster => "roster",
            Messages => "messages",
            Announce => "announce",
        }
    }

    /// What grades this exercise alone. With the package's name it does so in whichever folder it
    /// is typed: in the root, without the name, it would grade the finished room.
    pub fn command(self) -> String {
        format!("cargo test -p {} {}", env!("CARGO_PKG_NAME"), self.id())
    }

    /// The same with a hint, as the terminal of this system wants it.
    pub fn command_with_hint(self, level: usize) -> String {
        match cfg!(windows) {
            true => format!("$env:HINT = \"{level}\"; {}", self.command()),
            false => format!("HINT={level} {}", self.command()),
        }
    }

    /// The file with the hole, from the package's folder.
    pub fn file(self) -> &'static str {
        match self {
            Relay | Login | Disconnect | Chat => "src/room.rs",
            Roster | Messages => "client/client.js",
            Announce => "client/index.html",
        }
    }

    /// Extra credit comes on top of full marks.
    pub fn is_extra(self) -> bool {
        self == Announce
    }

    /// The marker in the source, with its line where the file has it.
    pub fn place(self) -> String {
        // In the root there is a file of the same name, the finished one, without markers.
        let is_exercise = env!("CARGO_PKG_NAME") == "exercises";
        let folder = if is_exercise { "exercises/" } else { "" };
        let todo = format!("{folder}{}, TODO {} · {}", self.file(), self.number(), self.id());
        match self.hole() {
            Some((first, _)) => format!("{todo} (line {first})"),
            None if is_exercise => format!("{todo} (its marker lines are gone)"),
            None => todo,
        }
    }

    /// The exercise whose hole in `file` has this line.
    pub fn at(file: &str, line: usize) -> Option<Exercise> {
        let is_there = |exercise: &Exercise| {
            let hole = exercise.hole();
            exercise.file().ends_with(file)
                && hole.is_some_and(|(first, last)| (first..=last).contains(&line))
        };
        Exercise::ALL.into_iter().find(is_there)
    }

    /// First and last line of the hole; `None` in the solution, which has no markers.
    fn hole(self) -> Option<(usize, usize)> {
        let source = self.source()?;
        let line_of = |word: &str| {
            let marker = format!("{word} {} · {}", self.number(), self.id());
            Some(source.lines().position(|line| line.contains(&marker))? + 1)
        };
        Some((line_of("TODO")?, line_of("END")?))
    }

    /// What stands in the hole, with its markers.
    pub fn answer(self) -> Option<String> {
        let (first, last) = self.hole()?;
        let source = self.source()?;
        let lines: Vec<&str> = source.lines().take(last).skip(first - 1).collect();
        Some(lines.join("\n"))
    }

    /// The text of the file with the hole.
    pub fn source(self) -> Option<String> {
        fs::read_to_string(client_folder().parent()?.join(self.file())).ok()
    }

    /// What to think about, for those who ask with HINT=1; a step further with HINT=2.
    pub fn hints(self) -> [&'static str; 2] {
        match self {
            Relay => [
                "Who is logged in stands in `self.roster`. Your loop should pass each of them once, \
                 and nothing that happens to one of them should end it.",
                "Two steps: make one message of the text, before the loop. In the loop, hand it to \
                 `out.send` with the id of this member. What `send` returns may be ignored: a \
                 broken connection takes itself off the roster soon.",
            ],
            Login => [
                "Two things happen, and their order matters: the roster changes, then everyone is \
                 told what it looks like now. What is different when the same client logs in twice?",
                "Look for a member with this `id` first. If there is one, it only gets the new \
                 name; if there is none, a new Member comes to the end. After that, and in both \
                 cases, build the message with `user_joined` and `active_users`, and relay it.",
            ],
            Disconnect => [
                "This function runs twice for most clients: when they say goodbye, and when their \
                 connection ends. How can the second time know that there is nothing left to do?",
                "Find the place of this `id` in the roster; no place, nothing to do. Take the \
                 member out and keep its name: that is who left. Only then make the list for the \
                 message, and relay it to those who are still there.",
            ],
            Chat => [
                "A room passes on what was said, and does not retell it. What came is in `text`; \
                 `data` is only there to look into. And silence is an answer too.",
                "Two arms of the `match`: one for the type \"chat\", which hands `text` on \
                 untouched, to everyone on the roster; one for all the rest, which writes a warning \
                 into the log and sends nothing.",
            ],
            Roster => [
                "The message always brings the whole list. So what is on the page from last time \
                 is out of date, all of it.",
                "Empty the list first. Then, for each name, make an element, give it the name as \
                 its text (text, not HTML), and put it at the end of the list.",
            ],
            Messages => [
                "One message, one new element at the end of `#chat`. Whose message it is decides \
                 its class: compare the sender with our own name.",
                "Make an element; its class depends on whether `data.username` is our `username`. \
                 Put the sender and the text into it as text (not as HTML), and append it: what \
                 is there already stays.",
            ],
            Announce => [
                "A live region needs a role that says what it is, and `aria-live` that says when \
                 its news may be spoken. Two of the three places are a status, one is a log.",
                "\"polite\" waits for the end of the sentence; \"assertive\" interrupts. A `role` \
                 alone already means something to new screen readers: give both attributes. The \
                 log also needs a name, because nothing on the page labels it.",
            ],
        }
    }
}

/// As the scoreboard and other exercises' messages call it: `1 relay`.
impl fmt::Display for Exercise {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.id())
    }
}

/// The folder of the page to grade. The sources of its server lie beside it.
pub fn client_folder() -> PathBuf {
    match env::var_os("GRADE_CLIENT") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("client"),
    }
}

/// The built server to grade; `None` when GRADE_PROGRAM says `none`.
pub fn program() -> Option<PathBuf> {
    let built = option_env!("CARGO_BIN_EXE_exercises").or(option_env!("CARGO_BIN_EXE_chat-server"));
    match env::var_os("GRADE_PROGRAM") {
        Some(program) if program == "none" => None,
        Some(program) => Some(PathBuf::from(program)),
        None => built.map(PathBuf::from),
    }
}
