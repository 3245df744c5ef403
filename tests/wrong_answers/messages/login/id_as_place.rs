// Wrong: takes the id for a place on the roster, so logging in again renames somebody else, and a new person can overwrite a name.
// Fails: login
// Says:  a second login of the same client gives its entry a new

        // TODO 2 · login
        match self.roster.get_mut(id.0) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
