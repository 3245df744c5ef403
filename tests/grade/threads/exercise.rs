//! The exercises of the part `threads`: what they are called, where they are, and their hints.

use crate::{
    broadcast,
    common::exercise::{Facts, Grade::Server},
    left, slow, spawn, tell,
};

/// In the order in which they are best solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exercise {
    Spawn,
    Tell,
    Left,
    Broadcast,
    Slow,
}

use Exercise::{Broadcast, Left, Slow, Spawn, Tell};

const ROOM: &str = "src/main.rs";

impl Exercise {
    pub const ALL: [Exercise; 5] = [Spawn, Tell, Left, Broadcast, Slow];

    pub fn facts(self) -> Facts {
        match self {
            Spawn => Facts {
                id: "spawn",
                file: ROOM,
                is_extra: false,
                grade: Server(spawn::grade),
                hints: [
                    "`client` returns only when its client has gone, and that may take an hour. \
                     Meanwhile nobody runs the loop, and the next connection waits. So somebody \
                     else has to run `client`: a new thread, for each connection another one. The \
                     loop starts it and does not wait for it. Think about who owns what: the \
                     thread needs the id, the stream and a Sender, and it may still need them when \
                     the loop is long at the next connection.",
                    "Two lines in the loop. First make the Sender for this client: clone `events`, \
                     and give the clone a name. Then call `thread::spawn` with a closure that \
                     takes over what it uses, because of the word `move`, and that does one \
                     thing: it calls `client` with the id, the stream and the clone. Do not call \
                     `join` on what `spawn` returns: `join` waits until the thread has ended, and \
                     then you are where you began.",
                ],
            },
            Tell => Facts {
                id: "tell",
                file: ROOM,
                is_extra: false,
                grade: Server(tell::grade),
                hints: [
                    "This function runs in the thread of one client, once for each message. It \
                     does not decide what the message means: that is the broadcaster's work. It \
                     only looks at the kind of the message, and hands a text on. Which of the two \
                     ways to send is right when fifty clients talk at once, and the broadcaster \
                     cannot keep up? Think about what happens to a message that finds the channel \
                     full, and what happens to the client while its thread waits.",
                    "With `if let`, take the text out of a `Message::Text`. All other kinds of \
                     messages need nothing: no `else`. Inside, build the event: `Event::Said` with \
                     the text in it. Put it into a pair with the id, in that order, and give the \
                     pair to `events.send`. While the channel is full, `send` waits. That is \
                     wanted: this thread then reads nothing more, the client's socket fills up, \
                     and the client has to wait too. `let _ =` before it ignores the result.",
                ],
            },
            Left => Facts {
                id: "left",
                file: ROOM,
                is_extra: false,
                grade: Server(left::grade),
                hints: [
                    "There are many ways in which a connection ends: a closed tab, a crash, a \
                     cable that is pulled, a client that sends nonsense. You need not know them. \
                     Look at what `socket.read()` returns in the end, whatever came before, and \
                     how often it can return that. Is there one place in this function that every \
                     connection comes past, exactly once, when everything else is over? A Close is \
                     only one of the messages, and after it there is still an end.",
                    "Keep the loop that reads, and let it end at the first `Err`, of whatever kind. \
                     Below the loop nothing can come from this client any more: that is the one \
                     place for `Event::Left`. Send it as `tell` sends its events, as a pair with \
                     the id, and ignore the result. Do not send it inside of the loop, for a Close \
                     or for one kind of error: then some connections come past two such places, \
                     and others past none. `while let Ok(message) = …` is a short way to write \
                     this loop.",
                ],
            },
            Broadcast => Facts {
                id: "broadcast",
                file: ROOM,
                is_extra: false,
                grade: Server(broadcast::grade),
                hints: [
                    "This thread is the only one that knows the room. Everything that happens to \
                     any client comes out of one channel, one event after the other, and each \
                     event says whose it is. So you need one room, a loop over the events, and a \
                     decision for each of the three kinds. Where do you make the room, so that it \
                     still knows laura when walter comes? And what does the room have to know of a \
                     client that has only connected, and has not said anything yet?",
                    "Before the loop, make an empty room, and let it be `mut`. In the loop over \
                     `events`, match on the event, with three arms. When a client has connected, \
                     insert its outbox into the HashMap `room.outboxes`, with the id as the key. \
                     When it has said something, give id and text to `respond`. When it has left, \
                     give the id to `remove`. Nothing else: what a message means and who hears it \
                     is written in `Room` already. What the starter sends by itself goes away.",
                ],
            },
            Slow => Facts {
                id: "slow",
                file: ROOM,
                is_extra: true,
                grade: Server(slow::grade),
                hints: [
                    "A write to a socket waits when the other side does not read and the buffers in \
                     between are full. You cannot forbid that; but you can choose who waits. If it \
                     is the broadcaster, everyone waits. If it is a thread that has nothing to do \
                     but to write to this one client, nobody else notices. Then you need a way from \
                     the broadcaster to that thread which never waits, and which does not grow \
                     without an end. You know such a thing from the beginning of `main`.",
                    "Let `Outbox` be the sending end of a channel of texts. `open_outbox` makes a \
                     bounded channel for 1024 of them and the WebSocket, starts a thread, and \
                     returns the sending end. The thread takes one text after the other from the \
                     receiving end and sends it to the socket; if that fails, it stops. After its \
                     loop it shuts the socket down, so that the client's thread ends too. `send` \
                     calls `try_send` and returns whether that worked: if it did not, the room \
                     knows what to do.",
                ],
            },
        }
    }
}
