// Wrong: type, text and username come in another order, and all other keys are lost.
// Fails: chat
// Says:  the text was written anew
// Says:  it is the same JSON, but written anew

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
