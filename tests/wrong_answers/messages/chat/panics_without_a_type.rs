// Wrong: a message without a type ends the room for everyone.
// Fails: chat
// Says:  panicked
// Says:  a panic in the room ends the room

        // TODO 4 · chat
        let kind = data["type"].as_str().unwrap();
        match Some(kind) {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
