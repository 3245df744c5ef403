// Wrong: chat calls relay twice. Login has its own loop, so it cannot show that relay works.
// Fails: chat
// Blocked: relay
// Says:  more than one message
// Says:  the message went out more than once: each

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
            Some("chat") => {
                self.relay(text, out);
                self.relay(text, out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
