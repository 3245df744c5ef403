// Wrong: the `match` has lost an arm, so the room hears no goodbye.
// Fails: chat
// Blocked: disconnect
// Says:  the arm for "disconnect" is gone

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
