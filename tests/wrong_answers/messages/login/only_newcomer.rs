// Wrong: only the newcomer gets the message: the others never see that somebody came.
// Fails: login
// Says:  the message came back only to its sender

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let answer = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        let message = out.encode(&answer.to_string());
        out.send(id, message);
        // END 2 · login
