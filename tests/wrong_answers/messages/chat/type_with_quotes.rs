// Wrong: `to_string` of a JSON value has quotes around it and never equals chat, so every chat is logged as unknown and nobody can talk.
// Fails: chat
// Says:  the arm for "chat" was not reached

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            _ if data["type"].to_string() == "chat" => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
