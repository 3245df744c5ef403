// Wrong: long names are cut after 20 bytes, and the server panics if an umlaut or emoji lies across that place.
// Fails: login
// Says:  a panic in the room ends the room for everyone

        // TODO 2 · login
        let name = if username.len() > 20 { &username[..20] } else { username };
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = name.to_string(),
            None => self.roster.push(Member { id, username: name.to_string() }),
        }
        let message = json!({
            "type": "login",
            "user_joined": name,
            "active_users": self.active_users(),
        });
        self.relay(&message.to_string(), out);
        // END 2 · login
