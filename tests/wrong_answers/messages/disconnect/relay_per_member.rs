// Wrong: relays once for each member who is left, so in a room of three each one hears of it as often as there are people.
// Fails: disconnect
// Says:  the message went out more than once

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        })
        .to_string();
        for _member in &self.roster {
            self.relay(&message, out);
        }
        // END 3 · disconnect
