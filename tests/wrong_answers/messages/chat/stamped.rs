// Wrong: the server adds a key to the message.
// Fails: chat
// Says:  should not be there
// Says:  the message was changed on its way. Relay

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let mut chat = data.clone();
                chat["server"] = json!("rust");
                self.relay(&chat.to_string(), out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
