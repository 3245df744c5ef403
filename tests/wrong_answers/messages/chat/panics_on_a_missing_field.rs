// Wrong: a message without a text ends the room for everyone.
// Fails: chat
// Says:  panicked
// Says:  a panic in the room ends the room

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let said = data["text"].as_str().unwrap();
                warn!("{}", quote(said));
                self.relay(text, out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
