// Wrong: an unknown message of 64 KiB fills the log.
// Fails: chat
// Says:  a long unknown message fills the log
// Says:  a client may send 64 KiB, and all

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {text:?}"),
        }
        // END 4 · chat
