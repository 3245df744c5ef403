// Wrong: everyone gets an unknown message.
// Fails: chat
// Says:  an unknown message was relayed
// Says:  only the type "chat" is relayed: anything else

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            _ => {
                warn!("Unrecognized message type: {}", quote(text));
                self.relay(text, out);
            }
        }
        // END 4 · chat
