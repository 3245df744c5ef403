// Wrong: the student replaced the whole `match`, and nobody can log in any more.
// Fails: chat
// Blocked: relay, login, disconnect
// Says:  the arm for "login" is gone

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
