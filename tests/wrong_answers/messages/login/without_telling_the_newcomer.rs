// Wrong: everyone but the newcomer gets the message.
// Fails: login
// Says:  nobody got the message
// Says:  nobody was on the roster yet when the

        // TODO 2 · login
        let mut names = self.active_users();
        names.push(username);
        let login = json!({"type": "login", "user_joined": username, "active_users": names});
        self.relay(&login.to_string(), out);
        self.roster.push(Member { id, username: username.to_string() });
        // END 2 · login
