// Wrong: user_left is the name in the message, and not the name on the roster.
// Fails: disconnect
// Says:  user_left must be the name on the roster

        // TODO 3 · disconnect
        let Some(place) = self.roster.iter().position(|member| member.id == id) else {
            return;
        };
        let username = self.roster.remove(place).username;
        let disconnect = json!({
            "type": "disconnect",
            "user_left": username,
            "active_users": self.active_users(),
        });
        self.relay(&disconnect.to_string(), out);
        // END 3 · disconnect

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => {
                self.roster.retain(|member| member.id != from);
                let left = json!({
                    "type": "disconnect",
                    "user_left": data["username"],
                    "active_users": self.active_users(),
                });
                self.relay(&left.to_string(), out);
            }
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
