// Wrong: the log line has other words than "Unrecognized message type", so nobody finds it by the text in the README.
// Fails: chat
// Says:  there is a line, but it has other words

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("I do not know this message: {}", quote(text)),
        }
        // END 4 · chat
