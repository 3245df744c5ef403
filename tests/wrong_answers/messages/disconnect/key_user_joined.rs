// Wrong: the name comes under the key of the login, so all pages say that the leaver joined.
// Fails: disconnect
// Says:  a key has another name than in the Goal, or is missing

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let gone = self.roster.remove(place);
        let message = json!({
            "type": "disconnect",
            "user_joined": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
