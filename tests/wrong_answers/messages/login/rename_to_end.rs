// Wrong: a client that logs in again is taken out and added at the end, so it loses its place on the list.
// Fails: login
// Says:  active_users is in order of login

        // TODO 2 · login
        self.roster.retain(|member| member.id != id);
        self.roster.push(Member { id, username: username.to_string() });
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
