// Wrong: the roster stores a trimmed name, so the name on the list is not the one that was sent and announced.
// Fails: login
// Says:  the spaces at the beginning or at the end are gone

        // TODO 2 · login
        let name = username.trim().to_string();
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = name,
            None => self.roster.push(Member { id, username: name }),
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
