// Wrong: a rename also announces that the old name left, so everyone gets two messages for one login.
// Fails: login
// Says:  a login brings another message

        // TODO 2 · login
        match self.roster.iter().position(|member| member.id == id) {
            Some(place) => {
                let old = std::mem::replace(&mut self.roster[place].username, username.to_string());
                let left = json!({
                    "type": "disconnect",
                    "user_left": old,
                    "active_users": self.active_users(),
                });
                self.relay(&left.to_string(), out);
            }
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let joined = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&joined.to_string(), out);
        // END 2 · login
