//! The answers to the quiz. `tests/quiz.rs` plays all its rooms, so each answer is known to be true.

/// A room of `quiz.txt`.
pub struct Room {
    /// The rule that it breaks; `None` if it is right.
    pub broken: Option<char>,
    /// The answer in `tests/wrong_answers` that makes such a room.
    #[allow(dead_code)] // the student's program does not need it
    pub made_from: Option<&'static str>,
    /// For a student whose answer is not correct yet: where to look.
    pub look: &'static str,
    /// For a student whose answer is correct: why it is.
    pub why: &'static str,
}

pub const KEY: [Room; 12] = [
    right(
        "Go through it line by line. Who is in the room after each step, and who has to hear of \
         that step?",
        "Everyone gets the login, walter too, and everyone who is left gets the leave. The tab is \
         closed after the goodbye: walter is not on the roster any more, so there is nothing left \
         to announce.",
    ),
    wrong(
        'C',
        "messages/login/roster_stale_by_one",
        "Compare active_users with the people who are in the room after this step.",
        "walter has just come, and active_users does not show him. This room made the list before \
         it put him on the roster.",
    ),
    wrong(
        'A',
        "messages/chat/to_all_but_the_sender",
        "Who is logged in, and who got the message?",
        "laura is logged in, so she should get her own message too. Her page shows it only when it \
         has been at the server and back: in this room she would never see what she said.",
    ),
    wrong(
        'D',
        "messages/login/renamed_goes_to_the_end",
        "One connection has another name now. Look at each place in the list.",
        "laura keeps her place when she changes her name: maria, Laura B., walter. This room took \
         her off the roster and put her on it again, at its end.",
    ),
    wrong(
        'G',
        "messages/chat/built_anew",
        "Compare the text that was sent with the text that came, character by character.",
        "mood is gone, and the keys have another order. This room took the message apart and built \
         a new one, instead of passing on the text as it came.",
    ),
    right(
        "Two different kinds of text are sent here. Which rule speaks about each of them?",
        "The dance is JSON of an unknown type: nobody gets anything, and the room only writes a \
         line into its log. Hello? is not JSON: walter alone gets an error, so whoever programs a \
         client notices the mistake.",
    ),
    wrong(
        'E',
        "messages/disconnect/not_for_a_closed_tab",
        "What do maria and walter have to know after the first line?",
        "laura has left, and nobody hears of it: the others still see her in their list. A closed \
         tab is a leave, just as a goodbye is.",
    ),
    wrong(
        'B',
        "threads/broadcast/thread_per_event",
        "Read line by line what each of the three gets.",
        "laura gets the answer before the question. If one thread takes one event after the other, \
         as in the finished room, everyone gets the same order. In this room, each event had a \
         thread of its own, and one overtook the other.",
    ),
    right(
        "How many connections are logged in now? How many entries has the list?",
        "Two people may have the same name, and each has an entry. The room tells them apart by \
         their connections, and not by their names.",
    ),
    wrong(
        'F',
        "messages/disconnect/the_senders_claim",
        "Over whose connection did the goodbye come?",
        "laura has left: the goodbye came over her connection. So user_left has to be laura, \
         whatever name the message has. Otherwise anyone could announce that somebody else has left.",
    ),
    right(
        "Which rule speaks about the people who send a message, and which one about those who get \
         it?",
        "Only those who are logged in get messages. But no rule asks who may send one, or in whose \
         name: the room relays what it gets. That is a weakness of this protocol. \"Going on\", in \
         the README.md at the top, thinks about it.",
    ),
    wrong(
        'D',
        "messages/login/names_in_a_set",
        "Count the connections that are logged in now, and then the entries of the list.",
        "Four are logged in, and the list has three entries. People with the same name have an \
         entry each. This room treats a name as if only one person could have it.",
    ),
];

const fn right(look: &'static str, why: &'static str) -> Room {
    Room { broken: None, made_from: None, look, why }
}

const fn wrong(
    broken: char,
    made_from: &'static str,
    look: &'static str,
    why: &'static str,
) -> Room {
    Room { broken: Some(broken), made_from: Some(made_from), look, why }
}
