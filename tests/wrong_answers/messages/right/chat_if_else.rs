// Right: if and else in place of match

        // TODO 4 · chat
        let kind = data["type"].as_str().unwrap_or_default();
        if kind == "login" {
            self.login(from, data, out);
        } else if kind == "disconnect" {
            self.disconnect(from, out);
        } else if kind == "chat" {
            self.relay(text, out);
        } else {
            warn!("Unrecognized message type: {}", quote(text));
        }
        // END 4 · chat
