// Wrong: every type that begins with chat, such as "chatter", is relayed as a chat.
// Fails: chat
// Says:  only the type "chat" is relayed

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some(kind) if kind.starts_with("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
