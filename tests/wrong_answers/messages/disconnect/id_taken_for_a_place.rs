// Wrong: the number of the connection is taken for a place on the roster: another one goes.
// Fails: disconnect
// Says:  an id is not a place on the roster

        // TODO 3 · disconnect
        if !self.roster.iter().any(|member| member.id == id) {
            return;
        }
        let username = self.roster.remove(id.0).username;
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
