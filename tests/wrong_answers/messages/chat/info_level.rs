// Wrong: logs an unknown message as info and not as a warning, so a log of warnings does not show it.
// Fails: chat
// Says:  the people who run the server look for warnings, and may not

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => info!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
