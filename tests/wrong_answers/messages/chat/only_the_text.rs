// Wrong: relays only what was said and not the message around it, so the page gets no JSON and shows nothing.
// Fails: chat
// Says:  what came is not JSON any more

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(data["text"].as_str().unwrap_or(""), out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
