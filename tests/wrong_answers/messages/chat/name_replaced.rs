// Wrong: builds a new message with the name from the roster, so other keys are lost and it does not go on as it came.
// Fails: chat
// Says:  the message was changed on its way

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {
                let sender = self.roster.iter().find(|member| member.id == from);
                let name = sender.map(|member| member.username.as_str());
                let chat = json!({ "type": "chat", "text": data["text"], "username": name });
                self.relay(&chat.to_string(), out);
            }
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
