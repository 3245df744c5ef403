// Wrong: the default log level does not show the line.
// Fails: chat
// Says:  use warn!

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => log::debug!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
