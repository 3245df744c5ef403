// Wrong: the room refuses a name that somebody already has.
// Fails: login
// Says:  Two people may use one name

        // TODO 2 · login
        if self.active_users().contains(&username) {
            return;
        }
        self.roster.push(Member { id, username: username.to_string() });
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
