// Wrong: `unwrap` panics at a message without a type, so one such message ends the room for everyone.
// Fails: chat
// Says:  a panic in the room ends the room for everyone

        // TODO 4 · chat
        match data["type"].as_str().unwrap() {
            "login" => self.login(from, data, out),
            "disconnect" => self.disconnect(from, out),
            "chat" => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
