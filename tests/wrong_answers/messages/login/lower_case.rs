// Wrong: all names become lower case: Walter reads walter, and the page no longer takes the join for its own.
// Fails: login
// Says:  capitals became small letters

        // TODO 2 · login
        let username = &username.to_lowercase();
        let position = self.roster.iter().position(|member| member.id == id);
        match position {
            Some(place) => self.roster[place].username = username.clone(),
            None => self.roster.push(Member { id, username: username.clone() }),
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
