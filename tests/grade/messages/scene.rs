//! A scene in the room of this part: guests log in and talk, and the scene watches `relay`.
//!
//! Almost every message goes through `relay`, which is a hole too. So a message that does not
//! arrive may be the fault of `relay` or of the exercise that is graded. Two witnesses tell which:
//! the room's own lines in the log, and messages that reach `relay` through other exercises' lines.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    Exercise,
    common::{
        diagnosis::{Trouble, diagnose},
        log_line::{Relay, relay_in, roster_in},
        scene,
        seen::{Came, Seen, pretty},
        verdict::{Graded, Verdict, list, short},
    },
};

pub use scene::Leaving;

/// The room's `quote` shows this many characters of a text.
const MAX_QUOTE: usize = 80;

/// The room's line about a relay.
const RELAYING: &str = r#""relaying to {}: {}", self.roster.len(), quote(text)"#;

pub const SLEEPS: &str = "the broadcaster sleeps";

/// How many messages a burst has, and how many slow bursts show that the broadcaster sleeps.
const BURST: usize = 4;
const BURSTS: usize = 5;

/// A burst takes about a millisecond. A room that sleeps a few for each message takes longer than
/// this, and longer than this many pings.
const SLOW_BURST: Duration = Duration::from_millis(60);
const PINGS: u32 = 20;

/// Two bursts of this length are enough: it never takes so long on a busy machine.
const CERTAINLY_SLOW: Duration = Duration::from_secs(1);

/// A server, its guests, and what is known of its `relay`.
pub struct Scene {
    scene: scene::Scene,
    /// Whether a message that came through `relay` reached exactly everyone logged in.
    pub is_relay_whole: bool,
    /// How often `relay` had been called before the last step.
    relays_before: usize,
    /// Whether any guest got any message, and why one did not arrive.
    pub has_seen: bool,
    unseen: Option<Verdict>,
    /// Whether the room's line about a relay is in the student's file.
    tells_of_relay: bool,
    /// The text that a guest sent last.
    sent: String,
    /// Whether the roster was right after each login so far.
    was_roster_right: bool,
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
        let scene = scene::Scene::open(exercise)?;
        if Exercise::Relay.answer().is_some_and(|answer| answer.contains("relaying to")) {
            scene.program.log().expect_copies();
        }
        Ok(Scene {
            scene,
            is_relay_whole: false,
            relays_before: 0,
            has_seen: false,
            unseen: None,
            sent: String::new(),
            was_roster_right: true,
            tells_of_relay: tells_of_relay(),
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
        self.send_login(name, &json!({ "type": "login", "username": username }))
    }

    /// The same with any message that logs in.
    pub fn send_login(&mut self, name: &'static str, login: &Value) -> Graded<Seen> {
        self.guest(name).is_logged_in = true;
        let seen = self.send(name, &login.to_string(), Exercise::Login)?;
        self.check_arm(&seen, "login")?;
        self.check_afterwards(&seen)?;
        if self.is_without_effect(&seen) {
            self.check_dispatch()?;
            if self.exercise != Exercise::Login {
                let why = "a login has no effect".to_string();
                return Err(Verdict::Blocked { by: Exercise::Login, why });
            }
        }
        let logged_in = seen.logged_in().len();
        // More may be there: the room may not have noticed yet that somebody has left.
        let on_roster = seen.on_roster().unwrap_or(logged_in);
        if on_roster < logged_in && self.exercise != Exercise::Login {
            let why = format!("{on_roster} on the roster after a login, instead of {logged_in}");
            // After right logins, a chat has taken somebody off.
            let has_chatted =
                self.was_roster_right && self.done.iter().any(|step| step.contains("\"chat\""));
            let by = if has_chatted { Exercise::Chat } else { Exercise::Login };
            return Err(Verdict::Blocked { by, why });
        }
        self.was_roster_right &= on_roster == logged_in;
        Ok(seen)
    }

    /// A guest sends a text. `runs` is the exercise whose code this text reaches.
    pub fn send(&mut self, name: &'static str, text: &str, runs: Exercise) -> Graded<Seen> {
        self.done.push(format!("{name} sent  {}", short(text, 200)));
        self.sent = text.to_string();
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
        let members = seen.logged_in().len();
        let is_chat = self.exercise == Exercise::Chat && self.relayed_what_was_sent();
        if let Some(to) = relayed_to.filter(|to| is_chat && *to < members) {
            let why = format!("{to} on the roster, instead of {members}");
            return Err(Verdict::Blocked { by: Exercise::Login, why });
        }
        if !self.is_relays_fault(seen, expected) {
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

    /// Whether these lines called `relay` once, as they should, and it did not deliver.
    fn is_relays_fault(&mut self, seen: &Seen, expected: &Value) -> bool {
        let Some(Relay { to, .. }) = self.relayed().filter(|_| self.relays() == 1) else {
            return false;
        };
        if self.exercise == Exercise::Chat && !self.relayed_what_was_sent() {
            return false;
        }
        let (members, got) = (seen.logged_in(), seen.recipients());
        let sends_itself = self.exercise.answer().is_some_and(|answer| answer.contains(".send("));
        let is_incomplete = members.iter().any(|name| !got.contains(name));
        // Only a login could have put a wrong id on the roster.
        if self.exercise != Exercise::Login && to == members.len() {
            return is_incomplete || !sends_itself;
        }
        to > 0
            && match self.relay_still_works(expected) {
                Some(works) => !works && (to == members.len() || !self.is_relay_whole),
                None => !self.is_relay_whole,
            }
    }

    /// Whether messages reach everyone through `relay` when other exercises' lines call it. `None`
    /// if they do not call it.
    fn relay_still_works(&mut self, message: &Value) -> Option<bool> {
        let someone = self.guests.iter().find(|guest| guest.is_logged_in)?.name;
        let (steps, relays_before) = (self.done.len(), self.relays_before);
        // With the same content: `relay` may depend on that.
        let mut chat = message.clone();
        chat["type"] = "chat".into();
        let chat = chat.to_string();
        let mut works = None;
        for newcomer in ["somebody", "anybody", "everybody"] {
            let seen = match self.exercise {
                Exercise::Chat => self.come_in(newcomer),
                _ => self.send(someone, &chat, Exercise::Chat),
            };
            match seen {
                Ok(seen) if self.relays() == 1 => {
                    works = Some(works.unwrap_or(true) && seen.is_exact());
                }
                _ => break, // trouble there is no trouble of this exercise
            }
        }
        self.done.truncate(steps);
        self.relays_before = relays_before;
        works
    }

    /// At the end: every message that arrived was right. But did any arrive?
    pub fn conclude(self) -> Graded<()> {
        match self.unseen {
            Some(blocked) if !self.has_seen => Err(blocked),
            _ => Ok(()),
        }
    }

    /// Sends many messages at once, and measures. The broadcaster only does what they ask for, so it
    /// is done with them in a moment. If it is not: whose lines sleep?
    pub fn keeps_pace(&mut self, name: &'static str, texts: &[String]) -> Graded<()> {
        let steps = self.done.len();
        let took = self.quickest_burst(name, texts)?;
        if !self.is_slow(took) {
            return Ok(());
        }
        let login = json!({ "type": "login", "username": name }).to_string();
        let chat = json!({ "type": "chat", "text": "Hello?", "username": name }).to_string();
        let is_slow = |scene: &mut Scene, text: String| {
            let took = scene.quickest_burst(name, &[text]).ok()?;
            (scene.relays() > 0).then(|| scene.is_slow(took))
        };
        let unknown = r#"{"type":"dance"}"#.to_string();
        let is_always_slow =
            self.quickest_burst(name, &[unknown]).is_ok_and(|took| self.is_slow(took));
        let culprit = match (is_slow(self, login), is_slow(self, chat)) {
            // A message that nobody gets never comes to `relay`.
            _ if is_always_slow => Exercise::Chat,
            (Some(true), Some(true)) => Exercise::Relay,
            (Some(true), Some(false)) => Exercise::Login,
            (Some(false), Some(true)) => Exercise::Chat,
            _ => self.exercise,
        };
        self.done.truncate(steps);
        self.done.push(format!("{name} sent {BURST} messages at once"));
        let came = format!("all of it took {} ms, also when tried again", took.as_millis());
        let expected = "the room needs a few milliseconds for all of them";
        let cause = "these lines sleep, or wait for something else. All clients wait for this one \
                     thread";
        Err(self.fault_of(culprit, SLEEPS, expected, came, cause))
    }

    /// The shortest time of some bursts: on a busy machine, one may take long.
    fn quickest_burst(&mut self, name: &'static str, texts: &[String]) -> Graded<Duration> {
        let (mut quickest, mut slow) = (Duration::MAX, 0);
        for _ in 0..BURSTS {
            self.step(name, self.exercise, |scene| {
                scene.act(name, |guest| {
                    for text in texts.iter().cycle().take(BURST) {
                        let _ = guest.send(text); // an error shows at the fence
                    }
                })
            })?;
            quickest = quickest.min(self.took);
            slow += usize::from(self.took > CERTAINLY_SLOW);
            if !self.is_slow(quickest) || slow == 2 {
                break;
            }
        }
        Ok(quickest)
    }

    fn is_slow(&self, burst: Duration) -> bool {
        burst > SLOW_BURST.max(self.quickest_ping * PINGS)
    }

    /// How often the last step called `relay`.
    pub fn relays(&self) -> usize {
        self.program.log().relays() - self.relays_before
    }

    /// The text that the last step relayed, if it did.
    pub fn relayed(&self) -> Option<Relay> {
        self.program.log().relayed_since(self.relays_before)
    }

    /// Whether `relay` was given the text that a guest sent, as it came.
    pub fn relayed_what_was_sent(&self) -> bool {
        self.relayed().is_some_and(|relay| relay.text == quote(&self.sent))
    }

    /// Whether the messages of the last step came through `relay`, as far as the log tells.
    pub fn went_through_relay(&self) -> bool {
        self.relays() > 0 || !self.tells_of_relay
    }

    /// The arms for login and disconnect are in the hole of chat. Without them, such a message
    /// only makes a line in the log.
    pub fn check_arm(&self, seen: &Seen, kind: &str) -> Graded<()> {
        if !seen.is_unrecognized() {
            return Ok(());
        }
        let summary = format!("a {kind} is not recognized any more");
        let expected = format!("a {kind} goes on to the function `{kind}`");
        let cause = format!("the arm for \"{kind}\" is gone: it has to stay in the `match`");
        Err(self.fault_of(Exercise::Chat, summary, expected, seen.logged(), cause))
    }

    /// The room's line about a login stands behind the lines of `login`, so what is relayed after it
    /// comes from the `match` around chat.
    fn check_afterwards(&self, seen: &Seen) -> Graded<()> {
        let is_end = |line: &&String| roster_in(line).is_some() && line.contains(" is \"");
        if seen.log.iter().filter(is_end).count() > 1 {
            let summary = "a login is handled twice";
            let expected = "the function `login` runs once for each login";
            return Err(self.fault_of(Exercise::Chat, summary, expected, seen.to_string(), ""));
        }
        let end = seen.log.iter().rposition(|line| roster_in(line).is_some());
        let afterwards = &seen.log[end.unwrap_or(seen.log.len())..];
        if !afterwards.iter().any(|line| relay_in(line).is_some()) {
            return Ok(());
        }
        let summary = "a login is relayed as it came, too";
        let expected = "a login only goes on to the function `login`";
        let cause = "only a message of the type \"chat\" is relayed from here";
        Err(self.fault_of(Exercise::Chat, summary, expected, seen.to_string(), cause))
    }

    /// Whether a message brought nothing to anyone, and no line into the log.
    fn is_without_effect(&self, seen: &Seen) -> bool {
        let is_silent = seen.recipients().is_empty() && self.relays() == 0;
        is_silent && seen.on_roster().is_none() && seen.unrecognized().is_empty()
    }

    /// Whether a login reaches the function `login`: outside of all exercises, that refuses a name
    /// that is blank. If it does not, the `match` around chat has lost it.
    fn check_dispatch(&mut self) -> Graded<()> {
        let name = self.guests[0].name;
        let steps = self.done.len();
        let blank = r#"{"type":"login","username":" "}"#;
        let seen = self.send(name, blank, Exercise::Chat)?;
        if seen.texts().iter().any(|text| text.contains("unusable username")) {
            self.done.truncate(steps);
            return Ok(());
        }
        let summary = "a login is not recognized any more";
        let expected = "the function `login` refuses a blank name: \"unusable username\"";
        let cause = "the `match` in your lines calls the function `login` for each message of the \
                     type \"login\". That arm has to stay, and it must always be reached";
        Err(self.fault_of(Exercise::Chat, summary, expected, seen.to_string(), cause))
    }

    /// A text that came, if it is not the one that `relay` was given.
    pub fn text_that_relay_changed<'s>(&self, seen: &'s Seen) -> Option<&'s str> {
        let relay = self.relayed().filter(|_| self.relays() == 1 && self.tells_of_relay)?;
        seen.texts().into_iter().find(|text| quote(text) != relay.text)
    }

    /// No other exercise is to blame when `relay` changes the text.
    pub fn check_text(&self, seen: &Seen) -> Graded<()> {
        if self.text_that_relay_changed(seen).is_some() {
            let why = "the text was changed on its way".to_string();
            return Err(Verdict::Blocked { by: Exercise::Relay, why });
        }
        Ok(())
    }
}

/// What the room's `quote` makes of a text: its beginning, with escapes, and its length.
pub fn quote(text: &str) -> String {
    let mut escaped = text.escape_debug();
    let start: String = escaped.by_ref().take(MAX_QUOTE).collect();
    match escaped.next() {
        Some(_) => format!("\"{start}\"… ({} bytes)", text.len()),
        None => format!("\"{start}\""),
    }
}

/// Whether `relay` still tells the log that it runs: that line is outside the hole, but a
/// student may have removed it all the same.
fn tells_of_relay() -> bool {
    let source = Exercise::Relay.source().unwrap_or_default();
    let mut code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.any(|line| line.contains(RELAYING) && !line.contains("/*"))
}
