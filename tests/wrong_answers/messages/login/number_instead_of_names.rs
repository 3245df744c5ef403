// Wrong: the message has the number of people instead of their names.
// Fails: login
// Says:  active_users is 1, not

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.roster.len(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
