// Wrong: only the last entry is compared: when anybody else logs in again, a second entry appears and the old name stays.
// Fails: login
// Says:  a second login of the same client gives its entry a new

        // TODO 2 · login
        match self.roster.last_mut() {
            Some(last) if last.id == id => last.username = username.to_string(),
            _ => self.roster.push(Member { id, username: username.to_string() }),
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
