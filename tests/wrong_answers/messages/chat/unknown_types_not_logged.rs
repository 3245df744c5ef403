// Wrong: an unknown message leaves no trace.
// Fails: chat
// Says:  an unknown message was not logged
// Says:  the people who run the server want to

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => {}
        }
        // END 4 · chat
