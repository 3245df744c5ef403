// Wrong: only the newcomer gets active_users, the others only the name, so their lists stay as they were.
// Fails: login
// Says:  a login brings another message

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let short = json!({ "type": "login", "user_joined": username });
        let short = out.encode(&short.to_string());
        let long = json!({ "type": "login", "user_joined": username, "active_users": self.active_users() });
        let long = out.encode(&long.to_string());
        for member in &self.roster {
            out.send(member.id, if member.id == id { long } else { short });
        }
        // END 2 · login
