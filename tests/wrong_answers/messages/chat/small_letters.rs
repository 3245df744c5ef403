// Wrong: the text is in small letters.
// Fails: chat
// Says:  the letters are in another case
// Says:  `text` goes on without a change. To look

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(&text.to_lowercase(), out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
