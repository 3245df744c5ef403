// Wrong: the `else` belongs to the last `if`: each login and each leave is logged as unknown.
// Fails: chat
// Says:  a login was logged as unknown
// Says:  only a type that is none of the

        // TODO 4 · chat
        let kind = data["type"].as_str();
        if kind == Some("login") {
            self.login(from, data, out);
        }
        if kind == Some("disconnect") {
            self.disconnect(from, out);
        }
        if kind == Some("chat") {
            self.relay(text, out);
        } else {
            warn!("Unrecognized message type: {}", quote(text));
        }
        // END 4 · chat
