// Wrong: the line that sends back to the sender was kept, so the sender sees each own message twice.
// Fails: chat
// Says:  the message went out more than once

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                self.relay(text, out);
                let message = out.encode(text);
                out.send(from, message);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
