// Wrong: the arm for chat stands behind `Some(_)` and is never reached: every chat is logged as unknown.
// Fails: chat
// Says:  the arm for "chat" was not reached

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some(_) => warn!("Unrecognized message type: {}", quote(text)),
            Some("chat") => self.relay(text, out),
            None => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
