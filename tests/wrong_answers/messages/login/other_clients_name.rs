// Wrong: a login renames the entry with the same name, whoever it belongs to.
// Fails: login
// Says:  active_users
// Says:  two people may use one name, and each

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.username == username) {
            Some(member) => member.id = id,
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
