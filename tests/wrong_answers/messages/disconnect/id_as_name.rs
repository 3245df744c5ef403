// Wrong: announces "client 7" in place of the person's name.
// Fails: disconnect
// Says:  user_left must be the name on the roster, whatever the message says

        // TODO 3 · disconnect
        if let Some(place) = self.roster.iter().position(|member| member.id == id) {
            self.roster.remove(place);
            let message = json!({
                "type": "disconnect",
                "user_left": id.to_string(),
                "active_users": self.active_users(),
            });
            self.relay(&message.to_string(), out);
        }
        // END 3 · disconnect
