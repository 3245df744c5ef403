// Wrong: each login makes a new roster.
// Fails: login
// Blocked: relay, disconnect, chat
// Says:  active_users

        // TODO 2 · login
        self.roster = vec![Member { id, username: username.to_string() }];
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
