// Wrong: takes the id for the place plus one: after somebody has left, the next leave takes off the wrong person or nobody.
// Fails: disconnect
// Says:  another entry was taken off

        // TODO 3 · disconnect
        if id.0 == 0 || id.0 > self.roster.len() {
            return;
        }
        let gone = self.roster.remove(id.0 - 1);
        let message = json!({
            "type": "disconnect",
            "user_left": gone.username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 3 · disconnect
