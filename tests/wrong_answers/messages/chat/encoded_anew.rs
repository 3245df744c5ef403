// Wrong: the JSON is written anew, with other spaces and other escapes.
// Fails: chat
// Says:  written anew

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(&data.to_string(), out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
