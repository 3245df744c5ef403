// Wrong: the name is the JSON of the name, with quotes around it.
// Fails: login
// Says:  there are quotes around the text that do not belong to it

        // TODO 2 · login
        let username = data["username"].to_string();
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.clone(),
            None => self.roster.push(Member { id, username: username.clone() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        self.relay(&login.to_string(), out);
        // END 2 · login
