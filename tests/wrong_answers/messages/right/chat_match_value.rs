// Right: matches the JSON value with guards

        // TODO 4 · chat
        match &data["type"] {
            Value::String(kind) if kind == "chat" => self.relay(text, out),
            Value::String(kind) if kind == "login" => self.login(from, data, out),
            Value::String(kind) if kind == "disconnect" => self.disconnect(from, out),
            _ => {
                let quoted = quote(text);
                log::log!(log::Level::Warn, "Unrecognized message type: {quoted}");
            }
        }
        // END 4 · chat
