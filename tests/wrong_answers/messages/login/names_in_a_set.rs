// Wrong: two people with one name have one entry on the list.
// Fails: login
// Says:  two people may use one name

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let mut names: Vec<&str> = Vec::new();
        for name in self.active_users() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let login = json!({"type": "login", "user_joined": username, "active_users": names});
        self.relay(&login.to_string(), out);
        // END 2 · login
