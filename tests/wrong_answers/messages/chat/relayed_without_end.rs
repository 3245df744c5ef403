// Wrong: the message goes out again and again, until the memory is full.
// Fails: chat
// Says:  the broadcaster is stuck
// Says:  an endless loop. All clients wait for this one thread

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => loop {
                self.relay(text, out);
            },
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
