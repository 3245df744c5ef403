// Wrong: a number that is too big for an f64 comes back as another number.
// Fails: chat
// Says:  big is
// Says:  the message was changed on its way. Relay

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let mut chat = data.clone();
                if let Some(big) = data["big"].as_f64() {
                    chat["big"] = json!(big);
                }
                self.relay(&chat.to_string(), out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
