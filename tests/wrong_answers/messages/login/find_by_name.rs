// Wrong: looks for the name in place of the id: a second walter takes over the entry of the first one, who then gets no more messages.
// Fails: login
// Says:  two people may use one name, and each has an entry of

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.username == username) {
            Some(member) => member.id = id,
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
