// Wrong: a newcomer is put at the start of the roster.
// Fails: login
// Says:  in another order
// Says:  the names are in reverse order

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.insert(0, Member { id, username: username.to_string() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
