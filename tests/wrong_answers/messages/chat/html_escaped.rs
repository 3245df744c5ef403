// Wrong: replaces < by &lt; on the server: the message does not arrive as it came, and pages show &lt;b>.
// Fails: chat
// Says:  the message was changed on its way

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(&text.replace('<', "&lt;"), out),
            _ => warn!("Unrecognized message type: {}", quote(text)),
        }
        // END 4 · chat
