// Wrong: login has its own loop, and chat does nothing yet, so nobody can see whether relay works.
// Fails: chat
// Blocked: relay
// Says:  neither login nor chat calls relay
// Says:  the message came back only to its sender

        // TODO 2 · login
        match self.roster.iter_mut().find(|member| member.id == id) {
            Some(member) => member.username = username.to_string(),
            None => self.roster.push(Member { id, username: username.to_string() }),
        }
        let login = json!({
            "type": "login",
            "user_joined": username,
            "active_users": self.active_users(),
        });
        let message = out.encode(&login.to_string());
        for member in &self.roster {
            out.send(member.id, message);
        }
        // END 2 · login

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            _ => {
                let message = out.encode(text);
                out.send(from, message);
            }
        }
        // END 4 · chat

        // TODO 3 · disconnect
        match self.roster.iter().position(|member| member.id == id) {
            None => debug!("{id} had gone already"),
            Some(place) => {
                let Member { username, .. } = self.roster.remove(place);
                let names = self.active_users();
                let left = json!({"type": "disconnect", "user_left": username, "active_users": names});
                let left = out.encode(&left.to_string());
                for member in self.roster.iter() {
                    out.send(member.id, left);
                }
            }
        }
        // END 3 · disconnect
