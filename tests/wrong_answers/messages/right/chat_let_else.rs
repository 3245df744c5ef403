// Right: no type is handled first, with let-else, and unknown types with another arm

        // TODO 4 · chat
        let Some(kind) = data.get("type").and_then(Value::as_str) else {
            warn!("Unrecognized message type: {}", quote(text));
            return;
        };
        match kind {
            "login" => self.login(from, data, out),
            "disconnect" => self.disconnect(from, out),
            "chat" => self.relay(text, out),
            _unknown => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
