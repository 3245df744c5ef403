// Wrong: a chat from someone who has not logged in is dropped silently, although it should reach everyone on the roster.
// Fails: chat
// Says:  earlier chats reached everyone

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                if self.roster.iter().any(|member| member.id == from) {
                    self.relay(text, out);
                }
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
