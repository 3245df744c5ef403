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
    let watched = play(Scene::open(exercise)?);
    let mut scene = Scene::open_unwatched(exercise)?;
    scene.done.push("started the server as with cargo run".to_string());
    let unwatched = play(scene);
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

fn play(mut scene: Scene) -> Vec<Step> {
    let mut steps = Vec::new();
    let names = ["laura", "walter", "maria"];
    for name in names {
        if scene.connect(name).is_err() {
            return steps;
        }
        let login = json!({ "type": "login", "username": name });
        scene.guest(name).is_logged_in = true;
        steps.push(say(&mut scene, name, &login.to_string(), Exercise::Login));
    }
    let again = json!({ "type": "login", "username": "wally" });
    steps.push(say(&mut scene, "walter", &again.to_string(), Exercise::Login));
    let chat = json!({ "type": "chat", "text": "Hello!", "username": "laura" });
    steps.push(say(&mut scene, "laura", &chat.to_string(), Exercise::Chat));
    steps.push(say(&mut scene, "laura", r#"{"type":"dance"}"#, Exercise::Chat));
    steps.push(say(&mut scene, "walter", r#"{"type":"disconnect"}"#, Exercise::Disconnect));
    let came = scene.leave("maria", Leaving::ClosedTab).ok();
    steps.push(Step { done: "maria closed the tab".into(), runs: Exercise::Disconnect, came });
    steps
}

fn say(scene: &mut Scene, name: &'static str, text: &str, runs: Exercise) -> Step {
    let came = scene.act(name, |guest| {
        let _ = guest.send(text); // an error shows at the fence
    });
    Step { done: format!("{name} sent  {text}"), runs, came: came.ok() }
}
