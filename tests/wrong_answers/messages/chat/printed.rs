// Wrong: the output of println! is not in the log.
// Fails: chat
// Says:  the output of println! and the like is not in the log

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => println!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
