//! The students' names and sentences.

use std::hash::{BuildHasher, RandomState};

/// First names. When all are used, the second round begins: "Maria 2".
pub fn names() -> impl Iterator<Item = String> {
    (1..).flat_map(|round| {
        NAMES.iter().map(move |name| match round {
            1 => name.to_string(),
            _ => format!("{name} {round}"),
        })
    })
}

/// A xorshift generator: its numbers only need to look random.
pub struct Dice(u64);

impl Dice {
    pub fn new() -> Dice {
        Dice(random() | 1) // from 0, xorshift would produce only zeros
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    pub fn sentence(&mut self) -> String {
        SENTENCES[self.roll(SENTENCES.len())].replace("{}", TOPICS[self.roll(TOPICS.len())])
    }
}

/// A random number. The standard library's only source of randomness is made for hash maps.
pub fn random() -> u64 {
    RandomState::new().hash_one(0)
}

#[rustfmt::skip]
const NAMES: [&str; 60] = [
    "Maria", "Walter", "Laura", "Aisha", "Kenji", "Zoë", "Omar", "Priya", "Mateo", "Ingrid", "Kwame", "Mei",
    "Tomasz", "Fatima", "Liam", "Søren", "Chiara", "Diego", "Noor", "Yuki", "Ama", "Pavel", "Leila", "Hugo",
    "Ananya", "Finn", "Rosa", "Minh", "Elif", "Jamal", "Greta", "Ravi", "Sofía", "Emre", "Naledi", "Oskar",
    "Hana", "Luca", "Amina", "Юлия", "Carlos", "Freja", "Tariq", "Linh", "Niamh", "Andrei", "美咲", "Bilal",
    "Eva", "Thabo", "Camille", "Arjun", "Signe", "Malik", "Ines", "Goran", "Ji-woo", "Esther", "Marek", "Nina",
];

#[rustfmt::skip]
const TOPICS: [&str; 16] = [
    "a frame", "the handshake", "a channel", "the roster", "a mutex", "an event loop", "a socket", "a port",
    "the heartbeat", "a thread", "backpressure", "JSON", "the broadcaster", "a mask", "TCP", "a deadlock",
];

const SENTENCES: [&str; 26] = [
    "What is {} again?",
    "Sorry, could you repeat the part about {}?",
    "Where in the code is {}?",
    "Will {} be in the exam?",
    "What happens to {} when I close the tab?",
    "Is {} the same in Python?",
    "Can somebody explain {} in one sentence?",
    "Does {} cost anything while nobody talks?",
    "What would break without {}?",
    "I think {} comes up in the next file.",
    "Think of {} as a letter: it arrives whole or not at all.",
    "There is a slide about {}, third from the end.",
    "No, that is not {}, but it is close.",
    "Yes! And {} is the reason.",
    "I drew {} on paper, that helped.",
    "Oh, that's all? I thought {} was harder.",
    "Same question here.",
    "+1",
    "Is this working?",
    "Hello from the last row!",
    "My battery is at 4 %, does anybody have a charger?",
    "Ah, now I see it. Thanks!",
    "Coffee after this?",
    "Could you scroll up a little, please?",
    "Works on my machine :-)",
    "Wait, I was on the wrong tab.",
];
