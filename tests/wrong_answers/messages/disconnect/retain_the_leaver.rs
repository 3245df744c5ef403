// Wrong: the condition of `retain` is the wrong way round: everyone is taken off but the leaver.
// Fails: disconnect
// Says:  active_users

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let name = self.roster[place].username.clone();
        self.roster.retain(|member| member.id == id);
        let message = json!({
            "type": "disconnect",
            "user_left": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
