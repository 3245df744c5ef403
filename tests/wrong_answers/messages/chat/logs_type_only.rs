// Wrong: logs only the type and not the text of the message; without a type the log says null.
// Fails: chat
// Says:  the Goal wants the text of the message behind these words

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", data["type"]),
        }
        // END 4 · chat
