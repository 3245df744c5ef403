// Right: the keys are in another order, and the text is indented; it is the same JSON

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let message = json!({
            "active_users": self.active_users(),
            "user_joined": username,
            "type": "login",
        });
        self.relay(&format!("{message:#}"), out);
        // END 2 · login
