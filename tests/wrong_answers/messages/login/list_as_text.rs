// Wrong: active_users is one text with commas in place of an array, so the page cannot show a list of names.
// Fails: login
// Says:  active_users

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let users = self.active_users().join(", ");
        let message = json!({ "type": "login", "user_joined": username, "active_users": users });
        self.relay(&message.to_string(), out);
        // END 2 · login
