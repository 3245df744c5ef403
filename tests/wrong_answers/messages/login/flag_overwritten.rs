// Wrong: the loop goes on and sets the flag back, so a rename changes the entry and also adds a second one, unless the client is the last on the list.
// Fails: login
// Says:  active_users

        // TODO 2 · login
        let mut known = false;
        for member in &mut self.roster {
            if member.id == id {
                member.username = username.to_string();
                known = true;
            } else {
                known = false;
            }
        }
        if !known {
            self.roster.push(Member { id, username: username.to_string() });
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
