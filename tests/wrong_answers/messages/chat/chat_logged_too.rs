// Wrong: the warning is after the `match`, so a chat message is logged as unknown.
// Fails: chat
// Says:  a chat message was logged as unknown
// Says:  only a type that is none of the

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => return self.login(from, data, out),
            Some("disconnect") => return self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => {}
        }
        warn!("Unrecognized message type: {}", quote(text));
        // END 4 · chat
