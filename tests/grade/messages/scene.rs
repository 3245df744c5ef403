//! A scene in the room of this part: guests log in and talk, and the scene watches `relay`.
//!
//! Almost every message goes through `relay`, which is a hole too. So a message that does not
//! arrive may be the fault of `relay` or of the exercise that is graded: the room's own lines in
//! the log tell which.

use std::ops::{Deref, DerefMut};

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        diagnosis::{Trouble, diagnose},
        program::Relay,
        scene,
        seen::{Came, Seen, pretty},
        verdict::{Graded, Verdict, list, short},
    },
};

pub use scene::Leaving;

/// Quotes, backslashes and tabs break JSON that is written by hand. The accent is a character of
/// its own, and `{:?}` writes it with an escape that JSON does not have.
pub const ODD_NAME: &str = "wal\"ter \\\t e\u{301}";

/// A server, its guests, and what is known of its `relay`.
pub struct Scene {
    scene: scene::Scene,
    /// Whether a message that came through `relay` reached exactly everyone logged in.
    pub is_relay_whole: bool,
    /// How often `relay` had been called before the last step.
    relays_before: usize,
    /// Whether any guest got any message, and why one did not arrive.
    has_seen: bool,
    unseen: Option<Verdict>,
}

impl Deref for Scene {
    type Target = scene::Scene;

    fn deref(&self) -> &scene::Scene {
        &self.scene
    }
}

impl DerefMut for Scene {
    fn deref_mut(&mut self) -> &mut scene::Scene {
        &mut self.scene
    }
}

impl Scene {
    /// Starts a fresh server for one exercise.
    pub fn open(exercise: Exercise) -> Graded<Scene> {
        Ok(Scene {
            scene: scene::Scene::open(exercise)?,
            is_relay_whole: false,
            relays_before: 0,
            has_seen: false,
            unseen: None,
        })
    }

    /// A guest connects; it is not logged in.
    pub fn connect(&mut self, name: &'static str) -> Graded<()> {
        self.relays_before = self.program.log().relays();
        self.scene.connect(name).map_err(|trouble| self.stop(trouble, None))
    }

    /// A guest connects and logs in under its own name.
    pub fn come_in(&mut self, name: &'static str) -> Graded<Seen> {
        self.connect(name)?;
        self.login(name, name)
    }

    /// A guest logs in with this username.
    pub fn login(&mut self, name: &'static str, username: &str) -> Graded<Seen> {
        self.guest(name).is_logged_in = true;
        let login = json!({ "type": "login", "username": username });
        let seen = self.send(name, &login.to_string(), Exercise::Login)?;
        self.check_arm(&seen, "login")?;
        let logged_in = seen.logged_in().len();
        // More may be there: the room may not have noticed yet that somebody has left.
        let on_roster = seen.on_roster().unwrap_or(logged_in);
        if on_roster < logged_in && self.exercise != Exercise::Login {
            let why = format!("{on_roster} on the roster after a login, instead of {logged_in}");
            return Err(Verdict::Blocked { by: Exercise::Login, why });
        }
        Ok(seen)
    }

    /// A guest sends a text. `runs` is the exercise whose code this text reaches.
    pub fn send(&mut self, name: &'static str, text: &str, runs: Exercise) -> Graded<Seen> {
        self.done.push(format!("{name} sent  {}", short(text, 200)));
        self.step(name, runs, |scene| {
            scene.act(name, |guest| {
                let _ = guest.send(text); // an error shows at the fence
            })
        })
    }

    /// A guest goes away without a word.
    pub fn leave(&mut self, name: &'static str, how: Leaving) -> Graded<Seen> {
        let seen = self.step(name, Exercise::Disconnect, |scene| scene.leave(name, how));
        self.guests.retain(|guest| guest.name != name);
        seen
    }

    /// Lets a guest do something, and reads what it brought to whom, and to the log.
    fn step(
        &mut self,
        name: &'static str,
        runs: Exercise,
        act: impl FnOnce(&mut scene::Scene) -> Result<Vec<Came>, Trouble>,
    ) -> Graded<Seen> {
        self.relays_before = self.program.log().relays();
        let came = act(&mut self.scene).map_err(|trouble| self.stop(trouble, Some(runs)))?;
        let log = self.read_log(name).map_err(|trouble| self.stop(trouble, Some(runs)))?;
        let seen = Seen { came, sender: name, log };
        self.is_relay_whole |=
            seen.is_exact() && seen.logged_in().len() > 2 && self.went_through_relay();
        Ok(seen)
    }

    /// The server is in trouble: finds out which kind, and whose code it is.
    fn stop(&mut self, trouble: Trouble, runs: Option<Exercise>) -> Verdict {
        let diagnosis = diagnose(&mut self.program, &trouble);
        // `relay` tells the log when it begins. If it began once, the trouble is in `relay`. If it
        // began again and again, the endless loop is around it.
        let runs = if self.relays() == 1 { Some(Exercise::Relay) } else { runs };
        self.blame(diagnosis, runs)
    }

    /// Checks who got a message that everyone logged in should get, and nobody else. If `relay`
    /// does not deliver, this exercise is judged by the copies that arrived. If none arrived, a
    /// later message may show what happened.
    pub fn check_delivery(&mut self, seen: &Seen, expected: &Value) -> Graded<()> {
        self.has_seen |= !seen.recipients().is_empty();
        if seen.is_exact() {
            return Ok(());
        }
        let relayed_to = self.relayed().map(|relay| relay.to);
        let is_relays_fault = self.relays() == 1 && !self.is_relay_whole && relayed_to != Some(0);
        if !is_relays_fault || self.is_there_another_way() {
            let everyone = list(&seen.logged_in());
            let expected = format!("{everyone} get\n{}", pretty(&expected.to_string()));
            let (summary, mut cause) = seen.what_went_wrong();
            if relayed_to == Some(0) {
                cause = "nobody was on the roster yet when the message was relayed, so the sender \
                         did not get the message either"
                    .to_string();
            }
            return Err(self.fail(summary, expected, seen.to_string(), cause));
        }
        if seen.recipients().is_empty() {
            let why = "a relayed message reaches nobody".to_string();
            self.unseen = Some(Verdict::Blocked { by: Exercise::Relay, why });
        }
        Ok(())
    }

    /// At the end: every message that arrived was right. But did any arrive?
    pub fn conclude(self) -> Graded<()> {
        match self.unseen {
            Some(blocked) if !self.has_seen => Err(blocked),
            _ => Ok(()),
        }
    }

    /// How often the last step called `relay`.
    pub fn relays(&self) -> usize {
        self.program.log().relays() - self.relays_before
    }

    /// The text that the last step relayed, if it did.
    pub fn relayed(&self) -> Option<Relay> {
        self.program.log().relayed_since(self.relays_before)
    }

    /// Whether the messages of the last step came through `relay`, as far as the log tells.
    pub fn went_through_relay(&self) -> bool {
        self.relays() > 0 || !tells_of_relay()
    }

    /// The arms for login and disconnect are in the hole of chat. Without them, such a message
    /// only makes a line in the log.
    pub fn check_arm(&self, seen: &Seen, kind: &str) -> Graded<()> {
        if !seen.is_unrecognized() {
            return Ok(());
        }
        let summary = format!("a {kind} is not recognized any more");
        if self.exercise != Exercise::Chat {
            return Err(Verdict::Blocked { by: Exercise::Chat, why: summary });
        }
        let expected = format!("a {kind} goes on to the function `{kind}`");
        let cause = format!("the arm for \"{kind}\" is gone: it has to stay in the `match`");
        Err(self.fail(summary, expected, seen.logged(), cause))
    }

    /// Whether `relay` was given a JSON object, and sent something else.
    pub fn relay_changes_the_text(&self, seen: &Seen) -> bool {
        let is_changed = seen.texts().iter().any(|text| !text.starts_with('{'));
        is_changed && self.relayed().is_some_and(|relay| relay.text.starts_with("\"{"))
    }

    /// No other exercise is to blame when `relay` changes the text.
    pub fn check_text(&self, seen: &Seen) -> Graded<()> {
        if self.relay_changes_the_text(seen) {
            let why = "the text was changed on its way".to_string();
            return Err(Verdict::Blocked { by: Exercise::Relay, why });
        }
        Ok(())
    }

    /// Whether a chat message reaches everyone, if no message has done so yet.
    fn is_there_another_way(&mut self) -> bool {
        let someone = self.guests.iter().find(|guest| guest.is_logged_in).map(|guest| guest.name);
        if let (Exercise::Login, Some(name)) = (self.exercise, someone) {
            let steps = self.done.len();
            let text = json!({ "type": "chat", "text": "Hello?", "username": name });
            // Trouble with chat is no trouble of this exercise.
            let _ = self.send(name, &text.to_string(), Exercise::Chat);
            self.done.truncate(steps);
        }
        self.is_relay_whole
    }
}

/// Whether `relay` still tells the log that it runs: that line is outside the hole, but a
/// student may have removed it all the same.
pub fn tells_of_relay() -> bool {
    let source = Exercise::Relay.source().unwrap_or_default();
    let mut code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.any(|line| line.contains("\"relaying to {}: {}\"") && !line.contains("/*"))
}
