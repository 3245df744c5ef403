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
                     Who runs the loop in the meantime? Nobody, so the next connection waits. \
                     Something else has to run `client`: a new thread, another one for each \
                     connection. The loop only starts the thread, and does not wait for it. Then \
                     think about who owns what. The thread needs the id, the stream and a Sender, \
                     and it may still need them when the loop has gone on to the next connection. \
                     So the thread has to own them. The id and the stream are new in each round of \
                     the loop, but there is only one `events`. What would be left for the next \
                     round?",
                    "1. Keep the `for` line: each round of the loop gives you an id and a \
                     stream.\n\
                     2. In each round, first make a Sender for this client: clone `events`, and \
                     give the clone a name of its own. Do so before you start the thread, because \
                     the loop loses everything that the thread takes.\n\
                     3. Call `thread::spawn` with a closure. The word `move` before the `||` hands \
                     over everything that the closure uses.\n\
                     4. The closure does one thing: it calls `client` with the id, the stream and \
                     the clone.\n\
                     5. Do not call `join` on what `spawn` returns: `join` waits until the thread \
                     has ended, and then you are back where you began.",
                ],
                next: "What does a thread cost, and how many clients fit into a computer? See \
                       “How many students fit?” in ../../README.md.",
            },
            Tell => Facts {
                id: "tell",
                file: ROOM,
                is_extra: false,
                grade: Server(tell::grade),
                hints: [
                    "This function runs in the thread of one client, once for each message. It \
                     does not decide what the message means: that is the broadcaster's work. It \
                     only looks at the kind of the message, and hands a text on. There are two \
                     ways to send. Which one is right when fifty clients talk at once, and the \
                     broadcaster cannot keep up? Think about a message that finds the channel \
                     full: what happens to it with `send`, and what with `try_send`? Then think \
                     about this thread while it waits. It reads nothing more, so its client has to \
                     wait too. Is that a problem, or is it just what you want?",
                    "1. Look only at text messages: `if let` with `Message::Text(text)` takes the \
                     text out. Other kinds of messages need nothing, so there is no `else`.\n\
                     2. Inside, build the event: `Event::Said`, with the text in it.\n\
                     3. An event travels with the id of its client. Put both into a pair: first \
                     the id, then the event.\n\
                     4. Give the pair to `events.send`. While the channel is full, `send` waits. \
                     That is what you want: this thread then reads nothing more, the client's \
                     socket fills up, and the client has to wait too.\n\
                     5. Write `let _ =` before it to ignore the result. An error only means that \
                     the broadcaster has ended.\n\
                     6. Remove the lines that were there before.",
                ],
                next: "64 events fit into the channel. What would change for the class if it were \
                       1, and what if there were no limit?",
            },
            Left => Facts {
                id: "left",
                file: ROOM,
                is_extra: false,
                grade: Server(left::grade),
                hints: [
                    "A connection can end in many ways: a closed tab, a crash, a pulled cable, a \
                     client that sends nonsense. You need not know them all. Look at what \
                     `socket.read()` returns in the end, whatever came before, and how often it \
                     can return that. Is there one place in this function that every connection \
                     comes past, exactly once, when everything else is over? A Close is only one \
                     of the messages, and an end still follows it. What would the broadcaster hear \
                     if you announced both? What would it hear if you looked only for the errors \
                     that you know? The order matters too: the last words of a client come before \
                     its leave.",
                    "1. Keep the loop that reads, and give each message to `tell`, as before.\n\
                     2. Let the loop end at the first `Err`, of whatever kind. `while let \
                     Ok(message) = …` is a short way to write such a loop.\n\
                     3. After the loop nothing more can come from this client. Every connection \
                     comes past this place once, so this is the place for `Event::Left`.\n\
                     4. Send it as `tell` sends its events: a pair of the id and the event, with \
                     `send`. Then it comes after the client's last words, even if the channel is \
                     full.\n\
                     5. Ignore the result.\n\
                     6. Send no `Event::Left` inside the loop, for a Close or for one kind of \
                     error: then some connections would come past two such places, and others past \
                     none.",
                ],
                next: "Somebody closes the lid of a laptop, and nothing comes any more, not even \
                       an end. How long does `read` wait then? See “A client that has vanished” \
                       in ../../README.md.",
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
                     still knows laura when walter comes? What does the room have to know about a \
                     client that has only connected, and has said nothing yet? And which decisions \
                     are not yours? Look at the functions of `Room`: what a message means, and who \
                     hears it, is written there already.",
                    "1. Before the loop, make an empty room, and let it be `mut`. If you made it \
                     inside the loop, each event would have a new room.\n\
                     2. Keep the loop over `events`. In it, match on the event, with three arms.\n\
                     3. When a client has connected, insert its outbox into `room.outboxes`, with \
                     the id as the key. Put braces around this call, and a semicolon after it: \
                     then the arm returns nothing, like the other two.\n\
                     4. When it has said something, give the id and the text to `room.respond`.\n\
                     5. When it has left, give the id to `room.remove`.\n\
                     6. Remove the starter's lines: its list of outboxes, and the message to the \
                     last one. The room does all the sending now.",
                ],
                next: "There is no Mutex in this file. What would you have to lock if each \
                       client's thread called `respond` itself, and which order would the \
                       messages have then?",
            },
            Slow => Facts {
                id: "slow",
                file: ROOM,
                is_extra: true,
                grade: Server(slow::grade),
                hints: [
                    "A write to a socket waits when the other side does not read and the buffers \
                     in between are full. You cannot prevent that, but you can choose who waits. \
                     If the broadcaster waits, everyone waits. If a thread waits that only writes \
                     to this one client, nobody else notices. So you need a way from the \
                     broadcaster to that thread. It must never make the broadcaster wait, and it \
                     must not grow without limit, or one sleeping laptop would fill the memory. \
                     You know such a thing from the beginning of `main`. What should `send` do \
                     when it is full, and what does the room do with that answer?",
                    "1. Let `Outbox` be the sending end of a channel of texts: a \
                     `Sender<Utf8Bytes>`.\n\
                     2. In `open_outbox`, make a bounded channel for 1024 texts. Make the \
                     WebSocket as the starter does.\n\
                     3. Start a thread that owns the socket and the receiving end. In a loop, it \
                     takes one text after the other and sends it to the socket. When sending \
                     fails, the loop ends.\n\
                     4. After the loop, the thread shuts the socket down, so that the client's own \
                     thread ends too.\n\
                     5. `open_outbox` returns the sending end, and does not wait for the thread.\n\
                     6. `send` calls `try_send`, which never waits, and returns whether that \
                     worked. If it did not, the room cuts this client off: that part is written \
                     already.",
                ],
                next: "Now each client has two threads. The real room has one for each, and its \
                       broadcaster still waits for nobody: see “A slow client” in \
                       ../../README.md.",
            },
        }
    }
}
