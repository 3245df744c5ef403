// Wrong: the entry is found by its name, so the wrong one of two goes.
// Fails: disconnect
// Says:  active_users
// Says:  others were taken off the roster too: remove

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else { return };
        let username = self.roster[place].username.clone();
        let place = self.roster.iter().position(|member| member.username == username).unwrap_or(place);
        self.roster.remove(place);
        info!("{} left, {} logged in", quote(&username), self.roster.len());
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
