// Wrong: a client that logs in again loses its place.
// Fails: login
// Says:  keeps its place

        // TODO 2 · login
        self.roster.retain(|member| member.id != id);
        self.roster.push(Member { id, username: username.to_string() });
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
