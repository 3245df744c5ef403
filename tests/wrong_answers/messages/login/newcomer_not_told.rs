// Wrong: the newcomer is put on the roster after the message went out, so its own page shows nobody.
// Fails: login
// Says:  nobody was on the roster yet when the message was relayed, so

        // TODO 2 · login
        let mut is_new = true;
        for member in self.roster.iter_mut() {
            if member.id == id {
                member.username = username.to_string();
                is_new = false;
            }
        }
        let mut names = self.active_users();
        if is_new {
            names.push(username);
        }
        let message = json!({"type": "login", "user_joined": username, "active_users": names}).to_string();
        self.relay(&message, out);
        if is_new {
            self.roster.push(Member { id, username: username.to_string() });
        }
        // END 2 · login
