// Wrong: the names are in alphabetical order.
// Fails: login
// Says:  in another order
// Says:  the names are sorted. They should be in

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let mut names = self.active_users();
        names.sort();
        let login = json!({"type": "login", "user_joined": username, "active_users": names});
        self.relay(&login.to_string(), out);
        // END 2 · login
