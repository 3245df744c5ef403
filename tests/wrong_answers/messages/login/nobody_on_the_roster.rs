// Wrong: the message is right, but nobody is put on the roster.
// Fails: login
// Blocked: relay, disconnect, chat
// Says:  nobody is on the roster after the login

        // TODO 2 · login
        let mut names = self.active_users();
        names.push(username);
        let login = json!({"type": "login", "user_joined": username, "active_users": names});
        let message = out.encode(&login.to_string());
        out.send(id, message);
        self.relay(&login.to_string(), out);
        // END 2 · login
