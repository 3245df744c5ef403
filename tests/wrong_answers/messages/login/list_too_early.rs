// Wrong: the message is made before the newcomer is on the roster, so the newcomer is missing on everybody's list.
// Fails: login
// Says:  the list was made before the newcomer was on the roster

        // TODO 2 · login
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        self.relay(&message.to_string(), out);
        // END 2 · login
