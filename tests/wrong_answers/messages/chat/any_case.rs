// Wrong: compares in lower case, so "CHAT" and "LOGIN", which are other types, are treated as known.
// Fails: chat
// Says:  only the type "chat" is relayed

        // TODO 4 · chat
        let kind = data["type"].as_str().map(|kind| kind.to_lowercase());
        match kind.as_deref() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
