// Wrong: the line in the log has another spelling.
// Fails: chat
// Says:  Unrecognised message type: "{\"type\"
// Says:  there is a line, but it has other

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognised message type: {}", quote(text)),
        }
        // END 4 · chat
