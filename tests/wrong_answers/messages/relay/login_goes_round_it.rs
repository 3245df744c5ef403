// Wrong: relay reaches one client, and login has its own loop.
// Fails: relay
// Says:  who logged in last, got the message
// Says:  the message is for everyone on the roster

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        let message = out.encode(&login.to_string());
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 2 · login

        // TODO 1 · relay
        let message = out.encode(text);
        if let Some(last) = self.roster.last() {
            out.send(last.id, message);
        }
        // END 1 · relay
