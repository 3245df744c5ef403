// Wrong: it looks for letters in the text instead of the type in the JSON.
// Fails: chat
// Says:  the arm for "chat" was not reached

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            _ if text.contains("\"type\":\"chat\"") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
