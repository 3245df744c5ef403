// Wrong: only a goodbye takes a client off the roster.
// Fails: disconnect
// Says:  A closed tab and a lost network are leaves too

        // TODO 3 · disconnect
        let _ = (id, out);
        // END 3 · disconnect

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => {
                if let Some(place) = self.roster.iter().position(|member| member.id == from) {
                    let username = self.roster.remove(place).username;
                    let names = self.active_users();
                    let left = json!({"type": "disconnect", "user_left": username, "active_users": names});
                    self.relay(&left.to_string(), out);
                }
            }
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
