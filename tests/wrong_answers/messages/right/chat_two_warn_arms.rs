// Right: three arms in place of two, and the chat sends itself

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let message = out.encode(text);
                for member in &self.roster {
                    out.send(member.id, message);
                }
            }
            Some(_) => log::warn!("Unrecognized message type: {}", quote(text)),
            None => log::warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
