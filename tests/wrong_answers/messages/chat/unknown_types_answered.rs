// Wrong: the sender of an unknown message gets an answer.
// Fails: chat
// Says:  an unknown message was answered
// Says:  the sender must not get an answer either

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => {
                warn!("Unrecognized message type: {}", quote(text));
                self.reply_error(from, "unknown type", "chat, login or disconnect", out);
            }
        }
        // END 4 · chat
