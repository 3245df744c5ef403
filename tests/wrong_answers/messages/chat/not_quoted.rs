// Wrong: writes the client's text into the log as it is: without quotes, and a line break in it makes a line that looks like the server's own.
// Fails: chat
// Says:  in the Goal the text is in quotes, so that people see

        // TODO 4 · chat
        match data["type"].as_str() {
            Some("login") => self.login(from, data, out),
            Some("disconnect") => self.disconnect(from, out),
            Some("chat") => self.relay(text, out),
            _ => warn!("Unrecognized message type: {text}"),
        }
        // END 4 · chat
