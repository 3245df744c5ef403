//! A program that notices the grader must not behave better for it.
//!
//! The same few messages go to two servers: one is started as always here, and one as a person
//! starts it, with a port of its own and the usual log. Everyone must get the same from both.

use serde_json::json;

use crate::{
    Exercise,
    common::{
        scene::{Leaving, Scene},
        seen::{Came, Seen},
        verdict::{Failure, Graded, Verdict},
    },
};

/// A step, the exercise whose lines it reaches, and what came to whom.
struct Step {
    done: String,
    runs: Exercise,
    came: Option<Vec<Came>>,
}

/// Compares, after everything else was right.
pub fn is_the_same_unwatched(exercise: Exercise) -> Graded<()> {
    let watched = play(Scene::open(exercise)?, usize::MAX);
    let mut scene = Scene::open_unwatched(exercise)?;
    scene.done.push("started the server as with cargo run".to_string());
    let answered = watched.iter().filter(|step| step.came.is_some()).count();
    let unwatched = play(scene, answered);
    let mut steps = watched.iter().zip(&unwatched);
    let differs = |(step, other): &(&Step, &Step)| step.came.is_some() && step.came != other.came;
    let Some((step, other)) = steps.find(differs) else {
        return Ok(());
    };
    // An answer that tells the difference reads it from the environment.
    let reads_it = |one: &Exercise| one.answer().is_some_and(|answer| answer.contains("env"));
    let suspects: Vec<Exercise> = Exercise::ALL.into_iter().filter(reads_it).collect();
    let is_ours =
        if suspects.is_empty() { step.runs == exercise } else { suspects.contains(&exercise) };
    if !is_ours {
        return Ok(()); // that exercise finds it too
    }
    let told = |step: &Step| match &step.came {
        None => "no answer".to_string(),
        Some(came) => Seen { came: came.clone(), sender: "laura", log: Vec::new() }.to_string(),
    };
    Err(Verdict::Fail(Box::new(Failure {
        exercise,
        summary: "the server behaves better while it is graded".to_string(),
        done: vec!["started the server as with cargo run".to_string(), other.done.clone()],
        expected: format!("the same as with PORT=0 and RUST_LOG=debug\n{}", told(step)),
        came: told(other),
        cause: "something in the code depends on how the server was started".to_string(),
    })))
}

/// The first steps, at most this many. A step without an answer is the last one: the server is stuck
/// then, and each further step would wait in vain.
fn play(mut scene: Scene, most: usize) -> Vec<Step> {
    let login = |name: &str| json!({ "type": "login", "username": name }).to_string();
    let chat = json!({ "type": "chat", "text": "Hello!", "username": "laura" });
    let talk = [
        ("laura", login("laura"), Exercise::Login),
        ("walter", login("walter"), Exercise::Login),
        ("maria", login("maria"), Exercise::Login),
        ("walter", login("wally"), Exercise::Login),
        ("laura", chat.to_string(), Exercise::Chat),
        ("laura", r#"{"type":"dance"}"#.to_string(), Exercise::Chat),
        ("walter", r#"{"type":"disconnect"}"#.to_string(), Exercise::Disconnect),
    ];
    let mut steps = Vec::new();
    for (name, text, runs) in talk.into_iter().take(most) {
        let is_new = scene.guests.iter().all(|guest| guest.name != name);
        if is_new && scene.connect(name).is_err() {
            return steps;
        }
        scene.guest(name).is_logged_in = true;
        steps.push(say(&mut scene, name, &text, runs));
        if steps.iter().any(|step| step.came.is_none()) {
            return steps;
        }
    }
    if steps.len() < most {
        let came = scene.leave("maria", Leaving::ClosedTab).ok();
        steps.push(Step { done: "maria closed the tab".into(), runs: Exercise::Disconnect, came });
    }
    steps
}

fn say(scene: &mut Scene, name: &'static str, text: &str, runs: Exercise) -> Step {
    let came = scene.act(name, |guest| {
        let _ = guest.send(text); // an error shows at the fence
    });
    Step { done: format!("{name} sent  {text}"), runs, came: came.ok() }
}
