// Wrong: if nobody is left to tell, the client is not taken off the roster.
// Fails: disconnect
// Says:  when nobody is left to tell

        // TODO 3 · disconnect
        if self.roster.len() == 1 {
            return;
        }
        let Some(place) = self.roster.iter().position(|member| member.id == id) else { return };
        let username = self.roster.remove(place).username;
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
