// Wrong: type, text and username in another order, and whatever else there was is lost.
// Fails: chat
// Says:  the text was written anew

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let chat = json!({"username": data["username"], "text": data["text"], "type": "chat"});
                self.relay(&chat.to_string(), out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
