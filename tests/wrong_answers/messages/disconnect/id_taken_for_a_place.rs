// Wrong: the client's number is used as a place on the roster, so another client is taken off.
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
