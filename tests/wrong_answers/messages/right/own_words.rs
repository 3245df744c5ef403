// Right: an index, a map with the keys in another order, JSON on many lines, retain, if and else.

        // TODO 1 · relay
        for index in 0..self.roster.len() {
            let message = out.encode(text);
            let _ = out.send(self.roster[index].id, message);
        }
        // END 1 · relay

        // TODO 2 · login
        let mut is_new = true;
        for member in &mut self.roster {
            if member.id == id {
                member.username = String::from(username);
                is_new = false;
            }
        }
        if is_new {
            self.roster.push(Member { id, username: String::from(username) });
        }
        let mut login = serde_json::Map::new();
        login.insert("active_users".into(), json!(self.active_users()));
        login.insert("user_joined".into(), username.into());
        login.insert("type".into(), "login".into());
        let login = serde_json::to_string_pretty(&login).unwrap_or_default();
        self.relay(&login, out);
        // END 2 · login

        // TODO 3 · disconnect
        let mut left = None;
        self.roster.retain(|member| {
            if member.id == id {
                left = Some(member.username.clone());
            }
            member.id != id
        });
        if let Some(username) = left {
            let names = self.active_users();
            let left = json!({"active_users": names, "user_left": username, "type": "disconnect"});
            let left = serde_json::to_string_pretty(&left).unwrap_or_default();
            self.relay(&left, out);
        }
        // END 3 · disconnect

        // TODO 4 · chat
        if data["type"] == "login" {
            self.login(from, data, out);
        } else if data["type"] == "disconnect" {
            self.disconnect(from, out);
        } else if data["type"] == "chat" {
            self.relay(text, out);
        } else {
            log::warn!("client {}: Unrecognized message type: {}", from.0, quote(text));
        }
        // END 4 · chat
