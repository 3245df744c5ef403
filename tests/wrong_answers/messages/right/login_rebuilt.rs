// Right: takes the whole roster out and builds a new one

        // TODO 2 · login
        let mut found = false;
        self.roster = std::mem::take(&mut self.roster)
            .into_iter()
            .map(|member| {
                if member.id == id {
                    found = true;
                    Member { id, username: username.into() }
                } else {
                    member
                }
            })
            .collect();
        if !found {
            self.roster.push(Member { id, username: username.into() });
        }

        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
