// Wrong: turns the data into text again, so spaces, escapes and double keys of the message are lost and it does not arrive as it came.
// Fails: chat
// Says:  it is the same JSON, but written anew

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(&data.to_string(), out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
