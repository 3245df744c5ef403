// Wrong: the message has no type, so the page does not know that it is a login and ignores it.
// Fails: login
// Says:  a key has another name than in the Goal, or is missing

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let message = json!({ "user_joined": username, "active_users": self.active_users() });
        self.relay(&message.to_string(), out);
        // END 2 · login
