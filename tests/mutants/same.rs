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
    ("messages/roster/repeat-1", SHOWN_AGAIN),
    ("messages/roster/repeat-2", SHOWN_AGAIN),
    ("messages/roster/repeat-3", "the second time the list is empty already"),
    ("messages/roster/repeat-6", "the same text again"),
    ("messages/roster/repeat-7", MOVED),
    ("messages/roster/out-2", ALWAYS_A_LIST),
    ("messages/roster/swap-3", FILLED_LATER),
    ("messages/roster/print-1", PRINTED),
    ("messages/roster/continue-4", "it is the end of the loop's body"),
    ("messages/roster/type-1", NO_SUCH_TYPE),
    ("messages/roster/type-3", NO_SUCH_TYPE),
    ("messages/roster/list-1", ALWAYS_A_LIST),
    ("messages/roster/empties-2", "another way to empty a list"),
    ("messages/roster/property-2", "innerText takes a text as it is, too"),
    ("messages/roster/name-1", "a name is a string already"),
    ("messages/roster/name-2", "a list shows no spaces at the ends of a name"),
    ("messages/roster/declaration-1", LET),
    ("messages/messages/swap-1", INDEPENDENT),
    ("messages/messages/swap-3", INDEPENDENT),
    ("messages/messages/swap-5", FILLED_LATER),
    ("messages/messages/swap-6", FILLED_LATER),
    ("messages/messages/out-1", NOT_NEEDED),
    ("messages/messages/out-2", NOT_NEEDED),
    ("messages/messages/out-4", NOT_NEEDED),
    ("messages/messages/repeat-4", "the same class again"),
    ("messages/messages/repeat-6", "the same text again"),
    ("messages/messages/print-1", PRINTED),
    ("messages/messages/type-1", NO_SUCH_TYPE),
    ("messages/messages/element-1", "the exercise asks for an element, and not for a kind"),
    ("messages/messages/element-5", "a text node has a textContent too"),
    ("messages/messages/side-3", "one more class does no harm"),
    ("messages/messages/side-4", "the class was empty"),
    ("messages/messages/repeat-8", MOVED),
    ("messages/messages/append-1", STILL_EMPTY),
    ("messages/messages/append-2", STILL_EMPTY),
    ("messages/messages/property-2", "innerText takes a text as it is, too"),
    ("messages/messages/order-1", "the exercise does not ask for the time"),
    ("messages/messages/order-2", "the exercise does not ask for a space behind the name"),
    ("messages/messages/empty-4", "the exercise does not ask for a space behind the name"),
    ("messages/messages/spaced-4", "the exercise does not ask for one space behind the name"),
    ("messages/announce/label-1", "a screen reader says the name in the same way"),
    ("messages/announce/label-3", "a title is a name, too"),
    ("messages/announce/element-4", CLOSED),
    ("messages/announce/end-1", CLOSED),
    ("messages/announce/end-2", CLOSED),
    ("messages/announce/end-3", CLOSED),
    ("messages/announce/swap-1", OTHER_PLACE),
    ("messages/announce/swap-2", OTHER_PLACE),
    ("messages/announce/swap-3", OTHER_PLACE),
    ("messages/messages/order-5", "the exercise does not say where the time stands"),
    ("messages/messages/html-3", "the exercise does not ask for an element around the name"),
    ("messages/messages/capital-1", "the names of elements ignore case"),
    ("messages/messages/spaced-2", "a space at the end of a class does no harm"),
    ("messages/messages/declaration-1", LET),
    ("messages/messages/declaration-2", LET),
    ("messages/messages/declaration-3", LET),
];

const ALWAYS_A_LIST: &str = "in every login and disconnect of the room, active_users is an array";
const CLOSED: &str = "a browser closes a <p> by itself where the next block begins";
const ENCODED_AGAIN: &str = "each encoding of a text is the same; more than one does no harm";
const FILLED_LATER: &str = "an element may get its content when it is on the page";
const INDEPENDENT: &str = "neither line needs the other";
const LET: &str = "nothing is assigned to it later";
const LOGGED: &str = "only the log is different, and the exercise does not ask for this line";
const MOVED: &str = "an element that is appended again is there once";
const NOT_NEEDED: &str = "for other messages it is made for nothing";
const NO_SUCH_TYPE: &str = "the room sends no other type that begins like this";
const OTHER_ORDER: &str = "no value matches both arms";
const OTHER_PLACE: &str = "the exercise does not ask for an order of the places";
const PRINTED: &str = "more lines in the terminal do no harm";
const SECOND_ARM: &str = "the first of two equal arms is taken";
const SENT_ONCE: &str = "of two equal values the second one is sent, once";
const SHOWN_AGAIN: &str = "the same list again, in place of the first one";
const STILL_EMPTY: &str = "the element has no content yet";
