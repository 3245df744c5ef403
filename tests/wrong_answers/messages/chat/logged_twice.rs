// Wrong: two lines for one message.
// Fails: chat
// Says:  logged more than once
// Says:  one line for a message is enough

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => {
                warn!("Unrecognized message type: {}", quote(text));
                warn!("Unrecognized message type: {:?}", data["type"]);
            }
        }
        // END 4 · chat
