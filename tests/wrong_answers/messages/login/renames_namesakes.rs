// Wrong: renames everyone who has the old name: if one of two walters becomes walt, the other one does too.
// Fails: login
// Says:  active_users

        // TODO 2 · login
        let old = self.roster.iter().find(|member| member.id == id).map(|member| member.username.clone());
        if let Some(old) = old {
            for member in &mut self.roster {
                if member.username == old {
                    member.username = username.to_string();
                }
            }
        } else {
            self.roster.push(Member { id, username: username.to_string() });
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
