//! Mutants that behave like the solution, each with the reason. The grader must pass them.

/// By the mutant's name.
pub const SAME: &[(&str, &str)] = &[
    ("messages/relay/repeat-1", ENCODED_AGAIN),
    ("messages/relay/into-1", ENCODED_AGAIN),
    ("messages/relay/broken-5", ENCODED_AGAIN),
    ("messages/relay/not-for-all-1", "if nobody is on the roster, nobody gets anything"),
    ("messages/relay/print-1", PRINTED),
    ("messages/relay/continue-2", "it is the end of the loop's body"),
    ("messages/login/repeat-1", "the second time it gives the client the name that it has"),
    ("messages/login/repeat-2", SECOND_ARM),
    ("messages/login/repeat-3", SECOND_ARM),
    ("messages/login/repeat-4", SENT_ONCE),
    ("messages/login/swap-2", OTHER_ORDER),
    ("messages/login/print-1", PRINTED),
    ("messages/disconnect/repeat-1", "the second time it finds the same place"),
    ("messages/disconnect/repeat-3", LOGGED),
    ("messages/disconnect/repeat-4", SENT_ONCE),
    ("messages/disconnect/delete-3", LOGGED),
    ("messages/disconnect/swap-3", LOGGED),
    ("messages/disconnect/spaced-1", LOGGED),
    ("messages/disconnect/not-for-all-1", "the client is not on an empty roster"),
    ("messages/disconnect/only-one-3", "the client that left is off the roster already"),
    ("messages/disconnect/print-1", PRINTED),
    ("messages/chat/repeat-2", SECOND_ARM),
    ("messages/chat/repeat-3", SECOND_ARM),
    ("messages/chat/repeat-4", SECOND_ARM),
    ("messages/chat/repeat-5", SECOND_ARM),
    ("messages/chat/swap-1", OTHER_ORDER),
    ("messages/chat/swap-2", OTHER_ORDER),
    ("messages/chat/spaced-3", "a space at the end of a log line"),
    ("messages/chat/print-1", PRINTED),
];

const ENCODED_AGAIN: &str = "each encoding of a text is the same; more than one does no harm";
const LOGGED: &str = "only the log is different, and the exercise does not ask for this line";
const OTHER_ORDER: &str = "no value matches both arms";
const PRINTED: &str = "more lines in the terminal do no harm";
const SECOND_ARM: &str = "the first of two equal arms is taken";
const SENT_ONCE: &str = "of two equal values the second one is sent, once";
