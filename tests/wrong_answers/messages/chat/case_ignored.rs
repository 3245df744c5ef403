// Wrong: CHAT is taken for chat.
// Fails: chat
// Says:  an unknown message was relayed
// Says:  only the type "chat" is relayed: anything else

        // TODO 4 · chat
        match data["type"].as_str().map(str::to_lowercase).as_deref() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
