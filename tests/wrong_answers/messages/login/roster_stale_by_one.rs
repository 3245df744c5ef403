// Wrong: the list is made before the newcomer is on it.
// Fails: login
// Says:  the list was made before the newcomer was on the roster

        // TODO 2 · login
        let names = self.active_users();
        let login = json!({"type": "login", "user_joined": username, "active_users": names});
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        self.relay(&login.to_string(), out);
        // END 2 · login
