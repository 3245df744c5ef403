// Wrong: `dedup` removes equal neighbours: two walters who log in one after the other are one on the list.
// Fails: login
// Says:  active_users

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let mut users = self.active_users();
        users.dedup();
        let message = json!({ "type": "login", "user_joined": username, "active_users": users });
        self.relay(&message.to_string(), out);
        // END 2 · login
