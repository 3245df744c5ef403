// Wrong: a chat without a text (or with a number as text) is dropped and logged as unknown, although every message of the type chat goes to everyone.
// Fails: chat
// Says:  the arm for "chat" was not reached

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") if data["text"].is_string() => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
