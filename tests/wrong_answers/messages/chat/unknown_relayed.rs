// Wrong: an unknown message is logged, but then relayed to everyone as well.
// Fails: chat
// Says:  only the type "chat" is relayed

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),

            _ => {
                warn!("Unrecognized message type: {}", quote(text));
                self.relay(text, out);
            }
        }
        // END 4 · chat
