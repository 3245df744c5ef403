// Wrong: the roster is sorted by name, so a newcomer called anna stands above people who came before.
// Fails: login
// Says:  active_users
// Says:  the names are sorted. They should be in

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        self.roster.sort_by(|a, b| a.username.cmp(&b.username));
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
