// Wrong: searches for "chat" anywhere in the text: an unknown message that mentions it is relayed to everyone.
// Fails: chat
// Says:  only the type "chat" is relayed

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            _ if text.contains("\"chat\"") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
