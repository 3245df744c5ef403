// Wrong: the log says the type of an unknown message, and not its text.
// Fails: chat
// Says:  the warning does not say what was ignored
// Says:  the Goal wants the text of the message

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {}", data["type"]),
        }
        // END 4 · chat
