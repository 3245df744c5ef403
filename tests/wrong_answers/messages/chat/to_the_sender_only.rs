// Wrong: only the sender gets the message.
// Fails: chat
// Says:  the message came back only to its sender

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let message = out.encode(text);
                out.send(from, message);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
