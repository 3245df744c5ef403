// Wrong: the message is made before the client is taken off the roster.
// Fails: disconnect
// Says:  first take it off

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let username = &self.roster[place].username;
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.roster.remove(place);
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
