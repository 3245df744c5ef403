// Wrong: the client's number is used as a place on the roster, and the room panics.
// Fails: disconnect
// Says:  panicked
// Says:  a panic in the room ends the room

        // TODO 3 · disconnect
        let username = self.roster.remove(id.0 + 1).username;
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect
