// Wrong: the program ends at an unknown message.
// Fails: chat
// Says:  the program ended
// Says:  something ends the program, such as exit(…). The

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => {
                warn!("Unrecognized message type: {}", quote(text));
                std::process::exit(0);
            }
        }
        // END 4 · chat
