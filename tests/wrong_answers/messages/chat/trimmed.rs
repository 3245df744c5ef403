// Wrong: the spaces around the text are gone.
// Fails: chat
// Says:  text is
// Says:  the message was changed on its way. Relay

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let mut chat = data.clone();
                chat["text"] = json!(data["text"].as_str().unwrap_or_default().trim());
                self.relay(&chat.to_string(), out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
