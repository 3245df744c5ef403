// Wrong: returns after a rename, so nobody hears of the new name until the next person comes.
// Fails: login
// Says:  everyone heard of this client's first login, and of this one nobody

        // TODO 2 · login
        if let Some(member) = self.roster.iter_mut().find(|member| member.id == id) {
            member.username = username.to_string();
            return;
        }
        self.roster.push(Member { id, username: username.to_string() });
        let message = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
