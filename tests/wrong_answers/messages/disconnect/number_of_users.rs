// Wrong: active_users is a number in place of the list of names.
// Fails: disconnect
// Says:  active_users

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.roster.len(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
