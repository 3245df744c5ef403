// Wrong: a cheat: only the README's example "dance" is logged; every other unknown message vanishes without a trace.
// Fails: chat
// Says:  the people who run the server want to know which messages were

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),

            Some("dance") => warn!("Unrecognized message type: {}", quote(text)),
            _ => {}
        }
        // END 4 · chat
