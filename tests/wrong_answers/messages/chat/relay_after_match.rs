// Wrong: the relay stands behind the match, so logins and goodbyes go to everyone as they came as well.
// Fails: chat
// Says:  only a message of the type "chat" is relayed from here

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => {}
            _ => {
                warn!("Unrecognized message type: {}", quote(text));
                return;
            }
        }
        self.relay(text, out);
        // END 4 · chat
