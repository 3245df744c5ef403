// Wrong: a message without a type is dropped without a line in the log.
// Fails: chat
// Says:  the people who run the server want to know which messages were

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),

            Some(_) => warn!("Unrecognized message type: {}", quote(text)),
            None => {}
        }
        // END 4 · chat
