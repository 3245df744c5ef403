//! The exercises of the part `messages`: what they are called, where they are, and their hints.

use crate::{
    announce, chat,
    common::exercise::{
        Facts,
        Grade::{Page, Server},
    },
    disconnect, login, messages, relay, roster,
};

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

const ROOM: &str = "src/room.rs";
const SCRIPT: &str = "client/client.js";

impl Exercise {
    pub const ALL: [Exercise; 7] = [Relay, Login, Disconnect, Chat, Roster, Messages, Announce];

    pub fn facts(self) -> Facts {
        match self {
            Relay => Facts {
                id: "relay",
                file: ROOM,
                is_extra: false,
                grade: Server(relay::grade),
                hints: [
                    "`self.roster` lists everyone who is logged in, and the starter picks only one \
                     of them: the last. Which word in the Goal says how many should get the text? \
                     You need a loop that visits each member once. Think about what belongs inside \
                     this loop, and what belongs before it: the text is the same for everyone, so \
                     one message is enough, and only its receiver differs. Then think about one \
                     unlucky member whose connection is broken. `send` tells you so: it returns \
                     `false`. Should all the others go without the message because of that? Your \
                     loop must go on, whatever `send` returns.",
                    "1. Keep the line that makes a message of `text`. It stands before the loop, \
                     so the message is made once.\n\
                     2. Replace the `if let` by a `for` loop over `&self.roster`. The `&` lends \
                     you one member after the other. Without it, the loop would take the roster \
                     away from the room, and the compiler does not allow that.\n\
                     3. Inside the loop, give `out.send` the id of this member, and the message.\n\
                     4. Do nothing with the result of `send`: no `break`, no `return`, no `if`. A \
                     client with a broken connection leaves the roster soon, because its own \
                     thread notices the end and reports it.\n\
                     5. Nothing comes after the loop.",
                ],
                next: "If one laptop falls asleep, does your loop wait for it? Look at `send` in \
                       ../../src/outbox.rs, and at what it leaves to `flush`.",
            },
            Login => Facts {
                id: "login",
                file: ROOM,
                is_extra: false,
                grade: Server(login::grade),
                hints: [
                    "Two things happen in a login: the roster changes, and everyone hears about \
                     it. Their order matters. When the message goes out, is the newcomer already \
                     on the list in it? And does the newcomer get the message? Then think about \
                     the same client logging in a second time, with another name. What is still \
                     the same, and what has changed? A name cannot tell you who it is, because two \
                     people may have the same one. The `id` can. So the first question is always \
                     this one: is there already a member with this `id`? Last, compare the message \
                     in the Goal with the one that the client sent: they have different keys.",
                    "1. Look for a member of the roster with this `id`. You want to change what \
                     you find, so go through the roster with `iter_mut()`.\n\
                     2. If there is such a member, it only gets the new name. It stays in its \
                     place, and nothing is added.\n\
                     3. If there is none, add a new Member at the end, as the starter does.\n\
                     4. Only now ask for `self.active_users()`: it is the list at that moment.\n\
                     5. Build the JSON with `json!`. It has three keys: \"type\", \"user_joined\" \
                     with the new name, and \"active_users\" with the list. `json!` also takes \
                     care of a name that contains quotation marks.\n\
                     6. Relay the text of that JSON. The newcomer is on the roster now, so it gets \
                     the message too.",
                ],
                next: "Two people may be called walter. How could the others tell them apart, and \
                       whose job is that: the server's, or the page's?",
            },
            Disconnect => Facts {
                id: "disconnect",
                file: ROOM,
                is_extra: false,
                grade: Server(disconnect::grade),
                hints: [
                    "This function runs for every client that leaves, and for most of them twice: \
                     once for the goodbye, and once more when the connection ends. The others must \
                     hear of it only once. How can the second call know that there is nothing left \
                     to do? It may also run for somebody who never logged in. What do these cases \
                     have in common, if you look at the roster? Then ask what you need from the \
                     roster for the message. An `id` is not a place in the list: client 7 may be \
                     the first one there. Last, think about the right moment: is the one who \
                     leaves still on the list that the others get?",
                    "1. Find the place of the member with this `id`. `position` goes through the \
                     roster, compares, and returns the place, or `None`.\n\
                     2. If there is no such place, return: this is the second call, or somebody \
                     who never logged in.\n\
                     3. Otherwise take the member out with `remove(place)`. It returns the member. \
                     Keep its `username`: this is the name for the message, whatever name the \
                     client sent.\n\
                     4. Only now ask for `self.active_users()`: the list has to be without the one \
                     who left.\n\
                     5. Build the JSON with `json!`. It has three keys: \"type\", \"user_left\" \
                     and \"active_users\".\n\
                     6. Relay the text of that JSON. If nobody is left, `relay` has nothing to do, \
                     and that is fine.",
                ],
                next: "A cable is pulled, and the client says no goodbye. Who notices that, and \
                       after how long? Look for `heartbeat` in ../../src/settings.rs and \
                       ../../src/client.rs.",
            },
            Chat => Facts {
                id: "chat",
                file: ROOM,
                is_extra: false,
                grade: Server(chat::grade),
                hints: [
                    "Here the room decides what to do with a message, by its type. Two of the \
                     types have an arm already. All other messages come to the last arm, which \
                     sends each of them back to its sender. Which two kinds of messages meet in \
                     that arm, and what should happen to each? For a chat message, look at what \
                     you have: `text` is the message exactly as it came, and `data` is the JSON \
                     that was read from it. Which of the two can you pass on without changing a \
                     space, an unknown key or a very long number? An unknown message gets no \
                     answer at all. But the people who run the server want to know about it: where \
                     do they look?",
                    "1. Leave the arms for \"login\" and \"disconnect\" as they are.\n\
                     2. Add an arm for the type \"chat\", written like those two. It calls \
                     `self.relay` with `text` and `out`, and does nothing else. Do not build the \
                     message again from `data`: its spaces, the order of its keys or its numbers \
                     could change.\n\
                     3. The last arm, with `_`, is for everything else: another type, a type that \
                     is not a text, or no type at all. Remove the lines that send something \
                     there.\n\
                     4. Instead, write one warning into the log, with `warn!`. It begins with the \
                     words in the Goal, letter by letter, and `quote(text)` follows them. \
                     `println!` does not write into the log.",
                ],
                next: "The room relays a chat message without looking at its `username`, so \
                       walter can speak in maria's name. Where would you check that, and what \
                       does the room know that helps?",
            },
            Roster => Facts {
                id: "roster",
                file: SCRIPT,
                is_extra: false,
                grade: Page(roster::grade),
                hints: [
                    "Each login and each disconnect brings the whole list of names, and not only \
                     what has changed. What does that mean for the list that the page still shows? \
                     You need not find out who is new and who is missing. It is easier to throw \
                     the old items away and to build the list again. Then one question is left: \
                     how does a name become an item of the list? The name comes from a stranger, \
                     who may have typed anything, even `<b>`. One property of an element takes \
                     text and shows it letter by letter. Another one takes HTML, and runs it. And \
                     what should happen when a message brings no list, such as a chat message?",
                    "1. Keep an `if` around everything: only a message that has `active_users` \
                     changes the list. A chat message leaves it alone.\n\
                     2. Empty the list: `replaceChildren()` without an argument removes everything \
                     from an element.\n\
                     3. Go through the names with a `for … of` loop. (`for … in` would give you 0, \
                     1, 2 instead of the names.)\n\
                     4. Inside the loop, make a new `li` element for each name. If you made it \
                     before the loop, there would be only one.\n\
                     5. Set its `textContent` to the name. Then a name such as <b>walter appears \
                     just as it was typed.\n\
                     6. Append it to `usersList`. So the names are in the order of the message.",
                ],
                next: "Thirty people join within a second, and your code builds the whole list \
                       thirty times. What would you change, in the page or in the protocol, for a \
                       room of 10,000?",
            },
            Messages => Facts {
                id: "messages",
                file: SCRIPT,
                is_extra: false,
                grade: Page(messages::grade),
                hints: [
                    "Each chat message adds one line to the page, and the lines before it stay. So \
                     what do you have to make, and where do you put it? Its class decides on which \
                     side it appears: which two names do you compare to find out whether the \
                     message is your own? Your own messages come back from the server like all the \
                     others, so there is nothing to do when you press Send. The name and the text \
                     both come from strangers, so the browser must take them as text, and never as \
                     HTML. Other kinds of messages come to this function too, such as a login or \
                     an error: how do you leave #chat alone when one of those comes?",
                    "1. Keep an `if` around everything: only a message of the type \"chat\" adds a \
                     line. Compare with `===`.\n\
                     2. Make one new element for the whole message, such as a `p`.\n\
                     3. Compare `data.username` with `username`, which is your own name on this \
                     page.\n\
                     4. Give the element its class: \"right\" if the message is yours, \"left\" if \
                     it is not.\n\
                     5. Set its `textContent`: \"You\" or the sender's name, a colon and a space, \
                     and then `data.text`. A template string, in backticks, puts them together.\n\
                     6. If you want to show the time, append `timeNow()` to your element.\n\
                     7. Append the element to `chat`. Do not use `innerHTML`, and do not replace \
                     what is there: the older messages stay.",
                ],
                next: "The page knows its own messages by their name. What will two walters see, \
                       and what would the server have to send so that the page can tell them \
                       apart?",
            },
            Announce => Facts {
                id: "announce",
                file: "client/index.html",
                is_extra: true,
                grade: Page(announce::grade),
                hints: [
                    "A screen reader speaks what the user has moved to. A chat changes somewhere \
                     else, so the user hears nothing, unless you mark the places that change as \
                     live regions. Ask two questions about each of the four places. First, what \
                     is it? A line that is replaced by the next one is a status. A list to which \
                     lines are only added is a log. The `role` says which. Second, should it be \
                     spoken, and how urgently? Nothing here is an emergency, so which value of \
                     `aria-live` lets the screen reader finish its sentence? Each new message is \
                     spoken by #announcer: which value keeps the log silent? Last, what does the \
                     screen reader call the list of messages?",
                    "1. Write two attributes on each of the four elements: `role` and \
                     `aria-live`. Some screen readers understand only one of them, so give both.\n\
                     2. `#ws-status`, `#notice` and `#announcer` have the role of a status: their \
                     whole text is spoken when it changes.\n\
                     3. For their `aria-live`, take the value that waits. Another one interrupts, \
                     and is for emergencies.\n\
                     4. `#chat` has the role of a log. A log is spoken even without `aria-live`, so \
                     give it the value that speaks nothing.\n\
                     5. Give `#chat` the name Messages, with `aria-label`.\n\
                     6. Keep the ids and the other attributes, and close each element as before.",
                ],
                next: "Turn on a screen reader, and let two tabs talk. Sixty messages come within \
                       two seconds: what do you hear, and why? Look for `speak` in \
                       client/announce.js.",
            },
        }
    }
}
