// Wrong: a message without a type is taken for a chat and relayed to everyone.
// Fails: chat
// Says:  only the type "chat" is relayed

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") | None => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
