// Wrong: a client that logs in again is recognized, but its new name is not stored: the list shows the old one.
// Fails: login
// Says:  the list is as it was before

        // TODO 2 · login
        if !self.roster.iter().any(|member| member.id == id) {
            self.roster.push(Member { id, username: username.to_string() });
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
