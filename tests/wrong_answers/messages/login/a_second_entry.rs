// Wrong: a client that logs in again is on the roster twice.
// Fails: login
// Says:  too many

        // TODO 2 · login
        self.roster.push(Member { id, username: username.to_string() });
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
