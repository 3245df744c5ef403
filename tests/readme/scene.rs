//! The room of README's examples: maria and laura are logged in, and walter has just connected.

use serde_json::Value;

use crate::support::{
    client::{self, Client},
    process::Server,
};

pub struct Scene {
    pub server: Server,
    people: [Client; 3],
}

impl Scene {
    pub fn begin() -> Scene {
        let server = Server::start_with(&[("RUST_LOG", "debug")]);
        let [maria, laura] = client::room(server.port(), ["maria", "laura"]);
        let walter = Client::connect(server.port(), "walter");
        Scene { server, people: [maria, laura, walter] }
    }

    pub fn says(&mut self, who: &str, text: &str) {
        let person = self.people.iter_mut().find(|person| person.name == who);
        person.unwrap_or_else(|| panic!("there is no {who:?} in the scene")).send(text);
    }

    /// The next message to `who` must be this. `who` is `everyone`, `walter`, `maria and laura`, …
    pub fn hears(&mut self, who: &str, message: &str) {
        let names: Vec<&str> = who.split(" and ").collect();
        let message = json(message);
        let mut heard = 0;
        for person in &mut self.people {
            if who == "everyone" || names.contains(&person.name.as_str()) {
                person.expect(&message);
                heard += 1;
            }
        }
        assert!(
            heard == names.len() || who == "everyone",
            "someone in {who:?} is not in the scene"
        );
    }

    /// Walter must have left the roster, and no message may be on its way to anyone.
    pub fn end(mut self) {
        let [maria, laura, walter] = &mut self.people;
        client::fence([maria, laura]);
        walter.send("?");
        walter.expect_error_reply("the end");
    }
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("this is not JSON ({error}): {text}"))
}
