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
                    "`self.roster` holds everyone who is logged in. Your loop should visit each \
                     of them once, and a problem with one of them should not end the loop.",
                    "Two steps: make one message from the text, before the loop. In the loop, \
                     give it to `out.send` with the id of this member. You may ignore what `send` \
                     returns: a client with a broken connection is soon taken off the roster.",
                ],
            },
            Login => Facts {
                id: "login",
                file: ROOM,
                is_extra: false,
                grade: Server(login::grade),
                hints: [
                    "Two things happen, and their order matters: the roster changes, then everyone \
                     hears what it looks like now. What is different when the same client logs in \
                     twice?",
                    "First look for a member with this `id`. If there is one, it only gets the new \
                     name. If there is none, add a new Member at the end. In both cases, then \
                     build the message with `user_joined` and `active_users`, and relay it.",
                ],
            },
            Disconnect => Facts {
                id: "disconnect",
                file: ROOM,
                is_extra: false,
                grade: Server(disconnect::grade),
                hints: [
                    "This function runs twice for most clients: when they say goodbye, and when \
                     their connection ends. How can the second call know that there is nothing \
                     left to do?",
                    "Find the place of this `id` in the roster. If there is no such place, there \
                     is nothing to do. Take the member out and keep its name: this is who left. \
                     Only then make the list for the message, and relay it to those who remain.",
                ],
            },
            Chat => Facts {
                id: "chat",
                file: ROOM,
                is_extra: false,
                grade: Server(chat::grade),
                hints: [
                    "A room passes a chat message on without changing it. The message is in \
                     `text`; `data` only helps you look inside. And some messages get no answer.",
                    "Two arms of the `match`: one for the type \"chat\", which relays `text` \
                     unchanged to everyone on the roster; one for everything else, which writes a \
                     warning into the log and sends nothing.",
                ],
            },
            Roster => Facts {
                id: "roster",
                file: SCRIPT,
                is_extra: false,
                grade: Page(roster::grade),
                hints: [
                    "The message always brings the whole list. So the list that the page still \
                     shows is out of date, all of it.",
                    "Empty the list first. Then, for each name, make an element, give it the name \
                     as its text (text, not HTML), and put it at the end of the list.",
                ],
            },
            Messages => Facts {
                id: "messages",
                file: SCRIPT,
                is_extra: false,
                grade: Page(messages::grade),
                hints: [
                    "One message, one new element at the end of `#chat`. Its class depends on the \
                     sender: compare the sender's name with our own name.",
                    "Make an element; its class depends on whether `data.username` is our \
                     `username`. Put the sender and the text into it as text (not as HTML), and \
                     append it: the older messages stay.",
                ],
            },
            Announce => Facts {
                id: "announce",
                file: "client/index.html",
                is_extra: true,
                grade: Page(announce::grade),
                hints: [
                    "A live region needs a role, which says what it is, and `aria-live`, which \
                     says when a change may be spoken. Two of the three places are a status, one \
                     is a log.",
                    "\"polite\" waits for the end of the sentence; \"assertive\" interrupts. A \
                     `role` alone already means something to new screen readers: give both \
                     attributes. The log also needs a name, because nothing on the page labels it.",
                ],
            },
        }
    }
}
